/**
 * Reads frames: gateway and client, for every frame that comes in. `open` verifies the whole frame before the first
 * message is delivered, so a faulty one is refused whole. Then `next` steps through the messages; the hot types are
 * read by offset into reused objects, the others through the generated classes (`body`).
 *
 * ```
 *  frame = message…      message = u32 bytes that follow | u32 root | "PRG1" | FlatBuffer
 * ```
 *
 * The frame's bytes must stay as they are until the last message has been read. Besides one view a frame nothing is
 * allocated.
 */
import { ByteBuffer } from 'flatbuffers';
import { Reason } from '../codes/reasons.js';
import {
  CancelOrderField,
  EventIdAt,
  MassCancelField,
  MassCancelReportField,
  MessageField,
  NewOrderField,
  ReplaceOrderField,
} from '../generated/layout.js';
import { Body, OrdType } from '../generated/pregao/wire.js';
import type {
  BookFields,
  MassCancelFields,
  MassCancelReportFields,
  NewOrderFields,
  OrderRequestFields,
  ReportFields,
  TradeFields,
} from './fields.js';
import { readTime, sequenceAt } from './int64.js';
import type {
  BookTopFields,
  OrderBookFields,
  OrderChangesFields,
  TradeChangedFields,
  TradeSnapshotFields,
} from './market-data-fields.js';
import * as read from './market-data-reader.js';
import {
  type QuoteFields,
  type QuoteProtectionFields,
  type QuoteReportFields,
  readProtection,
  readProtectionReport,
  readQuote,
  readQuoteReport,
} from './quote-messages.js';
import { readReport } from './report-reader.js';
import { TableReader } from './table-reader.js';
import { readTerms } from './terms.js';
import { readTradeChange, type TradeChangeFields } from './trade-change.js';
import { Verifier } from './verifier.js';

const PREFIX_BYTES = 4;
/** A root offset, an identifier, a table and a vtable: less is no message. */
const MIN_MESSAGE_BYTES = 16;

export class FrameDecoder {
  /** The current message: its type and number. */
  type: Body = Body.NONE;
  number = 0;
  private readonly verifier: Verifier;
  private readonly table = new TableReader();
  private bytes: Uint8Array = new Uint8Array(0);
  private buffer: ByteBuffer | undefined;
  private at = 0;
  private end = 0;

  /**
   * @param accepts what this end may receive (CLIENT_MESSAGES or ENGINE_MESSAGES)
   * @param maxBytes larger frames are FrameTooLarge
   */
  constructor(
    accepts: readonly Body[],
    readonly maxBytes: number,
  ) {
    this.verifier = new Verifier(accepts);
  }

  /** None, or why the frame is refused: MalformedFrame, FrameTooLarge, UnknownMessage. Then `next` delivers nothing. */
  open(frame: ArrayBuffer | Uint8Array): Reason {
    this.at = this.end = 0;
    this.buffer = undefined;
    if (frame.byteLength > this.maxBytes) return Reason.FrameTooLarge;
    this.bytes = frame instanceof Uint8Array ? frame : new Uint8Array(frame);
    this.table.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    const reason = this.verify();
    if (reason === Reason.None) this.end = frame.byteLength;
    return reason;
  }

  /** Steps to the next message of the frame; false after the last one. */
  next(): boolean {
    if (this.at >= this.end) return false;
    const table = this.table;
    const start = this.at + PREFIX_BYTES;
    this.at = start + table.view.getUint32(this.at, true);
    table.enter(start + table.view.getUint32(start, true));
    this.number = table.u32(MessageField.Number);
    this.type = table.u8(MessageField.BodyType, 0);
    table.enter(table.reference(MessageField.Body));
    return true;
  }

  /** The current message's body through its generated class, for the types that are not hot. Valid until the next frame. */
  body<T extends { __init(at: number, buffer: ByteBuffer): T }>(into: T): T {
    this.buffer ??= new ByteBuffer(this.bytes);
    return into.__init(this.table.at, this.buffer);
  }

  newOrder(into: NewOrderFields): void {
    const table = this.table;
    table.outOfRange = false;
    into.clientIdLow = table.low(NewOrderField.ClientOrderId);
    into.clientIdHigh = table.high(NewOrderField.ClientOrderId);
    into.account = table.u32(NewOrderField.Account);
    into.instrument = table.u32(NewOrderField.Instrument);
    into.side = table.u8(NewOrderField.Side, 0);
    into.ordType = table.u8(NewOrderField.OrdType, OrdType.Limit);
    into.timeInForce = table.u8(NewOrderField.TimeInForce, 0);
    into.postOnly = table.u8(NewOrderField.PostOnly, 0) !== 0;
    table.i64(NewOrderField.Price);
    into.price = table.value;
    table.i64(NewOrderField.Quantity);
    into.quantity = table.value;
    into.extended = table.reaches(NewOrderField.TriggerPrice);
    if (into.extended) readTerms(table, into.terms);
    into.outOfRange = table.outOfRange;
  }

  replaceOrder(into: OrderRequestFields): void {
    this.cancelOrder(into);
    this.table.i64(ReplaceOrderField.Price);
    into.price = this.table.value;
    this.table.i64(ReplaceOrderField.Quantity);
    into.quantity = this.table.value;
    into.outOfRange = this.table.outOfRange;
  }

  /** The first four fields are those of ReplaceOrder, too. */
  cancelOrder(into: OrderRequestFields): void {
    const table = this.table;
    table.outOfRange = false;
    into.orderIdLow = table.low(CancelOrderField.OrderId);
    into.orderIdHigh = table.high(CancelOrderField.OrderId);
    into.clientIdLow = table.low(CancelOrderField.ClientOrderId);
    into.clientIdHigh = table.high(CancelOrderField.ClientOrderId);
    into.account = table.u32(CancelOrderField.Account);
    into.instrument = table.u32(CancelOrderField.Instrument);
    into.price = 0;
    into.quantity = 0;
    into.outOfRange = false;
  }

  massCancel(into: MassCancelFields): void {
    const table = this.table;
    into.account = table.u32(MassCancelField.Account);
    into.instrument = table.u32(MassCancelField.Instrument);
    into.side = table.u8(MassCancelField.Side, 0);
    into.ownSession = table.u8(MassCancelField.OwnSession, 1) !== 0;
  }

  /** Any of the execution reports (OrderAccepted to OrderTriggered). */
  report(into: ReportFields): void {
    readReport(this.table, this.type, into);
  }

  massCancelReport(into: MassCancelReportFields): void {
    const table = this.table;
    this.event(into, MassCancelReportField.Event, MassCancelReportField.Time);
    into.messageNumber = table.u32(MassCancelReportField.MessageNumber);
    into.cancelled = table.u32(MassCancelReportField.Cancelled);
    into.reason = table.u16(MassCancelReportField.Reason);
  }

  quote(into: QuoteFields): void {
    readQuote(this.table, into);
  }

  quoteProtection(into: QuoteProtectionFields): void {
    readProtection(this.table, into);
  }

  /** QuoteReport or QuoteProtectionReport. */
  quoteReport(into: QuoteReportFields): void {
    if (this.type === Body.QuoteReport) readQuoteReport(this.table, into);
    else readProtectionReport(this.table, into);
  }

  /** TradeBusted or TradeCorrected. */
  tradeChange(into: TradeChangeFields): void {
    readTradeChange(this.table, this.type, into);
  }

  trade(into: TradeFields): void {
    read.readTrade(this.table, into);
  }

  tradeChanged(into: TradeChangedFields): void {
    read.readTradeChanged(this.table, into);
  }

  tradeSnapshot(into: TradeSnapshotFields): void {
    read.readTradeSnapshot(this.table, into);
  }

  bookTop(into: BookTopFields): void {
    read.readTop(this.table, into);
  }

  /** BookSnapshot or BookIncrement. */
  book(into: BookFields): void {
    read.readBook(this.table, this.type, into);
  }

  orderBookSnapshot(into: OrderBookFields): void {
    read.readOrderBook(this.table, into);
  }

  orderBookIncrement(into: OrderChangesFields): void {
    read.readOrderChanges(this.table, into);
  }

  private verify(): Reason {
    const view = this.table.view;
    const end = view.byteLength;
    let at = 0;
    do {
      if (end - at < PREFIX_BYTES + MIN_MESSAGE_BYTES) return Reason.MalformedFrame;
      const bytes = view.getUint32(at, true);
      if (bytes < MIN_MESSAGE_BYTES || bytes > end - at - PREFIX_BYTES) return Reason.MalformedFrame;
      const start = at + PREFIX_BYTES;
      at = start + bytes;
      const reason = this.verifier.verify(view, start, at);
      if (reason !== Reason.None) return reason;
    } while (at < end);
    return Reason.None;
  }

  private event(
    into: { sequence: number; index: number; seconds: number; nanos: number },
    eventField: number,
    timeField: number,
  ): void {
    const { view } = this.table;
    const at = this.table.position(eventField);
    into.sequence = sequenceAt(view, at);
    into.index = view.getUint32(at + EventIdAt.Index, true);
    const time = this.table.position(timeField);
    if (time !== 0) readTime(view, time, into);
    else into.seconds = into.nanos = 0;
  }
}
