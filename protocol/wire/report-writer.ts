/** Writes the execution reports: copies the type's template and patches it. Called by `EngineEncoder.report`. */
import { REASON_TEXT, Reason } from '../codes/reasons.js';
import {
  ChildReportField,
  EventIdAt,
  OrderAcceptedField,
  OrderExecutedField,
  OrderRejectedField,
  OrderStateAt,
} from '../generated/layout.js';
import { Body } from '../generated/pregao/wire.js';
import type { ElsewhereInstrument } from '../instrument.js';
import { ElsewhereTemplates, elsewhereText } from './elsewhere.js';
import type { ReportFields } from './fields.js';
import { highHalf, lowHalf, put64, putTime } from './int64.js';
import { NO_ROOM, type OutputBuffer } from './output-buffer.js';
import { MESSAGE_NUMBER_FIELD, REASON_FIELD } from './report-reader.js';
import { putU16, Template } from './template.js';

/** Carry their reason's text. */
const REJECTIONS: readonly Body[] = [Body.OrderRejected, Body.ReplaceRejected, Body.CancelRejected];

const REPORTS: readonly Body[] = [
  Body.OrderAccepted,
  Body.OrderRejected,
  Body.OrderReplaced,
  Body.ReplaceRejected,
  Body.OrderCancelled,
  Body.CancelRejected,
  Body.OrderExecuted,
  Body.OrderExpired,
  Body.OrderRestated,
  Body.OrderTriggered,
  Body.OrderPending,
  Body.ChildReport,
];

export class ReportWriter {
  private readonly plain: ReportTemplate[] = [];
  /** Rejections carry their reason's text: a template for each reason, by type. */
  private readonly worded: ReportTemplate[][] = [];
  private readonly elsewhere: ElsewhereTemplates<ReportTemplate>;

  constructor(elsewhere: readonly ElsewhereInstrument[]) {
    this.elsewhere = new ElsewhereTemplates(REJECTIONS, elsewhere, (type, place) => {
      return new ReportTemplate(type, [elsewhereText(place), place.engine, place.address]);
    });
    for (const type of REPORTS) {
      this.plain[type] = hasText(type) ? wordedTemplate(type, '') : new ReportTemplate(type);
      this.worded[type] = hasText(type) ? wordedTemplates(type) : [];
    }
  }

  write(out: OutputBuffer, type: Body, report: ReportFields): boolean {
    const template = this.template(type, report);
    const at = template.append(out);
    if (at === NO_ROOM) return false;
    putState(out, at + template.order, report);
    if (template.messageNumber !== 0) out.i32[(at + template.messageNumber) >> 2] = report.messageNumber;
    if (template.reason !== 0) putU16(out.bytes, at + template.reason, report.reason);
    if (type === Body.OrderExecuted) putExecution(out, at, template, report);
    if (type === Body.ChildReport) putChild(out, at, template, report);
    return true;
  }

  private template(type: Body, { reason, instrument }: ReportFields): ReportTemplate {
    if (!hasText(type)) return this.plain[type];
    const place = reason === Reason.InstrumentElsewhere ? this.elsewhere.find(type, instrument) : undefined;
    return place ?? this.worded[type][reason] ?? this.plain[type];
  }
}

/** With the byte offsets that `write` needs; 0 = the type has no such field. */
class ReportTemplate extends Template {
  readonly order: number;
  readonly messageNumber: number;
  readonly reason: number;
  readonly execution: number;
  readonly lastPrice: number;
  readonly liquidity: number;
  readonly parent: number;
  readonly route: number;
  readonly status: number;

  constructor(type: Body, texts?: readonly string[], last?: number) {
    super(type, texts, last);
    const executed = type === Body.OrderExecuted;
    this.order = this.at(OrderAcceptedField.Order);
    this.messageNumber = this.at(MESSAGE_NUMBER_FIELD[type]);
    this.reason = this.at(REASON_FIELD[type]);
    this.execution = executed ? this.at(OrderExecutedField.ExecutionId) : 0;
    this.lastPrice = executed ? this.at(OrderExecutedField.LastPrice) : 0;
    this.liquidity = executed ? this.at(OrderExecutedField.Liquidity) : 0;
    const child = type === Body.ChildReport;
    this.parent = child ? this.at(ChildReportField.ParentOrderId) : 0;
    this.route = child ? this.at(ChildReportField.Route) : 0;
    this.status = child ? this.at(ChildReportField.Status) : 0;
  }
}

const hasText = (type: Body): boolean =>
  type === Body.OrderRejected || type === Body.ReplaceRejected || type === Body.CancelRejected;

/** Up to the text, and without an address. Rejections are alike. */
const wordedTemplate = (type: Body, text: string): ReportTemplate =>
  new ReportTemplate(type, [text], OrderRejectedField.Text);

/** Holes where there is no such reason. */
function wordedTemplates(type: Body): ReportTemplate[] {
  const templates: ReportTemplate[] = [];
  for (const [reason, text] of Object.entries(REASON_TEXT) as [`${Reason}`, string][])
    templates[Number(reason)] = wordedTemplate(type, text);
  return templates;
}

function putState({ i32, bytes }: OutputBuffer, at: number, report: ReportFields): void {
  put64(i32, at + OrderStateAt.EventSequence, lowHalf(report.sequence), highHalf(report.sequence));
  i32[(at + OrderStateAt.EventIndex) >> 2] = report.index;
  putTime(i32, at + OrderStateAt.Time, report);
  i32[(at + OrderStateAt.OrderId) >> 2] = report.orderIdLow;
  i32[((at + OrderStateAt.OrderId) >> 2) + 1] = report.orderIdHigh;
  i32[(at + OrderStateAt.ClientOrderId) >> 2] = report.clientIdLow;
  i32[((at + OrderStateAt.ClientOrderId) >> 2) + 1] = report.clientIdHigh;
  put64(i32, at + OrderStateAt.Price, lowHalf(report.price), highHalf(report.price));
  put64(i32, at + OrderStateAt.Total, lowHalf(report.total), highHalf(report.total));
  put64(i32, at + OrderStateAt.Executed, lowHalf(report.executed), highHalf(report.executed));
  put64(i32, at + OrderStateAt.Open, lowHalf(report.open), highHalf(report.open));
  put64(i32, at + OrderStateAt.Last, lowHalf(report.last), highHalf(report.last));
  i32[(at + OrderStateAt.Instrument) >> 2] = report.instrument;
  i32[(at + OrderStateAt.Account) >> 2] = report.account;
  bytes[at + OrderStateAt.Side] = report.side;
  bytes[at + OrderStateAt.OrdType] = report.ordType;
  bytes[at + OrderStateAt.TimeInForce] = report.timeInForce;
}

function putChild(
  { i32, bytes }: OutputBuffer,
  at: number,
  template: ReportTemplate,
  report: ReportFields,
): void {
  put64(i32, at + template.parent, report.parentIdLow, report.parentIdHigh);
  bytes[at + template.route] = report.route;
  bytes[at + template.status] = report.status;
}

function putExecution(out: OutputBuffer, at: number, template: ReportTemplate, report: ReportFields): void {
  put64(
    out.i32,
    at + template.execution + EventIdAt.Sequence,
    lowHalf(report.executionSequence),
    highHalf(report.executionSequence),
  );
  out.i32[(at + template.execution + EventIdAt.Index) >> 2] = report.executionIndex;
  put64(out.i32, at + template.lastPrice, lowHalf(report.lastPrice), highHalf(report.lastPrice));
  out.bytes[at + template.liquidity] = report.liquidity;
}
