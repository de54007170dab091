/** Whose execution an event is: one order a fill of a venue's, two a trade; of a child the order that it is a part of. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import { EventKind, Trd } from '../../../protocol/records/event.js';
import type { OrderTable } from '../../views/order-table.js';

/** @param of called with the slot of each; not at all by an event that is no execution */
export function eachExecution(
  orders: OrderTable,
  kind: number,
  i32: Int32Array,
  at: number,
  of: (slot: number) => void,
): void {
  if (kind === EventKind.Trade) {
    of(whole(orders, i32[at + Trd.MakerSlot]));
    of(whole(orders, i32[at + Trd.TakerSlot]));
  } else if (kind === CommandKind.ChildFill && reasonOf(i32[at + Cmd.Flags]) === Reason.None)
    of(whole(orders, i32[at + Cmd.OrderSlot]));
}

const whole = (orders: OrderTable, slot: number): number => orders.parent(slot) || slot;
