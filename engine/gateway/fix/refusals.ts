/**
 * What the door says by itself, because no event will: an order or request under a name that has been used, or that asks for what
 * the door cannot carry; a question about an order that is not there. ExecIDs of such reports begin with `door`.
 */
import { REASON_TEXT, Reason } from '../../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Tag } from '../../../protocol/fix/codec/tags.js';
import { uint64Text } from '../../../protocol/uint64.js';
import type { Dialect } from './dialect.js';
import { Field, Type } from './fields.js';
import { cxlRejReason, OrdRej, ordRejReason } from './reject-codes.js';
import type { RequestBook } from './request-book.js';
import { ExecType, OrdStatus } from './statuses.js';
import type { Teller } from './teller.js';

const NEW = '0';
const STATUS = '3';

export class Refusals {
  private count = 0;

  constructor(
    private readonly teller: Teller,
    private readonly dialect: Dialect,
    private readonly book: RequestBook,
  ) {}

  /** A NewOrderSingle, cancel or replace: as its rejection by an event would be. @param text the reason's own, unless more can be said */
  refuse(message: FixMessage, reason: Reason, nowMs: number, text = REASON_TEXT[reason]): void {
    if (message.type === Type.NewOrderSingle)
      this.report(message, nowMs, NEW, ExecType.Rejected, ordRejReason(reason, this.dialect), text);
    else this.request(message, reason, nowMs, text);
  }

  /** An OrderStatusRequest about an order that this session cannot see. */
  unknownOrder(message: FixMessage, nowMs: number): void {
    const execType = this.dialect.is42 ? OrdStatus.Rejected : ExecType.OrderStatus;
    this.report(message, nowMs, STATUS, execType, OrdRej.UnknownOrder, REASON_TEXT[Reason.UnknownOrder]);
  }

  /** The order that it was about is what it was before. */
  private request(message: FixMessage, reason: Reason, nowMs: number, text: string): void {
    const order = this.book.order(message.text(message.find(Field.OrigClOrdID)));
    const b = this.teller.begin(Type.OrderCancelReject);
    copy(b, message, Field.ClOrdID);
    b.text(Field.OrderID, order?.slot ? uint64Text(order.slot, order.generation) : 'NONE');
    b.text(Field.OrdStatus, order?.status ?? OrdStatus.Rejected);
    copy(b, message, Field.OrigClOrdID);
    b.text(Tag.Text, text).utcMs(Field.TransactTime, nowMs);
    b.int(Field.CxlRejReason, cxlRejReason(reason, this.dialect));
    b.int(Field.CxlRejResponseTo, message.type === Type.OrderCancelRequest ? 1 : 2);
    this.teller.send();
  }

  private report(
    message: FixMessage,
    nowMs: number,
    transType: string,
    execType: string,
    reason: number,
    text: string,
  ): void {
    const b = this.teller.begin(Type.ExecutionReport);
    b.int(Field.AvgPx, 0);
    copy(b, message, Field.ClOrdID);
    b.int(Field.CumQty, 0).text(Field.ExecID, `door-${nowMs}-${++this.count}`);
    if (this.dialect.is42) b.text(Field.ExecTransType, transType);
    b.text(Field.OrderID, 'NONE').text(Field.OrdStatus, OrdStatus.Rejected);
    copy(b, message, Field.Side);
    copy(b, message, Field.Symbol);
    b.text(Tag.Text, text).utcMs(Field.TransactTime, nowMs).int(Field.OrdRejReason, reason);
    b.text(Field.ExecType, execType).int(Field.LeavesQty, 0);
    this.teller.send();
  }
}

function copy(b: FixBuilder, message: FixMessage, tag: number): void {
  const at = message.find(tag);
  if (at >= 0) b.bytes(tag, message.buffer, message.offsets[at], message.lengths[at]);
}
