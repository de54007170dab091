/**
 * Writes messages to connections. All that one cycle has for a connection goes out in one frame when the cycle ends
 * (`flush`), or earlier when the frame is full. A connection whose reader is too far behind is cut off there.
 */
import { Reason, reasonName } from '../../protocol/codes/reasons.js';
import type { Body } from '../../protocol/generated/pregao/wire.js';
import type { ElsewhereInstrument } from '../../protocol/instrument.js';
import { EngineEncoder } from '../../protocol/wire/engine-encoder.js';
import type { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import { MAX_ENGINE_FRAME_BYTES } from '../../protocol/wire/protocol.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import { writeProtocolError } from '../../protocol/wire/session-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import type { GatewayLimits } from '../config/limits.js';
import type { Connection } from './connection.js';
import type { GatewayMeter } from './meter.js';
import type { Now } from './now.js';
import { CloseCode } from './transport.js';

type Write = (out: OutputBuffer) => boolean;

export class Sender {
  readonly encoder: EngineEncoder;
  private readonly queue: Connection[] = [];
  private queued = 0;
  /** For the few messages that may be larger than an outbox. */
  private readonly large = new OutputBuffer(MAX_ENGINE_FRAME_BYTES);

  constructor(
    private readonly limits: GatewayLimits,
    private readonly now: Now,
    private readonly meter: GatewayMeter,
    private readonly elsewhere: readonly ElsewhereInstrument[] = [],
  ) {
    this.encoder = new EngineEncoder(elsewhere);
  }

  report(to: Connection, type: Body, report: ReportFields): void {
    const { outbox } = to;
    if (!this.encoder.report(outbox.buffer, type, report)) {
      outbox.flush();
      this.encoder.report(outbox.buffer, type, report);
    }
    this.written(to);
  }

  massCancelReport(to: Connection, report: MassCancelReportFields): void {
    const { outbox } = to;
    if (!this.encoder.massCancelReport(outbox.buffer, report)) {
      outbox.flush();
      this.encoder.massCancelReport(outbox.buffer, report);
    }
    this.written(to);
  }

  quoteReport(to: Connection, type: Body, report: QuoteReportFields): void {
    const { outbox } = to;
    if (!this.encoder.quoteReport(outbox.buffer, type, report)) {
      outbox.flush();
      this.encoder.quoteReport(outbox.buffer, type, report);
    }
    this.written(to);
  }

  tradeChange(to: Connection, type: Body, change: TradeChangeFields): void {
    const { outbox } = to;
    if (!this.encoder.tradeChange(outbox.buffer, type, change)) {
      outbox.flush();
      this.encoder.tradeChange(outbox.buffer, type, change);
    }
    this.written(to);
  }

  /** Messages written elsewhere, the same for all who get them: `bytes` from word `at` of `from` on. */
  copy(to: Connection, from: Int32Array, at: number, bytes: number): void {
    const { outbox } = to;
    if (!outbox.buffer.append(from, at, bytes)) {
      outbox.flush();
      if (!outbox.buffer.append(from, at, bytes)) outbox.send(bytesOf(from, at, bytes));
    }
    this.written(to);
  }

  heartbeat(to: Connection, seconds: number, nanos: number): void {
    this.rare(to, (out) => this.encoder.heartbeat(out, seconds, nanos));
  }

  /** Nothing of the message or frame was done. @param messageNumber 0 = it could not be read */
  protocolError(to: Connection, reason: Reason, messageNumber: number, text?: string): void {
    this.meter.protocolErrors.increment();
    this.rare(to, (out) => writeProtocolError(out, reason, messageNumber, text));
  }

  /** The same of an instrument that another engine trades. */
  isElsewhere(to: Connection, instrument: number): void {
    this.meter.protocolErrors.increment();
    const place = this.elsewhere.find(({ id }) => id === instrument);
    this.rare(to, (out) => writeProtocolError(out, Reason.InstrumentElsewhere, 0, undefined, place));
  }

  /** Any message that is seldom enough to be built anew. */
  rare(to: Connection, write: Write): void {
    const { outbox } = to;
    if (!write(outbox.buffer)) {
      outbox.flush();
      if (!write(outbox.buffer)) this.sendLarge(to, write);
    }
    this.written(to);
  }

  /** Messages that were written earlier, as a frame of their own. */
  frame(to: Connection, frame: Uint8Array): void {
    to.outbox.flush();
    to.outbox.send(frame);
    this.written(to);
  }

  /** Says why, and closes. The transport may report the end at once. */
  cut(connection: Connection, reason: Reason, code = CloseCode.PolicyViolation): void {
    if (connection.closed) return;
    this.protocolError(connection, reason, 0);
    connection.outbox.flush();
    connection.closed = true;
    connection.transport.close(code, reasonName(reason));
  }

  /** A reader with too much unread is cut off; resume gives it everything again. */
  cutIfBehind(connection: Connection): void {
    if (connection.closed || connection.outbox.backlogBytes <= this.limits.backlogBytes) return;
    this.meter.slowClients.increment();
    this.cut(connection, Reason.SlowClient);
  }

  /** Sends every frame begun; the number of them. */
  flush(): number {
    const count = this.queued;
    for (let i = 0; i < count; i++) this.flushOne(this.queue[i]);
    this.queued = 0;
    return count;
  }

  private flushOne(connection: Connection): void {
    connection.queued = false;
    if (connection.closed) return;
    connection.outbox.flush();
    this.cutIfBehind(connection);
  }

  private written(to: Connection): void {
    this.meter.messagesOut.increment();
    to.sentMs = this.now.ms;
    if (to.queued) return;
    to.queued = true;
    if (this.queued === this.queue.length) this.queue.push(to);
    else this.queue[this.queued] = to;
    this.queued++;
  }

  private sendLarge(to: Connection, write: Write): void {
    this.large.reset();
    if (!write(this.large)) throw new RangeError('a message is larger than the largest frame');
    to.outbox.send(this.large.frame());
  }
}

const bytesOf = (words: Int32Array, at: number, bytes: number): Uint8Array =>
  new Uint8Array(words.buffer, words.byteOffset + at * 4, bytes);
