/**
 * Sessions that log on with the last event they had: one at a time gets its missed reports from the journal, in bounded
 * stretches so that the others are not delayed. Its live reports wait meanwhile (`hold.ts`). When the scan has reached
 * the first sequence held, what is held goes out and the session is live: nothing is lost and nothing comes twice.
 */
import type { Body } from '../../protocol/generated/pregao/wire.js';
import type { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import { type GatewayLimits, RESUME_RECORDS_PER_TURN } from '../config/limits.js';
import type { EventGroup } from '../views/event-group.js';
import type { OrderTable } from '../views/order-table.js';
import type { Connection } from './connection.js';
import { Hold } from './hold.js';
import type { JournalSource } from './journal-source.js';
import { ResumeScan, type SeenUpTo } from './resume-scan.js';
import type { Sender } from './sender.js';
import type { Units } from './units.js';

interface Waiting {
  readonly connection: Connection;
  readonly seen: SeenUpTo;
}

export class ResumeDesk {
  private readonly waiting: Waiting[] = [];
  private readonly hold: Hold;
  private scan: ResumeScan | undefined;

  /**
   * @param live where the live side is
   * @param orders an order table of its own, used by one scan after the other
   */
  constructor(
    private readonly journal: JournalSource | undefined,
    private readonly live: EventGroup,
    private readonly orders: OrderTable,
    private readonly units: Units,
    private readonly sender: Sender,
    private readonly limits: GatewayLimits,
  ) {
    this.hold = new Hold(sender.encoder, limits.holdBytes);
  }

  /** Without a journal nothing missed can be given again. */
  get possible(): boolean {
    return this.journal !== undefined;
  }

  get busy(): boolean {
    return this.scan !== undefined || this.waiting.length > 0;
  }

  /** Events that the client has had cannot be told any more, or were lost with the end of their epoch. */
  isGap({ sequence, epoch }: SeenUpTo, present: number): boolean {
    if (this.journal === undefined || epoch > present) return true;
    return sequence > this.journal.endOfEpoch(epoch);
  }

  begin(connection: Connection, seen: SeenUpTo): void {
    connection.resuming = true;
    this.waiting.push({ connection, seen });
  }

  /** A live event group begins. */
  groupBegins(sequence: number): void {
    if (this.scan !== undefined) this.hold.groupBegins(sequence);
  }

  holdReport(connection: Connection, type: Body, report: ReportFields): void {
    if (this.scan?.connection === connection) this.hold.report(type, report);
  }

  holdMassCancelReport(connection: Connection, report: MassCancelReportFields): void {
    if (this.scan?.connection === connection) this.hold.massCancelReport(report);
  }

  holdQuoteReport(connection: Connection, type: Body, report: QuoteReportFields): void {
    if (this.scan?.connection === connection) this.hold.quoteReport(type, report);
  }

  holdTradeChange(connection: Connection, type: Body, change: TradeChangeFields): void {
    if (this.scan?.connection === connection) this.hold.tradeChange(type, change);
  }

  doWork(): number {
    const scan = this.scan ?? this.next();
    if (scan === undefined) return 0;
    if (scan.connection.closed) return this.end(scan);
    if (scan.connection.outbox.lookAtBacklog() > this.limits.conflateAboveBytes) return 0;
    const done = scan.step(RESUME_RECORDS_PER_TURN, this.lastToScan());
    return this.caughtUp(scan) ? this.switchOver(scan) : done;
  }

  close(): void {
    this.scan?.close();
    this.scan = undefined;
  }

  private next(): ResumeScan | undefined {
    const first = this.waiting.shift();
    if (first === undefined) return undefined;
    this.orders.life.fill(0);
    this.hold.clear();
    const { connection, seen } = first;
    this.scan = new ResumeScan(connection, seen, this.journal!.open(0), this.orders, this.units, this.sender);
    return this.scan;
  }

  /** Up to what is held, or where nothing is held yet, up to where the live side is. */
  private lastToScan(): number {
    return this.hold.fromSequence === 0 ? this.live.completed : this.hold.fromSequence - 1;
  }

  private caughtUp(scan: ResumeScan): boolean {
    if (this.hold.fromSequence === 0 && this.live.open) return false;
    return scan.completed >= this.lastToScan();
  }

  private switchOver(scan: ResumeScan): number {
    const { connection } = scan;
    const held = this.hold.frame();
    if (held.length > 0) {
      connection.outbox.flush();
      connection.outbox.send(held);
    }
    connection.resuming = false;
    return this.end(scan);
  }

  private end(scan: ResumeScan): number {
    scan.close();
    this.hold.clear();
    this.scan = undefined;
    return 1;
  }
}
