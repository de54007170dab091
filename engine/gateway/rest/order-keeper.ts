/** Keeps the archive: which events say that an order of this door was accepted, or is over. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import { End, EventKind } from '../../../protocol/records/event.js';
import { byteB, sessionOf } from '../../../protocol/records/layout.js';
import { OrderLife, type OrderTable } from '../../views/order-table.js';
import { viewOf } from '../../views/order-view.js';
import type { OrderArchive } from './archive.js';
import { eachExecution } from './executions.js';

export class OrderKeeper {
  /** @param isMine the session is one of this door's */
  constructor(
    private readonly orders: OrderTable,
    private readonly archive: OrderArchive,
    private readonly isMine: (session: number) => boolean,
  ) {}

  /** An event, after the order table has it. */
  apply(kind: number, i32: Int32Array, at: number): void {
    switch (kind) {
      case CommandKind.NewOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === Reason.None) this.accepted(i32, at);
        break;
      case EventKind.OrderEnded:
        this.ended(i32[at + End.OrderSlot], byteB(i32[at]));
        break;
      default:
        eachExecution(this.orders, kind, i32, at, this.executed);
    }
  }

  /** A NewOrder, or an order of the image: one that was open when the engine started. */
  accepted(i32: Int32Array, at: number): void {
    const high = i32[at + Cmd.ClientIdHigh];
    if (high < 0 || !this.isMine(sessionOf(i32[at + Cmd.Owner]))) return;
    const [low, slot] = [i32[at + Cmd.ClientIdLow], i32[at + Cmd.OrderSlot]];
    this.archive.accepted(low, high, slot, i32[at + Cmd.OrderGeneration]);
  }

  private readonly executed = (order: number): void => {
    if (this.orders.life[order] === OrderLife.Ended) this.ended(order, 0);
  };

  private ended(slot: number, endKind: number): void {
    const { orders } = this;
    if (!this.isMine(sessionOf(orders.owner(slot))) || orders.parent(slot) !== 0) return;
    this.archive.ended(viewOf(orders, slot, endKind));
  }
}
