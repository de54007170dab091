/**
 * The orders of one venue: what the core asks for goes out through the venue's form, what the venue says goes to the core, each
 * execution once and in order. An order whose request got no answer, or whose connection was lost, is unknown until the venue has
 * been asked for it; a venue is up only when none is. Nothing is sent twice: what never arrived is told to the core, which decides.
 */
import {
  ChildStatus,
  type Liquidity,
  type Side,
  VenueReportKind,
  VenueStatus,
} from '../../../protocol/codes/enums.js';
import { Reason, reasonName } from '../../../protocol/codes/reasons.js';
import type { Notice } from '../feed/outside.js';
import type { Definition } from '../instrument.js';
import { AnswerTimes, type Stopwatch } from './answer-times.js';
import { ChildOrder, type ChildTerms, Wanted } from './child-order.js';
import { ChildOrders } from './child-orders.js';
import type { ClientIds } from './client-ids.js';
import { DeskCounters } from './desk-counters.js';
import { DeskListings } from './desk-listings.js';
import type { FormEvents, Found, OrderForm } from './order-form.js';
import { OrderQueries } from './order-queries.js';
import { OrderReports } from './order-reports.js';
import { RequestQueue } from './request-queue.js';
import type { VenueLane } from './venue-lane.js';
import { VenueTrades } from './venue-trades.js';

export const enum DeskState {
  Down = 0,
  /** Connected; unknown orders are being asked for. */
  Reconciling = 1,
  Up = 2,
}

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

/** Between two looks at time-outs. */
const TICK_MS = 20;
/** While it is up the venue says so this often, or the core takes it for silent. */
const ALIVE_MS = 1_000;

const ENDS = {
  cancelled: VenueReportKind.Cancelled,
  expired: VenueReportKind.Expired,
  rejected: VenueReportKind.Rejected,
} as const;

export class OrderDesk implements FormEvents {
  readonly counters = new DeskCounters();
  state = DeskState.Down;
  readonly trades: VenueTrades;
  private readonly all = new ChildOrders();
  private readonly requests = new RequestQueue();
  private readonly listings: DeskListings;
  private readonly reports: OrderReports;
  private readonly queries: OrderQueries;
  private readonly times: AnswerTimes;
  private form!: OrderForm;
  private make!: () => OrderForm;
  private nowMs = 0;
  private nextTickMs = 0;
  private nextAliveMs = 0;

  constructor(
    private readonly options: DeskOptions,
    private readonly lane: VenueLane,
    private readonly notice: Notice,
    /** The core knows none of the venue's prices: they have to be told again. */
    private readonly onPricesForgotten: () => void = () => {},
  ) {
    this.trades = new VenueTrades(options, lane, this.counters, notice);
    this.listings = new DeskListings(options, lane, notice);
    this.reports = new OrderReports(options.venue, this.all, lane, this.counters);
    this.times = new AnswerTimes(options.watch);
    this.queries = new OrderQueries(this.all, this.reports, this, this.counters);
  }

  /** @param make a form that tells this desk; made anew when one throws */
  use(make: () => OrderForm): void {
    this.make = make;
    this.form = make();
  }

  get streetAccount(): number {
    return this.options.streetAccount;
  }

  /** Something is still to be sent. */
  get isAsking(): boolean {
    return !this.requests.isEmpty;
  }

  get orders(): Iterable<ChildOrder> {
    return this.all;
  }

  /** Instruments that the venue takes no orders for now. */
  get haltedListings(): number {
    return this.listings.halted;
  }

  doWork(nowMs: number): number {
    this.nowMs = nowMs;
    try {
      return this.turn(nowMs);
    } catch (error) {
      this.formFailed(error as Error);
      return 1;
    }
  }

  private turn(nowMs: number): number {
    let work = this.form.doWork(nowMs);
    if (nowMs >= this.nextTickMs) {
      this.nextTickMs = nowMs + TICK_MS;
      this.tick();
    }
    if (this.state === DeskState.Up) work += this.requests.send(this.form, nowMs, this.counters, this.times);
    return work;
  }

  close(): void {
    this.form.close();
  }

  // ---- from the core --------------------------------------------------------------------------------------

  /** A new child. @param known one of an earlier time: the venue may have it */
  child(
    terms: ChildTerms,
    priceTicks: number,
    totalLots: number,
    executedLots: number,
    known: boolean,
  ): void {
    const order = new ChildOrder(
      terms,
      this.options.ids.of(terms.epoch, terms.number),
      priceTicks,
      totalLots,
    );
    order.executedLots = executedLots;
    this.all.add(order);
    if (known) {
      order.wanted = Wanted.Nothing;
      return this.doubt(order);
    }
    if (this.state === DeskState.Up) this.requests.push(order);
    else this.reports.neverArrived(order);
  }

  cancelWanted(slot: number): void {
    const order = this.all.at(slot);
    if (order === undefined) return;
    if (order.wanted === Wanted.New) return this.reports.ended(order, VenueReportKind.Cancelled, Reason.None);
    order.wanted = Wanted.Cancel;
    order.status = ChildStatus.PendingCancel;
    this.requests.push(order);
  }

  replaceWanted(slot: number, priceTicks: number, totalLots: number): void {
    const order = this.all.at(slot);
    if (order === undefined) return;
    order.wanted = Wanted.Replace;
    order.status = ChildStatus.PendingReplace;
    order.pendingTicks = priceTicks;
    order.pendingLots = totalLots;
    this.requests.push(order);
  }

  /** The core knows no more of it. */
  over(slot: number): void {
    this.reports.over(slot);
  }

  /** The core did not take what was said of an order: what it has, the venue has to say again. */
  refused(slot: number, reason: Reason): void {
    const order = this.all.at(slot);
    if (reason === Reason.DuplicateExecution || reason === Reason.UnknownOrder) {
      this.counters.duplicates++;
      return;
    }
    this.counters.refused++;
    this.notice(
      `${this.options.name}: the core refused a report of ${order?.clientId ?? 'an order'} (${reasonName(reason)})`,
    );
    if (order !== undefined) this.doubt(order);
  }

  // ---- from the form --------------------------------------------------------------------------------------

  ready(): void {
    if (this.state !== DeskState.Down) return;
    this.state = DeskState.Reconciling;
    this.onPricesForgotten();
    for (const order of this.all) this.queries.whenSettled(order, this.form, this.nowMs);
    this.comeUp();
  }

  lost(why: string): void {
    if (this.state === DeskState.Down) return;
    this.notice(`${this.options.name}: orders cannot go out (${why})`);
    this.state = DeskState.Down;
    this.lane.venueStatus(this.options.venue, VenueStatus.Down);
    this.onPricesForgotten();
    for (const order of this.all) this.doubt(order);
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
    this.trades.fill(order, cumLots, fill, executionId);
    if (order.status === ChildStatus.PendingNew) order.status = ChildStatus.New;
    if (order.openLots <= 0) this.over(order.terms.slot);
    else if (order.heldEnd !== 0) this.endWhenComplete(order);
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

  /** What one venue's adapter does wrong is no other's matter: its connections end, and it begins anew. */
  formFailed(error: Error): void {
    this.counters.failures++;
    this.notice(
      `${this.options.name}: the adapter has failed and begins anew (${error.stack ?? error.message})`,
    );
    this.lost(error.message);
    this.form.close();
    this.form = this.make();
  }

  // ---- inside ---------------------------------------------------------------------------------------------

  private tick(): void {
    const { answerMs } = this.form;
    for (const order of this.all) {
      if (order.askedMs !== 0 && this.nowMs - order.askedMs >= answerMs)
        this.outcomeUnknown(order, `no answer in ${answerMs} ms`);
      if (order.status === ChildStatus.Unknown && this.state !== DeskState.Down)
        this.queries.askWhenDue(order, this.form, this.nowMs);
    }
    if (this.lane.isOverrun) this.lost('the core does not take what the venue says');
    if (this.state === DeskState.Reconciling) this.comeUp();
    if (this.state === DeskState.Up && this.nowMs >= this.nextAliveMs) this.sayUp();
  }

  private comeUp(): void {
    for (const order of this.all) if (order.status === ChildStatus.Unknown) return;
    this.state = DeskState.Up;
    this.counters.ups++;
    this.sayUp();
    this.notice(`${this.options.name}: up`);
  }

  private sayUp(): void {
    this.nextAliveMs = this.nowMs + ALIVE_MS;
    this.lane.venueStatus(this.options.venue, VenueStatus.Up);
  }

  private answered(order: ChildOrder): void {
    order.askedMs = 0;
    this.times.answered(order);
  }

  private doubt(order: ChildOrder): void {
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
