/**
 * What the door says by itself, because no event will: an order or request under a name that has been used, a question about an order
 * that is not there. ExecIDs of such reports begin with `door`.
 */
import { REASON_TEXT, Reason } from '../../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { Tag } from '../../../protocol/fix/codec/tags.js';
import type { Dialect } from './dialect.js';
import { Field, Type } from './fields.js';
import { cxlRejReason, OrdRej } from './reject-codes.js';
import { ExecType, OrdStatus } from './statuses.js';
import type { Teller } from './teller.js';

const NEW = '0';
const STATUS = '3';

export class Refusals {
  private count = 0;

  constructor(
    private readonly teller: Teller,
    private readonly dialect: Dialect,
  ) {}

  /** A NewOrderSingle whose ClOrdID has been used. */
  duplicateOrder(message: FixMessage, nowMs: number): void {
    const { DuplicateClientOrderId } = Reason;
    this.report(
      message,
      nowMs,
      NEW,
      ExecType.Rejected,
      OrdRej.DuplicateOrder,
      REASON_TEXT[DuplicateClientOrderId],
    );
  }

  /** An OrderStatusRequest about an order that this session cannot see. */
  unknownOrder(message: FixMessage, nowMs: number): void {
    const execType = this.dialect.is42 ? OrdStatus.Rejected : ExecType.OrderStatus;
    this.report(message, nowMs, STATUS, execType, OrdRej.UnknownOrder, REASON_TEXT[Reason.UnknownOrder]);
  }

  /** A cancel or replace whose ClOrdID has been used. */
  duplicateRequest(message: FixMessage, nowMs: number): void {
    const b = this.teller.begin(Type.OrderCancelReject);
    copy(b, message, Field.ClOrdID);
    b.text(Field.OrderID, 'NONE').text(Field.OrdStatus, OrdStatus.Rejected);
    copy(b, message, Field.OrigClOrdID);
    b.text(Tag.Text, REASON_TEXT[Reason.DuplicateClientOrderId]).utcMs(Field.TransactTime, nowMs);
    b.int(Field.CxlRejReason, cxlRejReason(Reason.DuplicateClientOrderId, this.dialect));
    b.int(Field.CxlRejResponseTo, message.type === Type.OrderCancelRequest ? 1 : 2);
    this.teller.send();
  }

  private report(
    message: FixMessage,
    nowMs: number,
    transType: string,
    execType: string,
    reason: OrdRej,
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
