/**
 * What bears an event's identity: read, delivered in the order in which it came, each once. Nothing is delivered before the list of
 * securities is there, because it is told in the words of that list.
 */
import { Reason } from '../codes/reasons.js';
import { Body, QuoteReport } from '../generated/pregao/wire.js';
import type { FrameDecoder } from '../wire/decoder.js';
import { MassCancelReportFields } from '../wire/fields.js';
import { QuoteReportFields } from '../wire/quote-messages.js';
import { TradeChangeFields } from '../wire/trade-change.js';
import type { ClientEvents } from './client-events.js';
import { type EngineAddress, type ReasonInfo, reasonInfo } from './errors.js';
import type { EventCursor } from './event-cursor.js';
import { answerOf, eventOf } from './quotes.js';
import { isReport, orderReport, placeIn, type RawReport, readRawReport } from './report.js';
import type { Securities } from './securities.js';
import { tradeChange } from './trade-change.js';

/** Why, and where the instrument lives if that is why. */
export interface Refusal {
  readonly why: ReasonInfo;
  readonly elsewhere?: EngineAddress | undefined;
}

export interface Receiver {
  emit<Name extends keyof ClientEvents>(name: Name, event: ClientEvents[Name]): void;
  /** To the request of this number, if it waits for such a message. */
  answer(number: number, type: Body, refused: Refusal | undefined, result: unknown): void;
  accountName(account: number): string;
  /** Its name among several. */
  engine(): string;
}

const REJECTIONS: ReadonlySet<Body> = new Set([
  Body.OrderRejected,
  Body.ReplaceRejected,
  Body.CancelRejected,
]);

export class Deliveries {
  /** What came before the list of securities. */
  private held: (() => void)[] | undefined = [];

  constructor(
    private readonly securities: Securities,
    private readonly cursor: EventCursor,
    private readonly receiver: Receiver,
  ) {}

  /** The list of securities is there. */
  begin(): void {
    // The caller of `connect` gets its turn to listen before the first report.
    if (this.held) setTimeout(() => this.deliverHeld(), 0);
  }

  /** False: the decoder's message is none of these. */
  take(decoder: FrameDecoder): boolean {
    const { type } = decoder;
    if (isReport(type)) this.takeReport(decoder);
    else if (type === Body.MassCancelReport) this.takeMassCancel(decoder);
    else if (type === Body.QuoteReport || type === Body.QuoteProtectionReport) this.takeQuote(decoder);
    else if (type === Body.TradeBusted || type === Body.TradeCorrected) this.takeTradeChange(decoder);
    else return false;
    return true;
  }

  private deliverHeld(): void {
    const held = this.held ?? [];
    this.held = undefined;
    for (const deliver of held) deliver();
  }

  private inOrder(deliver: () => void): void {
    if (this.held) this.held.push(deliver);
    else deliver();
  }

  private takeReport(decoder: FrameDecoder): void {
    const raw = readRawReport(decoder);
    this.inOrder(() => this.report(raw));
  }

  private report(raw: RawReport): void {
    const { receiver } = this;
    const { fields, type } = raw;
    const security = this.securities.ofNumber(fields.instrument);
    const name = (account: number) => receiver.accountName(account);
    const report = orderReport(raw, security, name, receiver.engine());
    if (!this.cursor.isNew(report.event, String(report.orderId))) return;
    const { reason: why, elsewhere } = report;
    const refused = why !== undefined && REJECTIONS.has(type) ? { why, elsewhere } : undefined;
    receiver.answer(report.messageNumber, type, refused, report);
    receiver.emit('report', report);
    receiver.emit(report.type, report);
  }

  private takeMassCancel(decoder: FrameDecoder): void {
    const fields = new MassCancelReportFields();
    decoder.massCancelReport(fields);
    this.inOrder(() => this.massCancel(fields));
  }

  private massCancel(fields: MassCancelReportFields): void {
    const { receiver } = this;
    const event = { sequence: fields.sequence, index: fields.index };
    if (!this.cursor.isNew(event, '')) return;
    if (fields.reason === Reason.QuoteProtectionTriggered)
      return receiver.emit('quotesPulled', { event, engine: receiver.engine(), pulled: fields.cancelled });
    const reason = fields.reason === 0 ? undefined : reasonInfo(fields.reason);
    const result = { event, engine: receiver.engine(), cancelled: fields.cancelled };
    receiver.answer(fields.messageNumber, Body.MassCancelReport, reason && { why: reason }, result);
    receiver.emit('massCancel', { ...result, reason });
  }

  private takeTradeChange(decoder: FrameDecoder): void {
    const isCorrection = decoder.type === Body.TradeCorrected;
    const fields = new TradeChangeFields();
    decoder.tradeChange(fields);
    this.inOrder(() => this.tradeChange(fields, isCorrection));
  }

  private tradeChange(fields: TradeChangeFields, isCorrection: boolean): void {
    const { sequence, index, side, account } = fields;
    if (!this.cursor.isNew({ sequence, index }, `side ${side}`)) return;
    const security = this.securities.ofNumber(fields.instrument);
    const change = tradeChange(
      fields,
      isCorrection,
      security,
      this.receiver.accountName(account),
      this.receiver.engine(),
    );
    this.receiver.emit(isCorrection ? 'tradeCorrected' : 'tradeBusted', change);
  }

  private takeQuote(decoder: FrameDecoder): void {
    const { type } = decoder;
    const fields = new QuoteReportFields();
    decoder.quoteReport(fields);
    const isElsewhere = fields.reason === Reason.InstrumentElsewhere;
    const elsewhere = isElsewhere ? placeIn(decoder.body(new QuoteReport())) : undefined;
    this.inOrder(() => this.quote(type, fields, elsewhere));
  }

  private quote(type: Body, fields: QuoteReportFields, elsewhere: EngineAddress | undefined): void {
    if (!this.cursor.isNew(eventOf(fields), 'quote')) return;
    const refused = fields.reason === 0 ? undefined : { why: reasonInfo(fields.reason), elsewhere };
    const security = this.securities.ofNumber(fields.instrument);
    this.receiver.answer(fields.messageNumber, type, refused, answerOf(type, fields, security));
  }
}
