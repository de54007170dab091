/** A new order: what refuses it, what it is cut to, and how it begins. */
import { isStop, OrdType, TimeInForce, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { faults } from './test-admission.js';
import { hasMinimum, isFillable, withoutMinimum } from './test-available.js';
import { reprice } from './test-pegs.js';
import type { Read } from './test-reading.js';
import { cutToPosition, reducible } from './test-reducing.js';
import { bring, rest } from './test-resting.js';
import { restated } from './test-telling.js';
import { depth, follow, isTrailing } from './test-triggers.js';
import { isStillToArm, linkedTo } from './test-tying.js';
import { best, isBeyond, marketOf, type Order, openOf, opposite, type World } from './test-world.js';

/** The reasons for which it may be refused; none: it is accepted. */
export function enter(world: World, read: Read): Reason[] {
  const { order } = read;
  const wrong = faults(world, order);
  if (wrong.length > 0) return wrong;
  const [link, linkFault] = linkedTo(world, read);
  const refusals = [
    ...linkFault,
    ...triggerFaults(world, order),
    ...(isStillToArm(world, read) ? [] : reduceFaults(world, order)),
    ...priceAtBestFaults(world, order),
    ...(marketOf(world, order).phase === TradingPhase.Continuous ? takingFaults(world, order) : []),
  ];
  if (refusals.length > 0) return refusals;
  accept(world, order);
  link?.();
  if (order.place === 'hand') cutToPosition(world, order);
  begin(world, order);
  return [];
}

function accept(world: World, order: Order): void {
  world.accepted = order.key;
  world.orders.push(order);
  if (isTrailing(order)) follow(world, marketOf(world, order), order);
}

function begin(world: World, order: Order): void {
  if (order.place !== 'hand') return;
  if (isStop(order.type) || openOf(order) === 0 || order.type === OrdType.Pegged) {
    order.place = 'aside';
    return reprice(world, order);
  }
  if (order.type === OrdType.MarketToLimit) priceAtBest(world, order);
  if (marketOf(world, order).phase !== TradingPhase.Continuous) return rest(world, order);
  if (!hasMinimum(world, order)) return withoutMinimum(world, order);
  bring(world, order);
}

function priceAtBest(world: World, order: Order): void {
  order.type = OrdType.Limit;
  order.price = order.limit = best(world, order.instrument, opposite(order.side))!.price;
  restated(world, order, Reason.PricedAtBest);
}

function triggerFaults(world: World, order: Order): Reason[] {
  const reached =
    isStop(order.type) && order.offset === 0 && depth(world, marketOf(world, order), order) >= 0;
  return reached ? [Reason.TriggerAlreadyReached] : [];
}

function reduceFaults(world: World, order: Order): Reason[] {
  if (!order.reduceOnly) return [];
  const most = reducible(world, order);
  const all = order.timeInForce === TimeInForce.FillOrKill;
  return most === 0 || (all && most < order.total) ? [Reason.ReduceOnlyWouldIncrease] : [];
}

function priceAtBestFaults(world: World, order: Order): Reason[] {
  const there = best(world, order.instrument, opposite(order.side));
  return order.type === OrdType.MarketToLimit && there === undefined ? [Reason.NoLiquidity] : [];
}

function takingFaults(world: World, order: Order): Reason[] {
  const there = best(world, order.instrument, opposite(order.side));
  return [
    ...(order.postOnly && wouldTake(world, order, order.price) ? [Reason.PostOnlyWouldTake] : []),
    ...(order.timeInForce === TimeInForce.FillOrKill && !isFillable(world, order, there)
      ? [Reason.FillOrKillNotFillable]
      : []),
  ];
}

export function wouldTake(world: World, order: Order, price: number): boolean {
  const there = best(world, order.instrument, opposite(order.side));
  return there !== undefined && !isBeyond(order.side, there.price, price);
}
