/** What stops look at, and when they have seen enough. */
import { Side, TriggerSource } from '../../../protocol/codes/enums.js';
import { bestDisplayed, isBuy, type Market, type Order, type World } from './test-world.js';

export function lookAt(world: World, market: Market, source: number): number | undefined {
  if (source === TriggerSource.LastTrade) return market.last;
  if (source === TriggerSource.BestBid) return bestDisplayed(world, market.id, Side.Buy);
  if (source === TriggerSource.BestOffer) return bestDisplayed(world, market.id, Side.Sell);
  return market.venues.get(source - TriggerSource.Venue);
}

/** Trailing stops follow their reference while it moves their way. */
export function observe(world: World, market: Market): void {
  for (const order of world.orders)
    if (order.instrument === market.id && isTrailing(order)) follow(world, market, order);
}

export function follow(world: World, market: Market, order: Order): void {
  const seen = lookAt(world, market, order.source);
  if (seen !== undefined) order.best = order.best === undefined ? seen : better(order, seen);
}

export const isTrailing = (order: Order): boolean => order.offset > 0 && order.peg === 0;

/** A sell follows the highest, a buy the lowest. */
const better = (order: Order, seen: number): number =>
  isBuy(order) ? Math.min(order.best!, seen) : Math.max(order.best!, seen);

export function triggerOf(order: Order): number | undefined {
  if (order.offset === 0) return order.trigger;
  if (order.best === undefined) return undefined;
  return isBuy(order) ? order.best + order.offset : order.best - order.offset;
}

/** How far the reference is past the trigger; below zero: not reached. */
export function depth(world: World, market: Market, order: Order): number {
  const [seen, trigger] = [lookAt(world, market, order.source), triggerOf(order)];
  if (seen === undefined || trigger === undefined) return -1;
  return isBuy(order) ? seen - trigger : trigger - seen;
}
