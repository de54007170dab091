/**
 * Gives one session its missed reports again: reads the journal from its beginning (an order's static fields stand in the
 * echo that accepted it), derives every order as the live side does, and sends what the session has not had. A bounded
 * stretch a call; stops at a given sequence, where the live side takes over.
 */
import type { Body } from '../../protocol/generated/pregao/wire.js';
import { Cmd, CommandKind } from '../../protocol/records/command.js';
import { kindOf } from '../../protocol/records/layout.js';
import type { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import { EventGroup } from '../views/event-group.js';
import type { OrderTable } from '../views/order-table.js';
import type { Connection } from './connection.js';
import type { RecordSource } from './journal-source.js';
import { JournalWalk } from './journal-walk.js';
import { PAIR_BYTES, type ReportSink, Reports } from './reports.js';
import type { Sender } from './sender.js';
import type { Units } from './units.js';

/** What a client has had: everything up to this event, as far as it happened in this epoch or an earlier one. */
export interface SeenUpTo {
  readonly sequence: number;
  readonly index: number;
  /** Numbers lost with an asynchronous tail are given again in the next epoch, to other events. */
  readonly epoch: number;
}

export class ResumeScan implements ReportSink {
  /** The last sequence whose group was gone through to its end. */
  get completed(): number {
    return this.group.completed;
  }

  private readonly group = new EventGroup();
  private readonly reports: Reports;
  private readonly session: number;
  private readonly walk: JournalWalk;
  private epoch = 0;

  /** @param orders an order table for this scan alone, empty */
  constructor(
    readonly connection: Connection,
    private readonly seen: SeenUpTo,
    source: RecordSource,
    private readonly orders: OrderTable,
    units: Units,
    private readonly sender: Sender,
  ) {
    this.session = connection.session!.number;
    this.reports = new Reports(this.group, orders, units, this);
    this.walk = new JournalWalk(source, (i32, f64, at) => this.apply(i32, f64, at));
  }

  /** Goes through at most `max` records, none above sequence `last`. Answers how many. */
  step(max: number, last: number): number {
    return this.walk.step(max, last);
  }

  close(): void {
    this.walk.close();
  }

  concerns(session: number, sequence: number, index: number): boolean {
    return session === this.session && !this.wasSeen(sequence, index);
  }

  report(_session: number, type: Body, report: ReportFields): void {
    this.sender.report(this.connection, type, report);
  }

  massCancelReport(_session: number, report: MassCancelReportFields): void {
    this.sender.massCancelReport(this.connection, report);
  }

  quoteReport(_session: number, type: Body, report: QuoteReportFields): void {
    this.sender.quoteReport(this.connection, type, report);
  }

  tradeChange(_session: number, type: Body, change: TradeChangeFields): void {
    this.sender.tradeChange(this.connection, type, change);
  }

  keepTogether(session: number): void {
    if (session === this.session) this.connection.outbox.makeRoom(PAIR_BYTES);
  }

  private apply(i32: Int32Array, f64: Float64Array, at: number): void {
    this.group.enter(i32, f64, at);
    if (kindOf(i32[at]) === CommandKind.EngineStart) this.epoch = i32[at + Cmd.Message] >>> 0;
    this.orders.apply(i32, f64, at);
    this.reports.apply(i32, f64, at);
    this.group.leave(i32, at);
  }

  private wasSeen(sequence: number, index: number): boolean {
    if (this.epoch > this.seen.epoch) return false;
    return sequence < this.seen.sequence || (sequence === this.seen.sequence && index <= this.seen.index);
  }
}
