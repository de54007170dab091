/**
 * OCO and bracket: an execution of one leg cuts the other by the same quantity; the children of a bracket arm for what
 * their parent has executed and cut each other. All of it at once, before anything else is traded.
 */
import { isStop } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { childrenOf, end, siblingOf } from './test-ending.js';
import { restated } from './test-telling.js';
import { byKey, type Order, openOf, type World } from './test-world.js';

/** What follows from `lots` that the order has executed. */
export function executed(world: World, order: Order, lots: number): void {
  const leg = byKey(world, order.leg);
  if (leg !== undefined) cut(world, leg, lots);
  for (const child of childrenOf(world, order)) arm(world, child, lots);
  const sibling = siblingOf(world, order);
  if (sibling !== undefined) cut(world, sibling, lots);
}

/** All that a child was armed for has executed: it waits while its parent may execute more. */
export function awaitParent(world: World, order: Order): void {
  if (order.place === 'gone' || openOf(order) > 0 || !mayBeArmed(world, order)) return;
  if (order.place === 'aside') return;
  stepAside(world, order);
  restated(world, order, Reason.AwaitsParent);
}

/** A child whose armed quantity has gone waits while its parent may execute more for it, else it ends. */
function cut(world: World, order: Order, lots: number): void {
  const left = openOf(order) - lots;
  if (openOf(order) === 0) return;
  if (left <= 0 && !mayBeArmed(world, order)) return end(world, order, Reason.LinkedOrderExecuted);
  if (left <= 0) stepAside(world, order);
  reduceTo(order, Math.max(0, left));
  restated(world, order, Reason.LinkedOrderExecuted);
}

/** Its turn has gone too. */
export function stepAside(world: World, order: Order): void {
  order.place = 'aside';
  world.armed = world.armed.filter((key) => key !== order.key);
}

/** The hidden part shrinks first. */
export function reduceTo(order: Order, open: number): void {
  order.total = order.executed + open;
  order.shown = Math.min(order.shown, open);
}

export function mayBeArmed(world: World, order: Order): boolean {
  const parent = byKey(world, order.parent);
  return parent !== undefined && openOf(parent) > 0 && order.unarmed > 0;
}

/** It leaves its place: with more to trade it goes behind, after the order that is being matched. */
function arm(world: World, child: Order, executed: number): void {
  const lots = Math.min(executed, child.unarmed);
  if (lots === 0) return;
  child.unarmed -= lots;
  child.total += lots;
  restated(world, child, Reason.ChildArmed);
  if (isStop(child.type) || child.peg !== 0) return;
  child.place = 'hand';
  if (!world.armed.includes(child.key)) world.armed.push(child.key);
}
