/** How orders end: what is told, which client id stays used, and what becomes of those that are linked to it. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { inWords, reasonWords, tell } from './test-telling.js';
import { byKey, type Order, openOf, type World } from './test-world.js';

/** It leaves with what it has open; `open` where that was cut off already. */
export function end(world: World, order: Order, reason: Reason): void {
  if (order.place === 'gone') return;
  tell(world, `end ${inWords(order)} ${reasonWords(reason)}`, reasonWords(reason));
  gone(world, order);
}

/** It has executed in full. */
export function filled(world: World, order: Order): void {
  if (order.place !== 'gone' && openOf(order) === 0) gone(world, order);
}

function gone(world: World, order: Order): void {
  order.place = 'gone';
  world.orders = world.orders.filter((other) => other !== order);
  world.armed = world.armed.filter((key) => key !== order.key);
  remember(world, order);
  unlink(world, order);
}

function remember(world: World, { account, clientId }: Order): void {
  if (clientId === '0:0') return;
  const ids = [...(world.ended.get(account) ?? []), clientId];
  world.ended.set(account, ids.slice(Math.max(0, ids.length - world.remembers)));
}

/** A leg leaves the other alone; children of a parent that ended stay for what they are armed for. */
function unlink(world: World, order: Order): void {
  const leg = byKey(world, order.leg);
  if (leg !== undefined) leg.leg = 0;
  for (const child of childrenOf(world, order))
    if (openOf(child) === 0 && child.place === 'aside') end(world, child, Reason.ParentEnded);
}

/** By what they say themselves: they know their parent after it has ended. */
export const childrenOf = (world: World, parent: Order): Order[] =>
  world.orders.filter((order) => order.parent === parent.key);

export const siblingOf = (world: World, child: Order): Order | undefined =>
  child.parent === 0
    ? undefined
    : world.orders.find((order) => order.parent === child.parent && order !== child);

/** Who goes first of orders that end together is the engine's own matter: it goes by slots. */
export const inTurn = (orders: readonly Order[]): Order[] =>
  [...orders].sort((a, b) => slotOf(a) - slotOf(b));

const slotOf = ({ id }: Order): number => Number(id.split(':')[0]);
