/**
 * The answers to quotes: one each, after the reports of both its sides, when the event group of the quote ends; and to
 * protections. Called by `Reports` with the records of a group in their order.
 */
import { Side } from '../../protocol/codes/enums.js';
import { Body } from '../../protocol/generated/pregao/wire.js';
import { Cmd, CmdDouble, reasonOf } from '../../protocol/records/command.js';
import { accountOf } from '../../protocol/records/layout.js';
import { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { EventGroup } from '../views/event-group.js';
import type { ReportSink } from './reports.js';

export class QuoteReports {
  private readonly fields = new QuoteReportFields();

  constructor(
    private readonly group: EventGroup,
    private readonly sink: Pick<ReportSink, 'concerns' | 'quoteReport'>,
  ) {}

  /** The echo of a Quote. */
  begin(i32: Int32Array, at: number): void {
    const { fields } = this;
    fields.quoteIdLow = i32[at + Cmd.ClientIdLow];
    fields.quoteIdHigh = i32[at + Cmd.ClientIdHigh];
    fields.account = accountOf(i32[at + Cmd.Owner]);
    fields.instrument = i32[at + Cmd.Instrument];
    fields.reason = reasonOf(i32[at + Cmd.Flags]);
    fields.bidReason = fields.offerReason = 0;
  }

  sideRefused(side: number, reason: number): void {
    if (side === Side.Buy) this.fields.bidReason = reason;
    else this.fields.offerReason = reason;
  }

  /** The group of the Quote has ended. */
  done(): void {
    this.send(Body.QuoteReport);
  }

  /** The echo of a QuoteProtection is all there is of it. */
  protection(i32: Int32Array, f64: Float64Array, at: number): void {
    this.fields.reason = reasonOf(i32[at + Cmd.Flags]);
    this.fields.executions = i32[at + Cmd.PriceTicks];
    this.fields.windowNs = f64[(at >> 1) + CmdDouble.QtyLots];
    this.send(Body.QuoteProtectionReport);
  }

  private send(type: Body): void {
    const { group, fields, sink } = this;
    if (!sink.concerns(group.session, group.sequence, group.index)) return;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
    fields.messageNumber = group.message;
    sink.quoteReport(group.session, type, fields);
  }
}
