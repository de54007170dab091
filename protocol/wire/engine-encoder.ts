/**
 * Writes what the engine sends. Reports, trades and book updates allocate nothing: the gateway writes one or two for
 * every event. Each method answers false when the frame has no room for the message; then nothing was written.
 */
import {
  BookIncrementField,
  BookSnapshotField,
  EventIdAt,
  HeartbeatField,
  LevelAt,
  MassCancelReportField,
  TradeField,
} from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import type { WireEventId } from './built.js';
import type { BookFields, LevelList, MassCancelReportFields, ReportFields, TradeFields } from './fields.js';
import { highHalf, lowHalf, put64, putTime } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { ReportWriter } from './report-writer.js';
import { putU16, Template } from './template.js';

/** Padding and length before the levels, so that they stand on multiples of 8. */
const LIST_HEAD_BYTES = 8;

export class EngineEncoder {
  private readonly reports = new ReportWriter();
  private readonly massCancelTemplate = new Template(Body.MassCancelReport);
  private readonly tradeTemplate = new Template(Body.Trade);
  private readonly snapshotTemplate = new Template(Body.BookSnapshot);
  private readonly incrementTemplate = new Template(Body.BookIncrement);
  private readonly heartbeatTemplate = new Template(Body.Heartbeat);

  /**
   * @param type an execution report, OrderAccepted to OrderTriggered. Fields that the type does not have are ignored;
   * the text of a rejection is the reason code's.
   */
  report(out: OutputBuffer, type: Body, report: ReportFields): boolean {
    return this.reports.write(out, type, report);
  }

  massCancelReport(out: OutputBuffer, report: MassCancelReportFields): boolean {
    const template = this.massCancelTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    putEvent(out.i32, at + template.at(MassCancelReportField.Event), report);
    putTime(out.i32, at + template.at(MassCancelReportField.Time), report);
    out.i32[(at + template.at(MassCancelReportField.MessageNumber)) >> 2] = report.messageNumber;
    out.i32[(at + template.at(MassCancelReportField.Cancelled)) >> 2] = report.cancelled;
    putU16(out.bytes, at + template.at(MassCancelReportField.Reason), report.reason);
    return true;
  }

  trade(out: OutputBuffer, trade: TradeFields): boolean {
    const template = this.tradeTemplate;
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    putEvent(out.i32, at + template.at(TradeField.Event), trade);
    putTime(out.i32, at + template.at(TradeField.Time), trade);
    out.i32[(at + template.at(TradeField.Instrument)) >> 2] = trade.instrument;
    out.i32[(at + template.at(TradeField.Number)) >> 2] = trade.number;
    put64(out.i32, at + template.at(TradeField.Price), lowHalf(trade.price), highHalf(trade.price));
    put64(out.i32, at + template.at(TradeField.Quantity), lowHalf(trade.quantity), highHalf(trade.quantity));
    out.bytes[at + template.at(TradeField.Aggressor)] = trade.aggressor;
    return true;
  }

  bookSnapshot(out: OutputBuffer, book: BookFields): boolean {
    const template = this.snapshotTemplate;
    const at = this.book(out, template, book);
    if (at === NO_ROOM) return false;
    out.bytes[at + template.at(BookSnapshotField.Gap)] = book.gap ? 1 : 0;
    return true;
  }

  bookIncrement(out: OutputBuffer, book: BookFields): boolean {
    return this.book(out, this.incrementTemplate, book) !== NO_ROOM;
  }

  heartbeat(out: OutputBuffer, seconds: number, nanos: number): boolean {
    const at = this.heartbeatTemplate.append(out);
    if (at === NO_ROOM) return false;
    putTime(out.i32, at + this.heartbeatTemplate.at(HeartbeatField.Time), { seconds, nanos });
    return true;
  }

  /** The lists follow the template, which itself has empty ones; their references and the size prefix are put right. */
  private book(out: OutputBuffer, template: Template, book: BookFields): number {
    const listBytes = 2 * LIST_HEAD_BYTES + (book.bids.count + book.asks.count) * LevelAt.Bytes;
    const at = template.append(out, listBytes);
    if (at === NO_ROOM) return NO_ROOM;
    const { i32 } = out;
    i32[at >> 2] += listBytes;
    putEvent(out.i32, at + template.at(BookIncrementField.Event), book);
    putTime(i32, at + template.at(BookIncrementField.Time), book);
    i32[(at + template.at(BookIncrementField.Instrument)) >> 2] = book.instrument;
    i32[(at + template.at(BookIncrementField.Number)) >> 2] = book.number;
    const bids = at + template.bytes;
    const asks = this.levels(i32, bids, at + template.at(BookIncrementField.Bids), book.bids);
    this.levels(i32, asks, at + template.at(BookIncrementField.Asks), book.asks);
    return at;
  }

  /** Writes a list at `at` and the reference to it; answers where the next one goes. */
  private levels(i32: Int32Array, at: number, reference: number, list: LevelList): number {
    i32[reference >> 2] = at + 4 - reference;
    i32[at >> 2] = 0;
    i32[(at >> 2) + 1] = list.count;
    let level = at + LIST_HEAD_BYTES;
    for (let i = 0; i < list.count; i++, level += LevelAt.Bytes) {
      put64(i32, level + LevelAt.Price, lowHalf(list.price[i]), highHalf(list.price[i]));
      put64(i32, level + LevelAt.Quantity, lowHalf(list.quantity[i]), highHalf(list.quantity[i]));
      i32[(level + LevelAt.Orders) >> 2] = list.orders[i];
      i32[((level + LevelAt.Orders) >> 2) + 1] = 0;
    }
    return level;
  }
}

function putEvent(i32: Int32Array, at: number, event: WireEventId): void {
  put64(i32, at + EventIdAt.Sequence, lowHalf(event.sequence), highHalf(event.sequence));
  i32[(at + EventIdAt.Index) >> 2] = event.index;
}
