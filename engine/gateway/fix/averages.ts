/**
 * AvgPx: what the executions of each order come to, by slot of the order table. Kept from the same records as the table, before
 * it, so that a slot begins anew with its order. What a child executes counts for the order that it is a part of.
 */
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../../protocol/records/command.js';
import {
  actionOf,
  EventKind,
  QuoteAction,
  QuoteWord,
  Trd,
  TrdDouble,
} from '../../../protocol/records/event.js';
import { kindOf } from '../../../protocol/records/layout.js';
import type { OrderTable } from '../../views/order-table.js';

export class Averages {
  /** Sum of price × quantity, tick-lots. */
  private readonly sums: Float64Array;

  constructor(private readonly orders: OrderTable) {
    this.sums = new Float64Array(orders.capacity);
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.sums[i32[at + Cmd.OrderSlot]] = 0;
        break;
      case EventKind.QuoteSide:
        if (actionOf(i32[at + QuoteWord.Outcome]) === QuoteAction.Entered)
          this.sums[i32[at + Cmd.OrderSlot]] = 0;
        break;
      case EventKind.Trade: {
        const sum = i32[at + Trd.PriceTicks] * f64[(at >> 1) + TrdDouble.QtyLots];
        this.add(i32[at + Trd.MakerSlot], sum);
        this.add(i32[at + Trd.TakerSlot], sum);
        break;
      }
      case CommandKind.ChildFill:
        if (reasonOf(i32[at + Cmd.Flags]) === 0)
          this.add(i32[at + Cmd.OrderSlot], i32[at + Cmd.PriceTicks] * f64[(at >> 1) + CmdDouble.QtyLots]);
        break;
    }
  }

  private add(slot: number, sum: number): void {
    this.sums[this.orders.parent(slot) || slot] += sum;
  }

  /** Ticks; 0 without an execution. */
  ticks(slot: number): number {
    const executed = this.orders.executedLots(slot);
    return executed === 0 ? 0 : this.sums[slot] / executed;
  }
}
