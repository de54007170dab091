/** OrderStatusRequest: what an order of the session's accounts is now, by ClOrdID or by the engine's OrderID. */
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Body } from '../../../protocol/generated/pregao/wire.js';
import { accountOf } from '../../../protocol/records/layout.js';
import { ReportFields } from '../../../protocol/wire/fields.js';
import { OrderLife } from '../../views/order-table.js';
import type { DoorSession } from '../door-session.js';
import { putOrderState } from '../order-state.js';
import type { DoorRoom } from './door-room.js';
import { Names } from './names.js';
import { clientIdText, type OrderNames } from './order-names.js';
import { takeOrderId } from './order-reader.js';
import type { FixOrder } from './request-book.js';
import { OrdStatus, ordStatus } from './statuses.js';
import type { Teller } from './teller.js';

export class OrderStatus {
  private readonly report = new ReportFields();
  private readonly id = { orderIdLow: 0, orderIdHigh: 0 };
  private readonly answer = new Names();

  constructor(
    private readonly room: DoorRoom,
    private readonly door: DoorSession,
    private readonly teller: Teller,
    private readonly names: OrderNames,
  ) {}

  /** @returns false when there is no such order for this session */
  tell(message: FixMessage, named: FixOrder | undefined): boolean {
    const { report, id, answer } = this;
    if (named === undefined ? !this.find(message) : !this.has(named.slot, named.generation)) return false;
    const { orders, units } = this.room;
    putOrderState(report, orders, units, named?.slot ?? id.orderIdLow);
    const order = named ?? this.names.order(report);
    const status = order === undefined ? this.statusOf() : statusOf(order);
    this.teller.status(report, answer.set(order?.name ?? clientIdText(report)), status);
    return true;
  }

  /** This session's order with the message's OrderID. */
  orderById(message: FixMessage): FixOrder | undefined {
    if (!this.find(message)) return undefined;
    const { orders, units } = this.room;
    putOrderState(this.report, orders, units, this.id.orderIdLow);
    return this.names.order(this.report);
  }

  private find(message: FixMessage): boolean {
    const { id } = this;
    return takeOrderId(message, id) && this.has(id.orderIdLow, id.orderIdHigh);
  }

  private has(slot: number, generation: number): boolean {
    const { orders } = this.room;
    if (slot <= 0 || slot >= orders.capacity || orders.life[slot] === OrderLife.None) return false;
    return orders.generation(slot) === generation && this.door.mayActFor(accountOf(orders.owner(slot)));
  }

  /** Of an order that came through another door; one that has ended may have expired as well. */
  private statusOf(): string {
    const { report } = this;
    const isOver = report.open === 0 && report.executed < report.total;
    return ordStatus(isOver ? Body.OrderCancelled : Body.OrderAccepted, report);
  }
}

function statusOf({ open, pendingCancel, pendingReplace, status }: FixOrder): string {
  if (!open) return status;
  if (pendingCancel > 0) return OrdStatus.PendingCancel;
  return pendingReplace > 0 ? OrdStatus.PendingReplace : status;
}
