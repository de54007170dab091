/**
 * What follows when a command has matched completely: children that were armed have their turn, stops are elected one by
 * one, and last each peg whose reference has moved is priced anew, once.
 */
import { OrdType, Side, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { end } from './test-ending.js';
import { reprice } from './test-pegs.js';
import { bring } from './test-resting.js';
import { tell } from './test-telling.js';
import { depth, observe } from './test-triggers.js';
import { byKey, type Market, type Order, openOf, type World } from './test-world.js';

export function aftermath(world: World, market: Market): void {
  settle(world, market);
  for (const peg of world.orders.filter(({ peg, instrument }) => peg !== 0 && instrument === market.id)) {
    reprice(world, peg);
    settle(world, market);
  }
}

/** Children and stops until there is nothing left to do. */
export function settle(world: World, market: Market): void {
  for (;;) {
    const child = nextArmed(world, market);
    const stop = child === undefined ? nextStop(world, market) : undefined;
    if (child !== undefined) bring(world, child);
    else if (stop !== undefined) elect(world, stop);
    else return;
  }
}

function nextArmed(world: World, market: Market): Order | undefined {
  const child = world.armed.map((key) => byKey(world, key)).find((order) => order?.instrument === market.id);
  world.armed = world.armed.filter((key) => key !== child?.key);
  return child;
}

/**
 * By last trades before bids, offers and venues; of each side the trigger that was reached first, of the two the nearer one,
 * then who came first.
 */
function nextStop(world: World, market: Market): Order | undefined {
  const stops = reached(world, market);
  const source = Math.min(...stops.map((stop) => stop.source));
  const [buy, sell] = [Side.Buy, Side.Sell].map((side) =>
    stops.find((stop) => stop.source === source && stop.side === side),
  );
  if (buy === undefined || sell === undefined) return buy ?? sell;
  const nearer = depth(world, market, buy) - depth(world, market, sell) || buy.key - sell.key;
  return nearer < 0 ? buy : sell;
}

/**
 * Deepest first: that is the trigger which the reference has reached first. Prices that count, and that trailing stops follow,
 * are those that stand when an order has matched completely in continuous trading.
 */
function reached(world: World, market: Market): Order[] {
  if (market.phase !== TradingPhase.Continuous) return [];
  observe(world, market);
  return world.orders
    .filter((order) => order.instrument === market.id && isWaitingStop(order))
    .filter((order) => depth(world, market, order) >= 0)
    .sort((a, b) => depth(world, market, b) - depth(world, market, a) || a.key - b.key);
}

const isWaitingStop = (order: Order): boolean =>
  (order.type === OrdType.Stop || order.type === OrdType.StopLimit) && openOf(order) > 0;

function elect(world: World, stop: Order): void {
  const becomes = stop.type === OrdType.Stop ? OrdType.Market : OrdType.Limit;
  stop.type = becomes;
  tell(world, `trigger #${stop.key} ${OrdName[becomes]} @${stop.price}`, 'trigger');
  const leg = byKey(world, stop.leg);
  if (leg !== undefined) end(world, leg, Reason.LinkedOrderTriggered);
  bring(world, stop);
}

const OrdName = { [OrdType.Market]: 'market', [OrdType.Limit]: 'limit' };
