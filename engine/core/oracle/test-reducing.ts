/** Reduce-only: before each fill the open quantity is cut to what still reduces the account's position. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { end } from './test-ending.js';
import { mayBeArmed, reduceTo, stepAside } from './test-linked.js';
import { restated } from './test-telling.js';
import { isBuy, type Order, openOf, type World } from './test-world.js';

export const positionOf = (world: World, account: number, instrument: number): number =>
  world.positions.get(`${account}:${instrument}`) ?? 0;

export function addToPosition(world: World, order: Order, lots: number): void {
  const before = positionOf(world, order.account, order.instrument);
  world.positions.set(`${order.account}:${order.instrument}`, before + (isBuy(order) ? lots : -lots));
}

/** What an order of its side still reduces. */
export function reducible(world: World, order: Order): number {
  const position = positionOf(world, order.account, order.instrument);
  return Math.max(0, isBuy(order) ? -position : position);
}

/** False: nothing is left of it; a child waits for what its parent may execute yet. */
export function cutToPosition(world: World, order: Order): boolean {
  const most = order.reduceOnly ? reducible(world, order) : openOf(order);
  if (most >= openOf(order)) return true;
  if (most === 0 && !mayBeArmed(world, order)) {
    end(world, order, Reason.ReduceOnlyCut);
    return false;
  }
  if (most === 0) stepAside(world, order);
  reduceTo(order, most);
  restated(world, order, Reason.ReduceOnlyCut);
  return most > 0;
}
