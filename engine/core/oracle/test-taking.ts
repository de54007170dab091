/** Continuous matching: best price first, then time, at the price of who was there, until nothing fits any more. */
import { OrdType, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { dynamicBand } from './test-bands.js';
import { filled } from './test-ending.js';
import { awaitParent, executed } from './test-linked.js';
import { isPrevented, prevent } from './test-prevention.js';
import { pointsOf } from './test-pricing.js';
import { addToPosition, cutToPosition } from './test-reducing.js';
import { restated, tell, use } from './test-telling.js';
import { best, isBeyond, isBuy, marketOf, type Order, openOf, opposite, type World } from './test-world.js';

/** Why it stopped: 'band' when only the dynamic band was in its way. */
export type Stopped = 'done' | 'band';

export function take(world: World, taker: Order, furthest = furthestPrice(world, taker)): Stopped {
  const band = dynamicBand(marketOf(world, taker), taker.side);
  for (;;) {
    const maker = best(world, taker.instrument, opposite(taker.side));
    if (taker.place === 'gone' || openOf(taker) === 0 || maker === undefined) return 'done';
    if (isBeyond(taker.side, maker.price, furthest)) return 'done';
    if (!band(maker.price)) return 'band';
    meet(world, taker, maker);
  }
}

/** Its limit; of a market order the best opposite price and its points of protection, if it has some. */
export function furthestPrice(world: World, taker: Order): number {
  const anything = isBuy(taker) ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (taker.type !== OrdType.Market) return taker.price;
  const there = best(world, taker.instrument, opposite(taker.side));
  const points = pointsOf(world, taker);
  if (there === undefined || points === 0) return anything;
  use(world, taker.protection === 0 ? 'protection of the instrument' : 'protection');
  return isBuy(taker) ? there.price + points : there.price - points;
}

function meet(world: World, taker: Order, maker: Order): void {
  if (isPrevented(taker, maker)) return prevent(world, taker, maker);
  if (!cutToPosition(world, taker) || !cutToPosition(world, maker)) return;
  const lots = Math.min(openOf(taker), maker.shown);
  const left = openOf(maker) - lots;
  tell(
    world,
    `trade ${lots}@${maker.price} #${taker.key} with #${maker.key} ${left}`,
    taker.timeInForce === TimeInForce.FillOrKill ? 'fill or kill' : 'trade',
  );
  book(world, taker, maker, lots, maker.price);
}

/** What a trade does to both orders, in an uncross too. */
export function book(world: World, taker: Order, maker: Order, lots: number, price: number): void {
  marketOf(world, taker).last = price;
  for (const order of [maker, taker]) {
    addToPosition(world, order, lots);
    order.executed += lots;
    order.shown -= lots;
  }
  for (const order of [maker, taker]) executed(world, order, lots);
  for (const order of [maker, taker]) awaitParent(world, order);
  for (const order of [maker, taker]) refresh(world, order);
  for (const order of [maker, taker])
    if (order.place !== 'hand' && order.place !== 'aside') filled(world, order);
}

/** The next part of an iceberg goes behind all orders of its price. */
export function refresh(world: World, order: Order): void {
  const stands = !['hand', 'aside', 'gone'].includes(order.place);
  if (!stands || order.shown > 0 || openOf(order) === 0) return;
  order.shown = Math.min(order.display, openOf(order));
  order.since = ++world.places;
  restated(world, order, Reason.Refreshed);
}
