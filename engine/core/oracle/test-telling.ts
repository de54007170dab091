/** What the oracle says: the events of a command, one a line, and which rules it has used. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { type Order, openOf, type World } from './test-world.js';

export function use(world: World, rule: string): void {
  world.used.set(rule, (world.used.get(rule) ?? 0) + 1);
}

export function tell(world: World, words: string, rule: string): void {
  world.told.push(words);
  use(world, rule);
}

/** Two reasons for the same: a market order that found nothing at all, or not enough. */
export const reasonWords = (reason: Reason): string =>
  reason === Reason.NoLiquidity ? Reason[Reason.ImmediateRemainder] : Reason[reason];

/** How an order is told: what is open of what, and at which price. */
export const inWords = (order: Order, open = openOf(order)): string =>
  `#${order.key} ${open} of ${open + order.executed} @${order.price}`;

export function restated(world: World, order: Order, reason: Reason): void {
  tell(world, `restate ${inWords(order)} ${reasonWords(reason)}`, reasonWords(reason));
}
