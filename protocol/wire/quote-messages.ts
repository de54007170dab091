/**
 * Quotes and market-maker protection on the wire, both ways: an entry of a mass quote is a message of its own, so that each has
 * its number and its answer. Written by template and read by offset, because a market maker sends more of these than of
 * anything else. Allocates nothing.
 */

import { Reason } from '../codes/reasons.js';
import {
  EventIdAt,
  QuoteField,
  QuoteProtectionField,
  QuoteProtectionReportField,
  QuoteReportField,
} from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import type { ElsewhereInstrument } from '../instrument.js';
import { ElsewhereTemplates } from './elsewhere.js';
import { DOUBLE } from './fields.js';
import { highHalf, joinHalves, lowHalf, put64, putEvent, putTime, readTime } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import type { TableReader } from './table-reader.js';
import { putU16, Template } from './template.js';

export class QuoteFields {
  quoteIdLow = 0;
  quoteIdHigh = 0;
  account = 0;
  instrument = 0;
  bidPrice = DOUBLE;
  /** What is to be open, 0 = no such side; so for the offer. */
  bidQuantity = DOUBLE;
  offerPrice = DOUBLE;
  offerQuantity = DOUBLE;
  postOnly = false;
  selfTradePrevention = 0;
  preventWithinFirm = false;
  outOfRange = false;
}

/** 0 executions in 0 nanoseconds = no protection. */
export class QuoteProtectionFields {
  executions = 0;
  windowNs = DOUBLE;
  outOfRange = false;
}

/** QuoteReport and QuoteProtectionReport: the answers. What a type does not have is neither written nor read. */
export class QuoteReportFields {
  sequence = DOUBLE;
  index = 0;
  seconds = DOUBLE;
  nanos = 0;
  messageNumber = 0;
  reason = 0;
  /** QuoteReport. */
  quoteIdLow = 0;
  quoteIdHigh = 0;
  account = 0;
  instrument = 0;
  bidReason = 0;
  offerReason = 0;
  /** QuoteProtectionReport. */
  executions = 0;
  windowNs = DOUBLE;
}

export class QuoteWriter {
  private readonly quoteTemplate = new Template(Body.Quote);
  private readonly protectionTemplate = new Template(Body.QuoteProtection);

  /** False: the frame has no room, nothing was written. So for both. */
  quote(out: OutputBuffer, number: number, quote: QuoteFields): boolean {
    const template = this.quoteTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    const bidPrice = at + template.at(QuoteField.BidPrice);
    const bidQuantity = at + template.at(QuoteField.BidQuantity);
    const offerPrice = at + template.at(QuoteField.OfferPrice);
    const offerQuantity = at + template.at(QuoteField.OfferQuantity);
    i32[(at + template.number) >> 2] = number;
    put64(i32, at + template.at(QuoteField.QuoteId), quote.quoteIdLow, quote.quoteIdHigh);
    i32[(at + template.at(QuoteField.Account)) >> 2] = quote.account;
    i32[(at + template.at(QuoteField.Instrument)) >> 2] = quote.instrument;
    put64(i32, bidPrice, lowHalf(quote.bidPrice), highHalf(quote.bidPrice));
    put64(i32, bidQuantity, lowHalf(quote.bidQuantity), highHalf(quote.bidQuantity));
    put64(i32, offerPrice, lowHalf(quote.offerPrice), highHalf(quote.offerPrice));
    put64(i32, offerQuantity, lowHalf(quote.offerQuantity), highHalf(quote.offerQuantity));
    bytes[at + template.at(QuoteField.PostOnly)] = quote.postOnly ? 1 : 0;
    bytes[at + template.at(QuoteField.SelfTradePrevention)] = quote.selfTradePrevention;
    bytes[at + template.at(QuoteField.PreventWithinFirm)] = quote.preventWithinFirm ? 1 : 0;
    return true;
  }

  protection(out: OutputBuffer, number: number, { executions, windowNs }: QuoteProtectionFields): boolean {
    const template = this.protectionTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32 } = out;
    i32[(at + template.number) >> 2] = number;
    i32[(at + template.at(QuoteProtectionField.Executions)) >> 2] = executions;
    put64(i32, at + template.at(QuoteProtectionField.Window), lowHalf(windowNs), highHalf(windowNs));
    return true;
  }
}

export class QuoteReportWriter {
  private readonly quoteTemplate = new Template(Body.QuoteReport, [], QuoteReportField.OfferReason);
  private readonly protectionTemplate = new Template(Body.QuoteProtectionReport);
  private readonly elsewhere: ElsewhereTemplates<Template>;

  constructor(elsewhere: readonly ElsewhereInstrument[]) {
    this.elsewhere = new ElsewhereTemplates([Body.QuoteReport], elsewhere, (type, { engine, address }) => {
      return new Template(type, [engine, address]);
    });
  }

  /** @param type QuoteReport or QuoteProtectionReport. False: the frame has no room, nothing was written */
  write(out: OutputBuffer, type: Body, report: QuoteReportFields): boolean {
    return type === Body.QuoteReport ? this.quote(out, report) : this.protection(out, report);
  }

  private quote(out: OutputBuffer, report: QuoteReportFields): boolean {
    const isElsewhere = report.reason === Reason.InstrumentElsewhere;
    const place = isElsewhere ? this.elsewhere.find(Body.QuoteReport, report.instrument) : undefined;
    const template = place ?? this.quoteTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32, bytes } = out;
    putEvent(i32, at + template.at(QuoteReportField.Event), report);
    putTime(i32, at + template.at(QuoteReportField.Time), report);
    i32[(at + template.at(QuoteReportField.MessageNumber)) >> 2] = report.messageNumber;
    put64(i32, at + template.at(QuoteReportField.QuoteId), report.quoteIdLow, report.quoteIdHigh);
    i32[(at + template.at(QuoteReportField.Account)) >> 2] = report.account;
    i32[(at + template.at(QuoteReportField.Instrument)) >> 2] = report.instrument;
    putU16(bytes, at + template.at(QuoteReportField.Reason), report.reason);
    putU16(bytes, at + template.at(QuoteReportField.BidReason), report.bidReason);
    putU16(bytes, at + template.at(QuoteReportField.OfferReason), report.offerReason);
    return true;
  }

  private protection(out: OutputBuffer, report: QuoteReportFields): boolean {
    const template = this.protectionTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    const { i32 } = out;
    const window = at + template.at(QuoteProtectionReportField.Window);
    putEvent(i32, at + template.at(QuoteProtectionReportField.Event), report);
    putTime(i32, at + template.at(QuoteProtectionReportField.Time), report);
    i32[(at + template.at(QuoteProtectionReportField.MessageNumber)) >> 2] = report.messageNumber;
    i32[(at + template.at(QuoteProtectionReportField.Executions)) >> 2] = report.executions;
    put64(i32, window, lowHalf(report.windowNs), highHalf(report.windowNs));
    putU16(out.bytes, at + template.at(QuoteProtectionReportField.Reason), report.reason);
    return true;
  }
}

export function readQuote(table: TableReader, into: QuoteFields): void {
  table.outOfRange = false;
  into.quoteIdLow = table.low(QuoteField.QuoteId);
  into.quoteIdHigh = table.high(QuoteField.QuoteId);
  into.account = table.u32(QuoteField.Account);
  into.instrument = table.u32(QuoteField.Instrument);
  table.i64(QuoteField.BidPrice);
  into.bidPrice = table.value;
  table.i64(QuoteField.BidQuantity);
  into.bidQuantity = table.value;
  table.i64(QuoteField.OfferPrice);
  into.offerPrice = table.value;
  table.i64(QuoteField.OfferQuantity);
  into.offerQuantity = table.value;
  into.postOnly = table.u8(QuoteField.PostOnly, 0) !== 0;
  into.selfTradePrevention = table.u8(QuoteField.SelfTradePrevention, 0);
  into.preventWithinFirm = table.u8(QuoteField.PreventWithinFirm, 0) !== 0;
  into.outOfRange = table.outOfRange;
}

export function readProtection(table: TableReader, into: QuoteProtectionFields): void {
  table.outOfRange = false;
  into.executions = table.u32(QuoteProtectionField.Executions);
  table.i64(QuoteProtectionField.Window);
  into.windowNs = table.value;
  into.outOfRange = table.outOfRange;
}

export function readQuoteReport(table: TableReader, into: QuoteReportFields): void {
  readHead(table, QuoteReportField.Event, QuoteReportField.Time, into);
  into.messageNumber = table.u32(QuoteReportField.MessageNumber);
  into.reason = table.u16(QuoteReportField.Reason);
  into.quoteIdLow = table.low(QuoteReportField.QuoteId);
  into.quoteIdHigh = table.high(QuoteReportField.QuoteId);
  into.account = table.u32(QuoteReportField.Account);
  into.instrument = table.u32(QuoteReportField.Instrument);
  into.bidReason = table.u16(QuoteReportField.BidReason);
  into.offerReason = table.u16(QuoteReportField.OfferReason);
}

export function readProtectionReport(table: TableReader, into: QuoteReportFields): void {
  readHead(table, QuoteProtectionReportField.Event, QuoteProtectionReportField.Time, into);
  into.messageNumber = table.u32(QuoteProtectionReportField.MessageNumber);
  into.reason = table.u16(QuoteProtectionReportField.Reason);
  into.executions = table.u32(QuoteProtectionReportField.Executions);
  table.i64(QuoteProtectionReportField.Window);
  into.windowNs = table.value;
}

/** Sequences stay below 2^53. */
function readHead(table: TableReader, event: number, time: number, into: QuoteReportFields): void {
  const { view } = table;
  const at = table.position(event);
  const low = view.getUint32(at + EventIdAt.Sequence, true);
  into.sequence = joinHalves(low, view.getUint32(at + EventIdAt.Sequence + 4, true));
  into.index = view.getUint32(at + EventIdAt.Index, true);
  const timeAt = table.position(time);
  if (timeAt === 0) into.seconds = into.nanos = 0;
  else readTime(view, timeAt, into);
}
