/** What a mass cancel has come to, and that market-maker protection has pulled quotes. */
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandKind } from '../../protocol/records/command.js';
import { End, EndDouble } from '../../protocol/records/event.js';
import { sessionOf } from '../../protocol/records/layout.js';
import { MassCancelReportFields } from '../../protocol/wire/fields.js';
import type { EventGroup } from '../views/event-group.js';
import type { ReportSink } from './reports.js';

export class MassCancelReports {
  private readonly fields = new MassCancelReportFields();

  constructor(
    private readonly group: EventGroup,
    private readonly sink: Pick<ReportSink, 'concerns' | 'massCancelReport'>,
  ) {}

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    if (i32[at + End.Reason] === Reason.QuoteProtectionTriggered) this.pulled(i32, f64, at);
    else this.done(f64[(at >> 1) + EndDouble.OpenLots], i32[at + End.Reason]);
  }

  /** Only a client's own mass cancel is answered; other mass actions tell each order's session and nobody else. */
  done(cancelled: number, reason: number): void {
    const { group } = this;
    if (group.kind !== CommandKind.MassCancel || group.message === 0 || !this.concerns(group.session)) return;
    const shown = reason === Reason.MassCancelled ? 0 : reason;
    this.send(group.session, group.message, cancelled, shown);
  }

  /** Market-maker protection was triggered: told to the session whose quotes are gone. */
  private pulled(i32: Int32Array, f64: Float64Array, at: number): void {
    const session = sessionOf(i32[at + End.Owner]);
    if (!this.concerns(session)) return;
    this.send(session, 0, f64[(at >> 1) + EndDouble.OpenLots], i32[at + End.Reason]);
  }

  private send(session: number, message: number, cancelled: number, reason: number): void {
    const { group, fields } = this;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
    fields.messageNumber = message;
    fields.cancelled = cancelled;
    fields.reason = reason;
    this.sink.massCancelReport(session, fields);
  }

  private concerns(session: number): boolean {
    return this.sink.concerns(session, this.group.sequence, this.group.index);
  }
}
