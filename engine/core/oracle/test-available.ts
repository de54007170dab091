/** Fill or kill and minimum quantity: what an order could take at once, with whatever is in its way. */
import { OrdType } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { end } from './test-ending.js';
import { isPrevented } from './test-prevention.js';
import { rest, waits } from './test-resting.js';
import { furthestPrice, take } from './test-taking.js';
import { restated, use } from './test-telling.js';
import { onTick } from './test-ticks.js';
import { best, byKey, isBeyond, isBuy, marketOf, type Order, opposite, type World } from './test-world.js';

export function isFillable(world: World, order: Order, there: Order | undefined): boolean {
  if (there === undefined) return false;
  const priced: Order =
    order.type === OrdType.MarketToLimit ? { ...order, type: OrdType.Limit, price: there.price } : order;
  return isThere(world, priced, order.total);
}

export const hasMinimum = (world: World, order: Order): boolean =>
  order.minimum === 0 || isThere(world, order, order.minimum);

/** An order that does not wait ends; another rests whole, one tick behind the best opposite price where it would cross. */
export function withoutMinimum(world: World, order: Order): void {
  const market = marketOf(world, order);
  const there = best(world, order.instrument, opposite(order.side));
  const crosses = there !== undefined && !isBeyond(order.side, there.price, order.price);
  const direction = isBuy(order) ? -1 : 1;
  const behind = crosses ? onTick(market, there.price + direction, direction) : order.price;
  const exists = behind >= market.lowest && behind <= market.highest;
  if (!waits(order) || order.type === OrdType.Market || !exists)
    return end(world, order, Reason.MinimumQuantityNotAvailable);
  use(world, 'minimum rests');
  if (crosses) {
    order.price = order.limit = behind;
    restated(world, order, Reason.MovedBehindBest);
  }
  rest(world, order);
}

/**
 * Tried on a copy of everything: would that much of it execute? Of reduce-only orders on the other side it is not known
 * what they will have by then: they do not count. Those that prevention keeps from it are in its way with all that they have.
 */
function isThere(world: World, order: Order, lots: number): boolean {
  const furthest = furthestPrice(world, order);
  const copy = structuredClone(world);
  copy.orders = copy.orders
    .filter((maker) => !maker.reduceOnly || maker.side === order.side || isPrevented(order, maker))
    .map((maker) => (maker.side === order.side ? maker : { ...maker, reduceOnly: false }));
  const taker = byKey(copy, order.key) ?? structuredClone(order);
  if (!copy.orders.includes(taker)) copy.orders.push(taker);
  taker.place = 'hand';
  take(copy, taker, furthest);
  return taker.executed >= order.executed + lots;
}
