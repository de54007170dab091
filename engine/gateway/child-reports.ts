/** Reports of children: the parts of a routed order, at our own book and at venues. */
import { Reason } from '../../protocol/codes/reasons.js';
import { Body, ChildStatus } from '../../protocol/generated/pregao/wire.js';
import { End, EndDouble, EventKind } from '../../protocol/records/event.js';
import { byteB, kindOf, sessionOf } from '../../protocol/records/layout.js';
import { Child, statusOf } from '../../protocol/records/routing.js';
import type { OrderTable } from '../views/order-table.js';
import type { ReportWriter } from './report-writer.js';
import type { Units } from './units.js';

export class ChildReports {
  constructor(
    private readonly writer: ReportWriter,
    private readonly orders: OrderTable,
    private readonly units: Units,
  ) {}

  /** A child has gone out, or stands otherwise at its venue. */
  apply(i32: Int32Array, at: number): void {
    const session = sessionOf(i32[at + End.Owner]);
    if (!this.writer.concerns(session)) return;
    const isNew = kindOf(i32[at]) === EventKind.ChildOrder;
    const status = isNew ? statusOf(i32[at + Child.Where]) : byteB(i32[at]);
    this.report(session, i32[at + End.OrderSlot], status, isNew ? Reason.None : i32[at + End.Reason], 0);
  }

  ended(session: number, i32: Int32Array, f64: Float64Array, at: number): void {
    if (!this.writer.concerns(session)) return;
    const last = this.units.quantity(i32[at + End.Instrument], f64[(at >> 1) + EndDouble.OpenLots]);
    this.report(session, i32[at + End.OrderSlot], byteB(i32[at]), i32[at + End.Reason], last);
  }

  /** It has executed `last`. */
  executed(session: number, slot: number, last: number): void {
    const isFilled = this.orders.openLots(slot) === 0;
    const status = isFilled ? ChildStatus.Filled : ChildStatus.PartiallyFilled;
    this.report(session, slot, status, Reason.None, last);
  }

  private report(session: number, slot: number, status: number, reason: Reason, last: number): void {
    const { writer, orders } = this;
    const { fields } = writer;
    const parent = orders.parent(slot);
    writer.fromTable(slot);
    fields.last = last;
    fields.parentIdLow = parent;
    fields.parentIdHigh = orders.generation(parent);
    fields.route = orders.route(slot);
    fields.status = status;
    fields.reason = reason;
    writer.send(session, Body.ChildReport);
  }
}
