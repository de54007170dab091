/**
 * Live reports of a resuming session, kept until its missed ones have been read from the journal up to here. Bounded:
 * when it is full all of it is thrown away and it begins anew at the next event group, because what it held stands in
 * the journal, too.
 */
import type { Body } from '../../protocol/generated/pregao/wire.js';
import type { EngineEncoder } from '../../protocol/wire/engine-encoder.js';
import type { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import { OutputBuffer } from '../../protocol/wire/output-buffer.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';

export class Hold {
  /** Holds every report of this sequence and later; 0 = has not begun. */
  fromSequence = 0;
  private readonly buffer: OutputBuffer;

  constructor(
    private readonly encoder: EngineEncoder,
    bytes: number,
  ) {
    this.buffer = new OutputBuffer(bytes);
  }

  clear(): void {
    this.fromSequence = 0;
    this.buffer.reset();
  }

  /** A live event group begins. */
  groupBegins(sequence: number): void {
    if (this.fromSequence === 0) this.fromSequence = sequence;
  }

  report(type: Body, report: ReportFields): void {
    if (this.fromSequence !== 0 && !this.encoder.report(this.buffer, type, report)) this.clear();
  }

  massCancelReport(report: MassCancelReportFields): void {
    if (this.fromSequence !== 0 && !this.encoder.massCancelReport(this.buffer, report)) this.clear();
  }

  quoteReport(type: Body, report: QuoteReportFields): void {
    if (this.fromSequence !== 0 && !this.encoder.quoteReport(this.buffer, type, report)) this.clear();
  }

  tradeChange(type: Body, change: TradeChangeFields): void {
    if (this.fromSequence !== 0 && !this.encoder.tradeChange(this.buffer, type, change)) this.clear();
  }

  /** One frame; empty when the session had no live event. Valid until `clear`. */
  frame(): Uint8Array {
    return this.buffer.frame();
  }
}
