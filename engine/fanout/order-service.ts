/**
 * The channels and streams of the Python services, for those who read them already: `order-ID` has an order as it stands after each event
 * of its own, `Flowa-trade-ID` its executions. Only as it happens: what of it is missed stands in the stream of orders.
 */

import { OrdType } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { byteB, kindOf } from '../../protocol/records/layout.js';
import { uint64Text } from '../../protocol/uint64.js';
import type { Names } from '../views/names.js';
import type { OrderTable } from '../views/order-table.js';
import { type OrderWriting, orderJson, viewOf } from '../views/order-view.js';
import { sideWord } from '../views/order-words.js';
import type { MessageQueue } from './message-queue.js';

const OURS: OrderWriting = { answers: 'flowa', symbols: new Map() };

export class OrderService {
  constructor(
    private readonly orders: OrderTable,
    private readonly names: Names,
    private readonly messages: MessageQueue,
  ) {}

  /** An event that the order table has. Returns how many messages it made. @param id the event's, as streams have it */
  take(i32: Int32Array, f64: Float64Array, at: number, id: string, time: string): number {
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
      case CommandKind.ReplaceOrder:
        return reasonOf(i32[at + Cmd.Flags]) === 0 ? this.stands(i32[at + Cmd.OrderSlot]) : 0;
      case EventKind.OrderEnded:
        return this.stands(i32[at + End.OrderSlot], byteB(i32[at]));
      case EventKind.OrderTriggered:
      case EventKind.OrderRestated:
        return this.stands(i32[at + End.OrderSlot]);
      case EventKind.Trade:
        return (
          this.executed(
            i32[at + Trd.MakerSlot],
            i32[at + Trd.PriceTicks],
            f64[(at >> 1) + TrdDouble.QtyLots],
            id,
            time,
          ) +
          this.executed(
            i32[at + Trd.TakerSlot],
            i32[at + Trd.PriceTicks],
            f64[(at >> 1) + TrdDouble.QtyLots],
            id,
            time,
          )
        );
      case CommandKind.ChildFill:
        if (reasonOf(i32[at + Cmd.Flags]) !== 0) return 0;
        return this.executed(
          i32[at + Cmd.OrderSlot],
          i32[at + Cmd.PriceTicks],
          f64[(at >> 1) + CmdDouble.QtyLots],
          id,
          time,
        );
      default:
        return 0;
    }
  }

  /** Parts of routed orders and sides of quotes are nobody's order here. */
  private stands(slot: number, endKind?: number): number {
    const { orders, names, messages } = this;
    if (orders.parent(slot) !== 0 || byteB(orders.head(slot)) === OrdType.Quoted) return 0;
    const channel = `order-${uint64Text(slot, orders.generation(slot))}`;
    messages.publish(channel, orderJson(viewOf(orders, slot, endKind), OURS, names));
    return 1;
  }

  private executed(child: number, priceTicks: number, lots: number, id: string, time: string): number {
    const { orders, names, messages } = this;
    const slot = orders.parent(child) || child;
    if (this.stands(slot) === 0) return 0;
    const instrument = orders.instrument(slot);
    const order = uint64Text(slot, orders.generation(slot));
    messages.append(`Flowa-trade-${order}`, id, [
      ...['order_id', order, 'symbol', names.symbol(instrument), 'side', sideWord(orders.side(slot))],
      ...['quantity', names.quantity(instrument, lots), 'price', names.price(instrument, priceTicks)],
      ...['exec_qty', names.quantity(instrument, orders.executedLots(slot)), 'time', time],
    ]);
    return 2;
  }
}
