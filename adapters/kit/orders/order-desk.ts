/**
 * The orders of one venue: what the core asks for goes out through the venue's form, what the venue says goes to the core, each
 * execution once and in order. An order whose request got no answer, or whose connection was lost, is unknown until the venue has
 * been asked for it; a venue is up only when none is. Nothing is sent twice: what never arrived is told to the core, which decides.
 */
import { ChildStatus, TimeInForce, VenueReportKind, VenueStatus } from '../../../protocol/codes/enums.js';
import { Reason, reasonName } from '../../../protocol/codes/reasons.js';
import type { Notice } from '../feed/outside.js';
import { ChildOrder, type ChildTerms, MassCancel, Wanted } from './child-order.js';
import type { FormEvents, OrderForm } from './order-form.js';
import { type DeskOptions, OrderLife } from './order-life.js';
import { RequestQueue } from './request-queue.js';
import type { VenueLane } from './venue-lane.js';

export const enum DeskState {
  Down = 0,
  /** Connected; unknown orders are being asked for. */
  Reconciling = 1,
  Up = 2,
}

/** Between two looks at time-outs. */
const TICK_MS = 20;
/** While it is up the venue says so this often, or the core takes it for silent. */
const ALIVE_MS = 1_000;

export class OrderDesk extends OrderLife implements FormEvents {
  state = DeskState.Down;
  private readonly requests = new RequestQueue(this.all);
  private make!: () => OrderForm;
  private nextTickMs = 0;
  private nextAliveMs = 0;

  constructor(
    options: DeskOptions,
    lane: VenueLane,
    notice: Notice,
    /** The core knows none of the venue's prices: they have to be told again. */
    private readonly onPricesForgotten: () => void = () => {},
  ) {
    super(options, lane, notice);
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

  massCancelRefused(orders: readonly ChildOrder[], text: string): void {
    this.notice(
      `${this.options.name}: a mass cancel was refused, and each order is cancelled by itself (${text})`,
    );
    this.counters.requestRejects++;
    for (const order of orders) this.cancelAlone(order);
  }

  lost(why: string): void {
    if (this.state === DeskState.Down) return;
    this.notice(`${this.options.name}: orders cannot go out (${why})`);
    this.state = DeskState.Down;
    this.lane.venueStatus(this.options.venue, VenueStatus.Down);
    this.onPricesForgotten();
    for (const order of this.all) this.doubt(order);
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
      if (order.askedMs !== 0 && this.nowMs - order.askedMs >= answerMs) this.unanswered(order);
      if (standsNowhere(order) && this.nowMs - order.sentMs >= answerMs)
        this.outcomeUnknown(order, `it does not stand, and its end has not come in ${answerMs} ms`);
      if (order.status === ChildStatus.Unknown && this.state !== DeskState.Down)
        this.queries.askWhenDue(order, this.form, this.nowMs);
    }
    if (this.lane.isOverrun) this.lost('the core does not take what the venue says');
    if (this.state === DeskState.Reconciling) this.comeUp();
    if (this.state === DeskState.Up && this.nowMs >= this.nextAliveMs) this.sayUp();
  }

  private unanswered(order: ChildOrder): void {
    if (order.massCancel === MassCancel.Asked) this.cancelAlone(order);
    else this.outcomeUnknown(order, `no answer in ${this.form.answerMs} ms`);
  }

  /** The mass cancel that was to end it has not. */
  private cancelAlone(order: ChildOrder): void {
    if (!this.all.isOpen(order) || order.massCancel !== MassCancel.Asked) return;
    order.massCancel = MassCancel.Over;
    if (order.status !== ChildStatus.PendingCancel) return;
    order.askedMs = 0;
    order.wanted = Wanted.Cancel;
    this.requests.push(order);
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
}

/** Immediate or cancel, fill or kill: it has ended when it has arrived. */
const standsNowhere = ({ sentMs, terms: { timeInForce } }: ChildOrder): boolean =>
  sentMs !== 0 && (timeInForce === TimeInForce.ImmediateOrCancel || timeInForce === TimeInForce.FillOrKill);
