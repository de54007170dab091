/**
 * Tells one FIX session what happened. What it says is in the session's store before it is on the socket, whether or not the client
 * is there; what the client has been told in an earlier life of the engine is not told again.
 */

import type { Reason } from '../../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { Session } from '../../../protocol/fix/session/session.js';
import type { Body } from '../../../protocol/generated/pregao/wire.js';
import type { MassCancelReportFields, ReportFields } from '../../../protocol/wire/fields.js';
import type { TradeChangeFields } from '../../../protocol/wire/trade-change.js';
import type { Now } from '../now.js';
import { type ExecutionWriter, execId } from './execution-writer.js';
import { Type } from './fields.js';
import type { FixMeter } from './meter.js';
import type { Names } from './names.js';
import type { Request, RequestKind } from './request-book.js';
import type { Mark } from './request-log.js';
import type { SentExecutions } from './sent-executions.js';
import type { Told } from './told.js';
import {
  changeId,
  executionId,
  type TradeChangeKind,
  type TradeChangeWriter,
} from './trade-change-writer.js';

export class Teller {
  /** The newest event that this session has been told of. */
  sequence = 0;
  index = 0;
  /** Until the door has caught up: what was told before. */
  told: Told | undefined;

  /** @param isCopy everything is marked as a copy */
  constructor(
    private readonly session: Session,
    private readonly writer: ExecutionWriter,
    private readonly changes: TradeChangeWriter,
    private readonly sent: SentExecutions,
    private readonly isCopy: boolean,
    private readonly now: Now,
    private readonly meter: FixMeter,
  ) {}

  report(type: Body, report: ReportFields, names: Names, status: string): void {
    if (!this.isNews(report, execId(type, report))) return;
    this.writer.report(this.begin(Type.ExecutionReport), type, report, names, status, this.isCopy);
    this.send();
  }

  /** An execution was taken back or put right. */
  tradeChange(type: TradeChangeKind, change: TradeChangeFields): void {
    if (!this.isNews(change, changeId(change))) return;
    const { executionSequence, executionIndex } = change;
    const first = this.sent.find(executionSequence, executionIndex, executionId(change));
    this.changes.write(this.begin(Type.ExecutionReport), type, change, first);
    this.send();
  }

  status(report: ReportFields, names: Names, status: string): void {
    this.writer.status(this.begin(Type.ExecutionReport), report, names, status, this.wholeMs);
    this.send();
  }

  cancelReject(report: ReportFields, names: Names, status: string, kind: RequestKind, reason: Reason): void {
    if (!this.isNews(report, names.clOrdId)) return;
    this.writer.cancelReject(this.begin(Type.OrderCancelReject), report, names, status, kind, reason);
    this.send();
  }

  massCancel(report: MassCancelReportFields, request: Request): void {
    if (!this.isNews(report, request.name)) return;
    this.writer.massCancel(this.begin(Type.OrderMassCancelReport), report, request);
    this.send();
  }

  /** For what the session is told beside events. */
  begin(type: number): FixBuilder {
    return this.session.begin(type, this.wholeMs);
  }

  send(): void {
    this.session.sendOrKeep();
    this.meter.messagesOut.increment();
  }

  /** @param nextOut first number of the store that the mark does not speak for */
  mark(nextOut: number): Mark {
    return { sequence: this.sequence, index: this.index, nextOut };
  }

  private isNews({ sequence, index }: { sequence: number; index: number }, id: string): boolean {
    this.sequence = sequence;
    this.index = index;
    return this.told?.has(sequence, index, id) !== true;
  }

  private get wholeMs(): number {
    return Math.floor(this.now.ms);
  }
}
