/** A new order that names another one: whether it may be tied to it, and what that does to it. */
import { Contingency, OrdType } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { childrenOf, siblingOf } from './test-ending.js';
import { reduceTo } from './test-linked.js';
import type { Read } from './test-reading.js';
import { waits } from './test-resting.js';
import { restated } from './test-telling.js';
import { byKey, type Order, type World } from './test-world.js';

/** What is to be done once the order is accepted, or why it is not. */
type Tie = [(() => void) | undefined, Reason[]];

/** What tying it to the other order does, or why that cannot be. */
export function linkedTo(world: World, { order, contingency, linked }: Read): Tie {
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

/** A child of a parent that has executed nothing: nothing of it is open at first. */
export const isStillToArm = (world: World, { order, contingency, linked }: Read): boolean =>
  contingency === Contingency.OneTriggersOther &&
  world.orders.some(
    ({ account, clientId, executed }) => account === order.account && clientId === linked && executed === 0,
  );

function asLeg(world: World, order: Order, other: Order): Tie {
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
function asChild(world: World, order: Order, parent: Order): Tie {
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
