/** Trading phases: what a change of phase does to the orders of its instrument. */
import { isForAuction, TimeInForce, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { end, inTurn } from './test-ending.js';
import { park } from './test-pegs.js';
import { isHeldNow, rest } from './test-resting.js';
import { tell, use } from './test-telling.js';
import { uncross, uncrossAgain } from './test-uncross.js';
import { collects, type Market, type Order, type World } from './test-world.js';

export function changePhase(world: World, market: Market, to: TradingPhase): void {
  const from = market.phase;
  if (to === from) return;
  const orders = world.orders.filter((order) => order.instrument === market.id);
  market.phase = to;
  market.indicative = 'none';
  market.until = endOf(world, market);
  tell(world, `phase ${to} was ${from} until ${market.until}`, `phase ${to}`);
  if (collects(market)) return collect(world, market, orders);
  if (to === TradingPhase.Halt) return;
  const held = to === TradingPhase.Continuous || from === TradingPhase.ClosingAuction;
  if (held) uncross(world, market);
  leave(world, held, orders);
  if (to === TradingPhase.Continuous) uncrossAgain(world, market);
  if (to !== TradingPhase.Closed) return;
  endOfDay(
    world,
    orders.filter(({ place }) => place !== 'aside'),
  );
  endOfDay(world, inTurn(orders));
}

/** A volatility auction ends by itself when its time is over, if it has one. */
function endOf(world: World, { phase, bands }: Market): bigint {
  if (phase !== TradingPhase.VolatilityAuction || bands.auctionMs === 0) return 0n;
  return world.now + BigInt(bands.auctionMs) * 1_000_000n;
}

/** Pegs are parked, and who waited for this auction joins behind who stands there. */
function collect(world: World, market: Market, orders: readonly Order[]): void {
  for (const order of orders)
    if (order.peg !== 0) park(world, order);
    else if (order.place === 'ahead' && isHeldNow(market, order.timeInForce)) {
      use(world, `joins ${order.timeInForce}`);
      rest(world, order);
    } else if (
      order.place !== 'ahead' &&
      order.timeInForce === TimeInForce.AtOpen &&
      !isHeldNow(market, order.timeInForce)
    )
      end(world, order, Reason.AuctionOver);
}

/** What was for the auction ends. Where none was held, what is for the day ends with that. */
function leave(world: World, held: boolean, orders: readonly Order[]): void {
  for (const order of orders.filter((order) => held || !endsWithDay(order)))
    if (order.place === 'market' || (isForAuction(order.timeInForce) && order.place !== 'ahead'))
      end(world, order, Reason.AuctionOver);
}

/** All that is for the day ends; good for auction may wait for tomorrow's opening. */
export function endOfDay(world: World, orders: readonly Order[]): void {
  for (const order of orders) if (endsWithDay(order)) end(world, order, Reason.EndOfDay);
}

const endsWithDay = ({ timeInForce }: Order): boolean =>
  timeInForce === TimeInForce.Day ||
  timeInForce === TimeInForce.AtOpen ||
  timeInForce === TimeInForce.AtClose;
