/**
 * What a venue says of our orders and what becomes of them, told to the core: each execution once and in order, an end when all executions
 * before it have come, an order that nobody knows about unknown until the venue has been asked. The desk adds when orders go out.
 */
import { ChildStatus, type Liquidity, type Side, VenueReportKind } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import type { Notice } from '../feed/outside.js';
import type { Definition } from '../instrument.js';
import { AnswerTimes, type Stopwatch } from './answer-times.js';
import { type ChildOrder, MassCancel, Wanted } from './child-order.js';
import { ChildOrders } from './child-orders.js';
import type { ClientIds } from './client-ids.js';
import { DeskCounters } from './desk-counters.js';
import { DeskListings } from './desk-listings.js';
import type { Found, OrderForm } from './order-form.js';
import { OrderQueries } from './order-queries.js';
import { OrderReports } from './order-reports.js';
import type { LaneFill, VenueLane } from './venue-lane.js';
import { VenueTrades } from './venue-trades.js';

/** Fees of an instrument there, millionths. */
export interface ListingFees {
  readonly makerRate: number;
  readonly takerRate: number;
}

export interface DeskOptions {
  readonly venue: number;
  readonly name: string;
  readonly streetAccount: number;
  readonly ids: ClientIds;
  readonly fees: ReadonlyMap<number, ListingFees>;
  /** For how long the venue takes to answer. */
  readonly watch?: Stopwatch;
}

const ENDS = {
  cancelled: VenueReportKind.Cancelled,
  expired: VenueReportKind.Expired,
  rejected: VenueReportKind.Rejected,
} as const;

export abstract class OrderLife {
  readonly counters = new DeskCounters();
  readonly trades: VenueTrades;
  protected readonly all = new ChildOrders();
  protected readonly listings: DeskListings;
  protected readonly reports: OrderReports;
  protected readonly queries: OrderQueries;
  protected readonly times: AnswerTimes;
  protected form!: OrderForm;
  protected nowMs = 0;

  constructor(
    protected readonly options: DeskOptions,
    protected readonly lane: VenueLane,
    protected readonly notice: Notice,
  ) {
    this.trades = new VenueTrades(options, lane, this.counters, notice);
    this.listings = new DeskListings(options, lane, notice);
    this.reports = new OrderReports(options.venue, this.all, lane, this.counters);
    this.times = new AnswerTimes(options.watch);
    this.queries = new OrderQueries(this.all, this.reports, this, this.counters);
  }

  /** The core, or a query, wants it to be cancelled. */
  abstract cancelWanted(slot: number): void;

  /** The core knows no more of it. */
  over(slot: number): void {
    this.reports.over(slot);
  }

  listed(
    instrument: number,
    definition: Definition,
    minLots: number,
    stepLots: number,
    stepTicks: number,
  ): void {
    this.listings.listed(instrument, definition, minLots, stepLots, stepTicks);
  }

  /** Whether the venue takes orders for an instrument now. @param word the venue's own */
  trading(instrument: number, isTrading: boolean, symbol: string, word: string): void {
    this.listings.trading(instrument, isTrading, symbol, word);
  }

  find(clientId: string): ChildOrder | undefined {
    return this.all.find(clientId);
  }

  findByVenueId(venueId: string): ChildOrder | undefined {
    return this.all.findByVenueId(venueId);
  }

  findEnded(clientId: string): ChildOrder | undefined {
    return this.all.findEnded(clientId);
  }

  accepted(order: ChildOrder, venueId: string): void {
    if (venueId !== '') this.all.name(order, venueId);
    if (order.wanted !== Wanted.Nothing) return;
    // What a mass cancel that is out already waits for is its end.
    if (order.massCancel === MassCancel.Asked) return this.times.answered(order);
    this.answered(order);
    if (order.status === ChildStatus.PendingNew || order.status === ChildStatus.Unknown)
      this.reports.isNew(order);
  }

  rejected(order: ChildOrder, reason: Reason, text: string): void {
    this.counters.rejects++;
    this.notice(`${this.options.name}: ${order.clientId} rejected (${text})`);
    this.ended(order, 'rejected', order.executedLots, reason);
  }

  executed(
    order: ChildOrder,
    lots: number,
    priceTicks: number,
    cumLots: number,
    liquidity: Liquidity,
    executionId: string,
  ): void {
    this.times.answered(order);
    order.claimedLots = Math.max(order.claimedLots, cumLots);
    if (cumLots <= order.executedLots) {
      this.counters.duplicates++;
      return;
    }
    const fill = { lots, priceTicks, liquidity };
    if (!this.all.isOpen(order)) return this.trades.fillLate(order, cumLots, fill, executionId);
    if (cumLots !== order.executedLots + lots) return this.gap(order);
    if (cumLots > order.totalLots) return this.overfilled(order, cumLots, fill, executionId);
    this.trades.fill(order, cumLots, fill, executionId);
    if (order.status === ChildStatus.PendingNew) order.status = ChildStatus.New;
    if (order.openLots <= 0) this.over(order.terms.slot);
    else if (order.heldEnd !== 0) this.endWhenComplete(order);
  }

  /** More than it had: a larger total that it was to get has come to hold, or the venue has made a mistake that is the account's now. */
  private overfilled(order: ChildOrder, cumLots: number, fill: LaneFill, executionId: string): void {
    const { lots, priceTicks, liquidity } = fill;
    if (order.status === ChildStatus.PendingReplace && cumLots <= order.pendingLots) {
      this.replaced(order, order.pendingTicks, order.pendingLots);
      return this.executed(order, lots, priceTicks, cumLots, liquidity, executionId);
    }
    const excess = cumLots - order.totalLots;
    this.notice(`${this.options.name}: ${order.clientId} has executed ${excess} lots more than it had`);
    this.counters.overfills++;
    const rest = order.openLots;
    if (rest > 0) this.trades.fill(order, order.totalLots, { ...fill, lots: rest }, executionId);
    this.over(order.terms.slot);
    this.trades.fillLate(order, cumLots, { ...fill, lots: excess }, executionId);
  }

  busted(executionId: string, text: string): void {
    this.trades.change(executionId, {}, text);
  }

  corrected(executionId: string, lots: number, priceTicks: number, text: string): void {
    this.trades.change(executionId, { lots, priceTicks }, text);
  }

  ended(order: ChildOrder, how: keyof typeof ENDS, cumLots: number, reason: Reason): void {
    this.answered(order);
    order.heldEnd = ENDS[how];
    order.heldReason = reason;
    order.heldLots = cumLots;
    order.claimedLots = Math.max(order.claimedLots, cumLots);
    this.endWhenComplete(order);
  }

  replaced(order: ChildOrder, priceTicks: number, totalLots: number): void {
    order.askedMs = 0;
    this.reports.changed(order, true, priceTicks, totalLots);
  }

  restated(order: ChildOrder, priceTicks: number, totalLots: number): void {
    this.reports.changed(order, false, priceTicks, totalLots);
  }

  cancelRejected(order: ChildOrder, reason: Reason, text: string): void {
    this.staysAsItIs(order, VenueReportKind.CancelRejected, reason, text);
  }

  replaceRejected(order: ChildOrder, reason: Reason, text: string): void {
    this.staysAsItIs(order, VenueReportKind.ReplaceRejected, reason, text);
  }

  outcomeUnknown(order: ChildOrder, text: string): void {
    if (order.status === ChildStatus.Unknown) return;
    this.counters.unknown++;
    this.notice(`${this.options.name}: what became of ${order.clientId} is unknown (${text})`);
    this.doubt(order);
    this.reports.tell(order, VenueReportKind.Unknown, Reason.OutcomeUnknown);
  }

  stands(order: ChildOrder, found: Found): void {
    this.queries.stands(order, found, this.nowMs);
  }

  notFound(order: ChildOrder): void {
    this.queries.notFound(order, this.form, this.nowMs);
  }

  foreign(_instrument: number, _side: Side, text: string, closesOut: boolean): void {
    this.counters.foreign++;
    if (!closesOut) return;
    this.counters.closeOuts++;
    this.notice(
      `${this.options.name}: the venue itself traded for our account, and no order of ours did: ${text}`,
    );
  }

  private answered(order: ChildOrder): void {
    order.askedMs = 0;
    this.times.answered(order);
  }

  protected doubt(order: ChildOrder): void {
    this.times.never(order);
    this.queries.doubt(order, this.form, this.nowMs);
  }

  private staysAsItIs(order: ChildOrder, kind: VenueReportKind, reason: Reason, text: string): void {
    this.notice(`${this.options.name}: ${order.clientId} stays as it is (${text})`);
    this.counters.requestRejects++;
    this.reports.staysAsItIs(order, kind, reason);
  }

  /** Executions may come after the end that follows them; when they do not come, the venue is asked for them. */
  private endWhenComplete(order: ChildOrder): void {
    const { heldEnd, heldLots, heldReason } = order;
    if (order.executedLots < heldLots) this.queries.later(order, this.nowMs);
    else this.reports.ended(order, heldEnd, heldReason);
  }

  /** An execution in between is missing. */
  private gap(order: ChildOrder): void {
    this.counters.gaps++;
    this.outcomeUnknown(order, 'an execution is missing');
    order.queryAtMs = this.nowMs;
  }
}
