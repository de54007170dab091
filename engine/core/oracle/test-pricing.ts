/** The worst price that an order can get, by which its notional is judged; points of protection. */
import { hasPrice, isStop, OrdType } from '../../../protocol/codes/enums.js';
import {
  best,
  collects,
  isBuy,
  marketOf,
  type Order,
  opposite,
  REFERENCE,
  type World,
} from './test-world.js';

/** Percent that are put on a price which nobody promises, as `test-commands.ts` defines an instrument. */
const MARGIN = 10;

/** Its own points, or those of its instrument. */
export const pointsOf = (world: World, order: Order): number =>
  order.protection === 0 ? marketOf(world, order).protection : order.protection;

/** @param price its limit, if it is of a type that has one */
export function worstPrice(world: World, order: Order, price: number): number {
  if (hasPrice(order.type)) return price;
  if (isStop(order.type)) return guess(world, order, order.trigger);
  const there = best(world, order.instrument, opposite(order.side));
  if (there === undefined || collects(marketOf(world, order))) return guess(world, order, 0);
  if (order.type === OrdType.MarketToLimit) return there.price;
  const points = pointsOf(world, order);
  if (points === 0) return guess(world, order, there.price);
  return isBuy(order) ? there.price + points : there.price;
}

function guess(world: World, order: Order, known: number): number {
  const mark = marketOf(world, order).last ?? REFERENCE;
  return Math.ceil((Math.max(mark, known) * (100 + MARGIN)) / 100);
}
