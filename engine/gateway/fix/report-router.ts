/**
 * Who is told of an event: the FIX session that it concerns, and the drop copies of its account. The sink of the door's `Reports`;
 * what concerns sessions of other doors is looked at for drop copies alone.
 */
import { Body } from '../../../protocol/generated/pregao/wire.js';
import type { MassCancelReportFields, ReportFields } from '../../../protocol/wire/fields.js';
import type { TradeChangeFields } from '../../../protocol/wire/trade-change.js';
import { sessionOfClientId } from '../door-ids.js';
import type { ReportSink } from '../reports.js';
import type { DropCopy } from './drop-copy.js';
import { Names } from './names.js';
import type { OrderClient } from './order-client.js';
import { clientIdText } from './order-names.js';
import { ordStatus } from './statuses.js';
import type { TradeChangeKind } from './trade-change-writer.js';

export class ReportRouter implements ReportSink {
  private readonly bySession = new Map<number, OrderClient>();
  private readonly foreign = new Names();
  /** The report copied last: an event that concerns two sessions is told twice. */
  private copiedSequence = 0;
  private copiedIndex = 0;
  private copiedOrder = 0;

  constructor(
    clients: readonly OrderClient[],
    private readonly copies: readonly DropCopy[],
  ) {
    for (const client of clients) this.bySession.set(client.entry.session, client);
  }

  concerns(session: number): boolean {
    return this.copies.length > 0 || this.bySession.has(session);
  }

  /** Of a routed order's children FIX says nothing: what they come to is reported of the order. */
  report(session: number, type: Body, report: ReportFields): void {
    if (type === Body.ChildReport) return;
    const client = this.bySession.get(session);
    const names = client?.report(type, report) ?? this.foreignNames(report);
    if (this.copies.length > 0 && isExecutionReport(type)) this.copy(type, report, names);
  }

  massCancelReport(session: number, report: MassCancelReportFields): void {
    this.bySession.get(session)?.massCancelReport(report);
  }

  /** No FIX session quotes. */
  quoteReport(): void {}

  tradeChange(session: number, type: Body, change: TradeChangeFields): void {
    const kind = type as TradeChangeKind;
    this.bySession.get(session)?.teller.tradeChange(kind, change);
    for (const copy of this.copies) if (copy.watches(change.account)) copy.teller.tradeChange(kind, change);
  }

  keepTogether(): void {}

  private copy(type: Body, report: ReportFields, names: Names): void {
    if (this.isCopied(report)) return;
    const status = ordStatus(type, report);
    for (const copy of this.copies)
      if (copy.watches(report.account)) copy.teller.report(type, report, names, status);
  }

  private isCopied({ sequence, index, orderIdLow }: ReportFields): boolean {
    if (sequence === this.copiedSequence && index === this.copiedIndex && orderIdLow === this.copiedOrder)
      return true;
    this.copiedSequence = sequence;
    this.copiedIndex = index;
    this.copiedOrder = orderIdLow;
    return false;
  }

  /** An order of a FIX session may be told to somebody else first. */
  private foreignNames(report: ReportFields): Names {
    const client = this.bySession.get(sessionOfClientId(report.clientIdHigh));
    return this.foreign.set(client?.nameOf(report) ?? clientIdText(report));
  }
}

function isExecutionReport(type: Body): boolean {
  switch (type) {
    case Body.OrderAccepted:
    case Body.OrderRejected:
    case Body.OrderReplaced:
    case Body.OrderExecuted:
    case Body.OrderCancelled:
    case Body.OrderExpired:
    case Body.OrderTriggered:
    case Body.OrderRestated:
    case Body.OrderPending:
      return true;
    default:
      return false;
  }
}
