/** Sends live reports to the session's connection. Who is not there gets them by resume; who is resuming, after that. */
import type { Body } from '../../protocol/generated/pregao/wire.js';
import type { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import type { OrderTimer } from './order-timer.js';
import { PAIR_BYTES, type ReportSink } from './reports.js';
import type { ResumeDesk } from './resume-desk.js';
import type { Sender } from './sender.js';
import type { SessionTable } from './session.js';

export class LiveReports implements ReportSink {
  constructor(
    private readonly sessions: SessionTable,
    private readonly sender: Sender,
    private readonly resume: ResumeDesk,
    private readonly orderTimer: OrderTimer,
  ) {}

  concerns(number: number, sequence: number, index: number): boolean {
    const session = this.sessions.find(number);
    if (session === undefined) return false;
    session.lastSequence = sequence;
    session.lastIndex = index;
    return session.connection !== undefined;
  }

  report(session: number, type: Body, report: ReportFields): void {
    const connection = this.sessions.find(session)!.connection!;
    this.orderTimer.reported(session, report.messageNumber);
    if (connection.resuming) this.resume.holdReport(connection, type, report);
    else this.sender.report(connection, type, report);
  }

  massCancelReport(session: number, report: MassCancelReportFields): void {
    const connection = this.sessions.find(session)!.connection!;
    if (connection.resuming) this.resume.holdMassCancelReport(connection, report);
    else this.sender.massCancelReport(connection, report);
  }

  quoteReport(session: number, type: Body, report: QuoteReportFields): void {
    const connection = this.sessions.find(session)!.connection!;
    this.orderTimer.reported(session, report.messageNumber);
    if (connection.resuming) this.resume.holdQuoteReport(connection, type, report);
    else this.sender.quoteReport(connection, type, report);
  }

  tradeChange(session: number, type: Body, change: TradeChangeFields): void {
    const connection = this.sessions.find(session)!.connection!;
    if (connection.resuming) this.resume.holdTradeChange(connection, type, change);
    else this.sender.tradeChange(connection, type, change);
  }

  keepTogether(session: number): void {
    this.sessions.find(session)?.connection?.outbox.makeRoom(PAIR_BYTES);
  }
}
