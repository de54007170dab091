/** A new order: what refuses it, what it is cut to, and how it begins. */
import { Contingency, isStop, OrdType, TimeInForce, TradingPhase } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { faults } from './test-admission.js';
import { childrenOf, end, siblingOf } from './test-ending.js';
import { reduceTo } from './test-linked.js';
import { reprice } from './test-pegs.js';
import type { Read } from './test-reading.js';
import { cutToPosition, reducible } from './test-reducing.js';
import { bring, rest, waits } from './test-resting.js';
import { furthestPrice, take } from './test-taking.js';
import { onTick } from './test-ticks.js';
import { depth, follow, isTrailing } from './test-triggers.js';
import {
  best,
  byKey,
  isBeyond,
  isBuy,
  marketOf,
  type Order,
  openOf,
  opposite,
  restated,
  use,
  type World,
} from './test-world.js';

/** The reasons for which it may be refused; none: it is accepted. */
export function enter(world: World, read: Read): Reason[] {
  const { order } = read;
  const wrong = faults(world, order);
  if (wrong.length > 0) return wrong;
  const [link, linkFault] = linkedTo(world, read);
  const refusals = [
    ...linkFault,
    ...triggerFaults(world, order),
    ...reduceFaults(world, order),
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
  if (order.minimum > 0 && !isThere(world, order, order.minimum)) return withoutMinimum(world, order);
  bring(world, order);
}

function priceAtBest(world: World, order: Order): void {
  order.type = OrdType.Limit;
  order.price = order.limit = best(world, order.instrument, opposite(order.side))!.price;
  restated(world, order, Reason.PricedAtBest);
}

/** An order that does not wait ends; another rests whole, one tick behind the best opposite price where it would cross. */
function withoutMinimum(world: World, order: Order): void {
  if (!waits(order) || order.type === OrdType.Market)
    return end(world, order, Reason.MinimumQuantityNotAvailable);
  const there = best(world, order.instrument, opposite(order.side));
  use(world, 'minimum rests');
  if (there !== undefined && !isBeyond(order.side, there.price, order.price)) {
    const direction = isBuy(order) ? -1 : 1;
    order.price = order.limit = onTick(marketOf(world, order), there.price + direction, direction);
    restated(world, order, Reason.MovedBehindBest);
  }
  rest(world, order);
}

/**
 * Tried on a copy of everything: would that much of it execute? Of reduce-only orders on the other side it is not known
 * what they will have by then: they do not count.
 */
function isThere(world: World, order: Order, lots: number): boolean {
  const furthest = furthestPrice(world, order);
  const copy = structuredClone(world);
  copy.orders = copy.orders.filter((maker) => !maker.reduceOnly || maker.side === order.side);
  const taker = byKey(copy, order.key) ?? structuredClone(order);
  if (!copy.orders.includes(taker)) copy.orders.push(taker);
  taker.place = 'hand';
  take(copy, taker, furthest);
  return taker.executed >= order.executed + lots;
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

function isFillable(world: World, order: Order, there: Order | undefined): boolean {
  if (there === undefined) return false;
  const priced: Order =
    order.type === OrdType.MarketToLimit ? { ...order, type: OrdType.Limit, price: there.price } : order;
  return isThere(world, priced, order.total);
}

export function wouldTake(world: World, order: Order, price: number): boolean {
  const there = best(world, order.instrument, opposite(order.side));
  return there !== undefined && !isBeyond(order.side, there.price, price);
}

/** What tying it to the other order does, or why that cannot be. */
function linkedTo(world: World, { order, contingency, linked }: Read): [(() => void) | undefined, Reason[]] {
  if (contingency === Contingency.None) return [undefined, []];
  if (!waits(order) || order.type === OrdType.Market) return [undefined, [Reason.InvalidLink]];
  const other = world.orders.find(
    ({ account, clientId }) => account === order.account && clientId === linked && clientId !== '0:0',
  );
  if (other === undefined) return [undefined, [Reason.LinkedOrderGone]];
  if (other.instrument !== order.instrument) return [undefined, [Reason.InvalidLink]];
  return contingency === Contingency.OneCancelsOther
    ? asLeg(world, order, other)
    : asChild(world, order, other);
}

function asLeg(world: World, order: Order, other: Order): [(() => void) | undefined, Reason[]] {
  if (other.leg !== 0 || isTiedChild(world, other)) return [undefined, [Reason.InvalidLink]];
  if (other.executed >= order.total) return [undefined, [Reason.LinkedOrderGone]];
  const link = (): void => {
    [order.leg, other.leg] = [other.key, order.key];
    if (other.executed === 0) return;
    reduceTo(order, order.total - other.executed);
    restated(world, order, Reason.LinkedOrderExecuted);
  };
  return [link, []];
}

/** A child of a parent that ended, without a sibling, is an order like any other. */
const isTiedChild = (world: World, order: Order): boolean =>
  byKey(world, order.parent) !== undefined || siblingOf(world, order) !== undefined;

/** Nothing is open at first; it is armed for what the parent has executed before. */
function asChild(world: World, order: Order, parent: Order): [(() => void) | undefined, Reason[]] {
  const taken = byKey(world, parent.parent) !== undefined || childrenOf(world, parent).length > 1;
  if (taken) return [undefined, [Reason.InvalidLink]];
  const link = (): void => {
    const sold = childrenOf(world, parent).reduce((sum, child) => sum + child.executed, 0);
    order.parent = parent.key;
    const armed = Math.min(order.total, Math.max(0, parent.executed - sold));
    order.unarmed = order.total - armed;
    order.total = armed;
    restated(world, order, order.total === 0 ? Reason.AwaitsParent : Reason.ChildArmed);
  };
  return [link, []];
}
