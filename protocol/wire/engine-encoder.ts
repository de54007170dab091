/**
 * Writes what the engine sends of orders and sessions; market data has an encoder of its own. Reports allocate nothing:
 * the gateway writes one or two for every event. Each method answers false when the frame has no room for the message;
 * then nothing was written.
 */
import { HeartbeatField, MassCancelReportField } from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import type { ElsewhereInstrument } from '../instrument.js';
import type { MassCancelReportFields, ReportFields } from './fields.js';
import { putEvent, putTime } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { type QuoteReportFields, QuoteReportWriter } from './quote-messages.js';
import { ReportWriter } from './report-writer.js';
import { putU16, Template } from './template.js';
import { type TradeChangeFields, TradeChangeWriter } from './trade-change.js';

export class EngineEncoder {
  private readonly reports: ReportWriter;
  private readonly quoteReports: QuoteReportWriter;
  private readonly tradeChanges = new TradeChangeWriter();
  private readonly massCancelTemplate = new Template(Body.MassCancelReport);
  private readonly heartbeatTemplate = new Template(Body.Heartbeat);

  /** @param elsewhere whose refusals say where they live */
  constructor(elsewhere: readonly ElsewhereInstrument[] = []) {
    this.reports = new ReportWriter(elsewhere);
    this.quoteReports = new QuoteReportWriter(elsewhere);
  }

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

  /** @param type QuoteReport or QuoteProtectionReport */
  quoteReport(out: OutputBuffer, type: Body, report: QuoteReportFields): boolean {
    return this.quoteReports.write(out, type, report);
  }

  /** @param type TradeBusted or TradeCorrected */
  tradeChange(out: OutputBuffer, type: Body, change: TradeChangeFields): boolean {
    return this.tradeChanges.write(out, type, change);
  }

  heartbeat(out: OutputBuffer, seconds: number, nanos: number): boolean {
    const at = this.heartbeatTemplate.append(out);
    if (at === NO_ROOM) return false;
    putTime(out.i32, at + this.heartbeatTemplate.at(HeartbeatField.Time), { seconds, nanos });
    return true;
  }
}
