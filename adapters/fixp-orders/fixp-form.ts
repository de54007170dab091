/**
 * Orders over FIXP, whatever the venue. Requests go out when everything that the venue has said is read; each leaves once and is never sent again. What has no answer is asked for: an order that the
 * venue has ever spoken of is what its reports say, one that it has never spoken of is cancelled to find out. What a venue fills in are its requests and its reports.
 */
import { ChildStatus } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { FixpDialect } from '../../protocol/fixp/dialect.js';
import type { SbeMessage } from '../../protocol/views/sbe-message.js';
import { Inbox } from '../kit/feed/inbox.js';
import type { Notice } from '../kit/feed/outside.js';
import type { VenueInstrument } from '../kit/instrument.js';
import type { ByteDial } from '../kit/line/outside.js';
import { listAsConfigured } from '../kit/orders/assumed-listings.js';
import { Barrier } from '../kit/orders/barrier.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import { type MessageBudget, MessageTokens } from '../kit/orders/message-tokens.js';
import type { FormEvents, OrderForm } from '../kit/orders/order-form.js';
import { Recent } from '../kit/orders/recent.js';
import type { Refusal } from '../kit/orders/refusal.js';
import { Asked, SentRequests } from '../kit/orders/sent-requests.js';
import { FixpLine, type FixpOwner, type FixpRules } from './fixp-line.js';
import type { FixpReports, MassCancelReport, ReportsOwner } from './fixp-reports.js';

/** What is not in the venue's messages after so many readings, a person has to find. */
const MOST_READINGS = 3;
/** Mass cancels whose reports are waited for. */
const MOST_MASS_CANCELS = 64;

export interface FixpFormRules extends FixpRules {
  readonly answerMs: number;
  readonly settleMs: number;
  readonly budget: MessageBudget;
  /** Their symbol is the venue's number of them. */
  readonly instruments: readonly VenueInstrument[];
}

/** What a venue's orders are told at start, whatever else it wants. */
export type FixpOptions = Omit<FixpFormRules, 'name'>;

export interface MassCancelRequest {
  /** By which its report names it. */
  readonly name: string;
  readonly message: SbeMessage;
}

/** What is asked of a venue: messages that are filled anew each time. */
export interface FixpRequests {
  /** What the venue has no word for; undefined = it can go out. */
  unfit(order: ChildOrder): string | undefined;
  /** The same for its `pendingTicks` and `pendingLots`. */
  unfitReplace(order: ChildOrder): string | undefined;
  newOrder(order: ChildOrder, nowMs: number): SbeMessage;
  cancel(order: ChildOrder, nowMs: number): SbeMessage;
  replace(order: ChildOrder, nowMs: number): SbeMessage;
  /** Of everything, or of the instrument, where the venue has such a message. @param order one of those that it ends */
  massCancel?(instrument: number | undefined, order: ChildOrder, nowMs: number): MassCancelRequest;
}

/** What a venue's parts are made with. */
export interface FixpSender extends ReportsOwner {
  readonly sent: SentRequests;
  /** All optional fields null. */
  begin<T extends SbeMessage>(message: T): T;
}

export interface FixpParts {
  readonly requests: FixpRequests;
  readonly reports: FixpReports;
}

export interface FixpOutside {
  readonly dial: ByteDial;
  readonly notice: Notice;
}

export class FixpForm implements OrderForm, FixpOwner, FixpSender {
  readonly answerMs: number;
  readonly settleMs: number;
  readonly name: string;
  readonly notice: Notice;
  readonly sent = new SentRequests();
  private readonly inbox = new Inbox();
  private readonly line: FixpLine;
  private readonly requests: FixpRequests;
  private readonly reports: FixpReports;
  private readonly tokens: MessageTokens;
  /** Cancelled to find out whether they are there. */
  private readonly searched = new Set<ChildOrder>();
  private readonly massCancels = new Recent<string, readonly ChildOrder[]>(MOST_MASS_CANCELS);
  private readonly barrier = new Barrier(() => this.line.askForSign());
  private readonly readings = new WeakMap<ChildOrder, number>();
  private isReady = false;
  private heardSigns = 0;
  private nowMs = 0;

  constructor(
    private readonly rules: FixpFormRules,
    dialect: FixpDialect,
    private readonly desk: FormEvents,
    { dial, notice }: FixpOutside,
    makeParts: (sender: FixpSender) => FixpParts,
  ) {
    this.answerMs = rules.answerMs;
    this.settleMs = rules.settleMs;
    this.name = rules.name;
    this.notice = notice;
    this.tokens = new MessageTokens(rules.budget);
    this.line = new FixpLine(rules, dialect, dial, this, notice, this.inbox);
    const { requests, reports } = makeParts(this);
    this.requests = requests;
    this.reports = reports;
  }

  doWork(nowMs: number): number {
    this.nowMs = nowMs;
    const work = this.inbox.work() + this.line.tick(nowMs);
    if (!this.line.isCaughtUp) return work;
    if (!this.isReady) this.becomeReady();
    if (this.line.signs !== this.heardSigns) this.barrier.answered(nowMs);
    this.heardSigns = this.line.signs;
    return work;
  }

  newOrder(order: ChildOrder, nowMs: number): boolean {
    const unfit = this.requests.unfit(order);
    if (unfit !== undefined) {
      this.desk.rejected(order, Reason.InvalidCombination, unfit);
      return true;
    }
    if (!this.canSend || !this.tokens.take(false, nowMs)) return false;
    return this.send(Asked.New, order, this.requests.newOrder(order, nowMs));
  }

  cancel(order: ChildOrder, nowMs: number): boolean {
    if (!this.canSend || !this.tokens.take(true, nowMs)) return false;
    return this.send(Asked.Cancel, order, this.requests.cancel(order, nowMs));
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    const unfit = this.requests.unfitReplace(order);
    if (unfit !== undefined) {
      this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, unfit);
      return true;
    }
    if (!this.canSend || !this.tokens.take(false, nowMs)) return false;
    return this.send(Asked.Replace, order, this.requests.replace(order, nowMs));
  }

  get massCancel(): OrderForm['massCancel'] {
    return this.requests.massCancel && this.cancelTogether;
  }

  private readonly cancelTogether = (
    instrument: number | undefined,
    orders: readonly ChildOrder[],
    nowMs: number,
  ): boolean => {
    if (!this.isReady || !this.tokens.take(true, nowMs)) return false;
    const { name, message } = this.requests.massCancel!(instrument, orders[0], nowMs);
    const number = this.line.send(message);
    if (number === 0) return false;
    this.sent.putMassCancel(number, orders);
    this.massCancels.set(name, orders);
    return true;
  };

  query(order: ChildOrder, nowMs: number): boolean {
    if (!this.isReady) return false;
    this.barrier.ask(() => this.found(order), nowMs);
    return true;
  }

  close(): void {
    this.line.stop();
  }

  begin<T extends SbeMessage>(message: T): T {
    return this.line.begin(message);
  }

  // ---- from the line ----------------------------------------------------------------------------------------

  established(): void {
    this.sent.clear();
  }

  message(message: SbeMessage): void {
    this.reports.read(message);
  }

  notApplied(from: number, count: number): void {
    for (let number = from; number < from + count; number++) {
      const request = this.sent.take(number);
      if (request === undefined) continue;
      const why = 'the exchange has not got it';
      if (request.orders !== undefined) this.desk.massCancelRefused(request.orders, why);
      else this.desk.outcomeUnknown(request.order, why);
    }
  }

  ended(why: string): void {
    this.isReady = false;
    this.searched.clear();
    this.barrier.forget();
    this.reports.forget();
    this.desk.lost(why);
  }

  // ---- from the reports -------------------------------------------------------------------------------------

  massCancelAnswered({ name, isRefused, text }: MassCancelReport): void {
    const orders = this.massCancels.get(name);
    this.massCancels.delete(name);
    if (orders !== undefined && isRefused) this.desk.massCancelRefused(orders, text);
  }

  searchRefused(order: ChildOrder, { reason }: Refusal): boolean {
    if (!this.searched.delete(order)) return false;
    if (reason === Reason.UnknownOrder && order.status === ChildStatus.Unknown) this.desk.notFound(order);
    return true;
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private get canSend(): boolean {
    return this.isReady && this.line.canSend;
  }

  private becomeReady(): void {
    this.isReady = true;
    this.reports.isReplay = false;
    listAsConfigured(this.desk, this.rules.instruments);
    this.desk.ready();
  }

  /** What the venue has said of it is all here. */
  private found(order: ChildOrder): void {
    if (this.desk.find(order.clientId) !== order || order.status !== ChildStatus.Unknown) return;
    const terms = this.reports.takeTerms(order);
    if (order.claimedLots > order.executedLots) this.readAgain(order);
    else if (terms !== undefined) this.stands(order, { ...order, ...terms });
    else if (order.venueId !== '') this.stands(order, order);
    else if (this.cancel(order, this.nowMs)) this.searched.add(order);
  }

  private readAgain(order: ChildOrder): void {
    const times = (this.readings.get(order) ?? 0) + 1;
    this.readings.set(order, times);
    if (times <= MOST_READINGS) this.line.drop(`executions of ${order.clientId} are missing`, true);
  }

  private stands(
    order: ChildOrder,
    { venueId, priceTicks, totalLots }: Pick<ChildOrder, 'venueId' | 'priceTicks' | 'totalLots'>,
  ): void {
    const cumLots = order.executedLots;
    this.desk.stands(order, { status: 'open', venueId, cumLots, fills: [], priceTicks, totalLots });
  }

  private send(asked: Asked, order: ChildOrder, message: SbeMessage): boolean {
    const number = this.line.send(message);
    if (number === 0) return false;
    this.sent.put(number, asked, order);
    return true;
  }
}
