/** Reads the execution reports, all of which begin with the order's state. Called by `FrameDecoder.report`. */
import {
  CancelRejectedField,
  ChildReportField,
  EventIdAt,
  OrderAcceptedField,
  OrderCancelledField,
  OrderExecutedField,
  OrderExpiredField,
  OrderPendingField,
  OrderRejectedField,
  OrderReplacedField,
  OrderRestatedField,
  OrderStateAt,
  ReplaceRejectedField,
} from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import type { ReportFields } from './fields.js';
import { joinHalves, readTime } from './int64.js';
import type { TableReader } from './table-reader.js';

/** Vtable offset of `order`: the first field of every report. */
const ORDER = OrderAcceptedField.Order;
/** Vtable offsets by type, 0 = the type has no such field. */
export const MESSAGE_NUMBER_FIELD = new Uint8Array(256);
export const REASON_FIELD = new Uint8Array(256);

MESSAGE_NUMBER_FIELD[Body.OrderAccepted] = OrderAcceptedField.MessageNumber;
MESSAGE_NUMBER_FIELD[Body.OrderRejected] = OrderRejectedField.MessageNumber;
MESSAGE_NUMBER_FIELD[Body.OrderReplaced] = OrderReplacedField.MessageNumber;
MESSAGE_NUMBER_FIELD[Body.ReplaceRejected] = ReplaceRejectedField.MessageNumber;
MESSAGE_NUMBER_FIELD[Body.OrderCancelled] = OrderCancelledField.MessageNumber;
MESSAGE_NUMBER_FIELD[Body.CancelRejected] = CancelRejectedField.MessageNumber;
REASON_FIELD[Body.OrderRejected] = OrderRejectedField.Reason;
REASON_FIELD[Body.ReplaceRejected] = ReplaceRejectedField.Reason;
REASON_FIELD[Body.OrderCancelled] = OrderCancelledField.Reason;
REASON_FIELD[Body.CancelRejected] = CancelRejectedField.Reason;
REASON_FIELD[Body.OrderExpired] = OrderExpiredField.Reason;
MESSAGE_NUMBER_FIELD[Body.OrderPending] = OrderPendingField.MessageNumber;
REASON_FIELD[Body.OrderPending] = OrderPendingField.Reason;
REASON_FIELD[Body.ChildReport] = ChildReportField.Reason;
REASON_FIELD[Body.OrderRestated] = OrderRestatedField.Reason;

export function readReport(table: TableReader, type: Body, into: ReportFields): void {
  table.outOfRange = false;
  readState(table, table.position(ORDER), into);
  const messageNumber = MESSAGE_NUMBER_FIELD[type];
  const reason = REASON_FIELD[type];
  into.messageNumber = messageNumber === 0 ? 0 : table.u32(messageNumber);
  into.reason = reason === 0 ? 0 : table.u16(reason);
  if (type === Body.OrderExecuted) readExecution(table, into);
  else clearExecution(into);
  if (type === Body.ChildReport) readChild(table, into);
  else into.parentIdLow = into.parentIdHigh = into.route = into.status = 0;
  into.outOfRange = table.outOfRange;
}

function readState(table: TableReader, at: number, into: ReportFields): void {
  const { view } = table;
  into.sequence = unsigned(view, at + OrderStateAt.EventSequence);
  into.index = view.getUint32(at + OrderStateAt.EventIndex, true);
  readTime(view, at + OrderStateAt.Time, into);
  into.orderIdLow = view.getInt32(at + OrderStateAt.OrderId, true);
  into.orderIdHigh = view.getInt32(at + OrderStateAt.OrderId + 4, true);
  into.clientIdLow = view.getInt32(at + OrderStateAt.ClientOrderId, true);
  into.clientIdHigh = view.getInt32(at + OrderStateAt.ClientOrderId + 4, true);
  table.i64At(at + OrderStateAt.Price);
  into.price = table.value;
  table.i64At(at + OrderStateAt.Total);
  into.total = table.value;
  table.i64At(at + OrderStateAt.Executed);
  into.executed = table.value;
  table.i64At(at + OrderStateAt.Open);
  into.open = table.value;
  table.i64At(at + OrderStateAt.Last);
  into.last = table.value;
  into.instrument = view.getUint32(at + OrderStateAt.Instrument, true);
  into.account = view.getUint32(at + OrderStateAt.Account, true);
  into.side = view.getUint8(at + OrderStateAt.Side);
  into.ordType = view.getUint8(at + OrderStateAt.OrdType);
  into.timeInForce = view.getUint8(at + OrderStateAt.TimeInForce);
}

function readExecution(table: TableReader, into: ReportFields): void {
  const at = table.position(OrderExecutedField.ExecutionId);
  into.executionSequence = unsigned(table.view, at + EventIdAt.Sequence);
  into.executionIndex = table.view.getUint32(at + EventIdAt.Index, true);
  table.i64(OrderExecutedField.LastPrice);
  into.lastPrice = table.value;
  into.liquidity = table.u8(OrderExecutedField.Liquidity, 0);
}

function readChild(table: TableReader, into: ReportFields): void {
  into.parentIdLow = table.low(ChildReportField.ParentOrderId);
  into.parentIdHigh = table.high(ChildReportField.ParentOrderId);
  into.route = table.u8(ChildReportField.Route, 0);
  into.status = table.u8(ChildReportField.Status, 0);
}

function clearExecution(into: ReportFields): void {
  into.executionSequence = 0;
  into.executionIndex = 0;
  into.lastPrice = 0;
  into.liquidity = 0;
}

/** Sequences stay below 2^53. */
const unsigned = (view: DataView, at: number): number =>
  joinHalves(view.getUint32(at, true), view.getUint32(at + 4, true));
