/**
 * Which routed orders have a part at a venue of which nobody knows what became of it. `OrderTable.apply` comes before. What has
 * begun or ended is answered; the order is the one that was sent, not its part.
 */
import { ChildStatus } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { End, EventKind } from '../../protocol/records/event.js';
import { byteB, kindOf } from '../../protocol/records/layout.js';
import { Child, statusOf } from '../../protocol/records/routing.js';
import { OrderLife, type OrderTable } from '../views/order-table.js';

export class UnknownOrders {
  /** Slot of the order that the record has changed; 0 = none. */
  changed = 0;
  /** Slots of parts, each with its order's. */
  private readonly parts = new Map<number, number>();
  private readonly counts = new Map<number, number>();

  constructor(private readonly orders: OrderTable) {}

  has(slot: number): boolean {
    return this.counts.has(slot);
  }

  apply(i32: Int32Array, at: number): void {
    this.changed = 0;
    switch (kindOf(i32[at])) {
      case EventKind.ChildState:
        return this.becomes(i32[at + End.OrderSlot], byteB(i32[at]));
      case EventKind.ImageChild:
        return this.becomes(i32[at + Cmd.OrderSlot], statusOf(i32[at + Child.Where]));
      case EventKind.OrderEnded:
        return this.ended(i32[at + End.OrderSlot]);
      case CommandKind.ChildFill:
        if (this.orders.life[i32[at + Cmd.OrderSlot]] === OrderLife.Ended)
          this.known(i32[at + Cmd.OrderSlot]);
    }
  }

  private becomes(part: number, status: ChildStatus): void {
    if (status !== ChildStatus.Unknown) return this.known(part);
    if (this.parts.has(part)) return;
    const order = this.orders.parent(part);
    const before = this.counts.get(order) ?? 0;
    this.parts.set(part, order);
    this.counts.set(order, before + 1);
    if (before === 0) this.changed = order;
  }

  private known(part: number): void {
    const order = this.parts.get(part);
    if (order === undefined) return;
    this.parts.delete(part);
    const left = (this.counts.get(order) ?? 1) - 1;
    if (left > 0) return void this.counts.set(order, left);
    this.counts.delete(order);
    this.changed = order;
  }

  private ended(slot: number): void {
    this.counts.delete(slot);
    this.known(slot);
  }
}
