/**
 * Orders at CME: iLink 3. Requests go out when everything that the exchange has said is read; each leaves once and is never sent again. What has no answer is asked for: an order that the exchange has
 * ever spoken of is what its reports say, one that it has never spoken of is cancelled.
 */
import { ChildStatus } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { CmeDialect } from '../../../protocol/fixp/cme.js';
import type { SbeMessage } from '../../../protocol/views/sbe-message.js';
import { FixpLine, type FixpOwner } from '../../fixp-orders/fixp-line.js';
import { Inbox } from '../../kit/feed/inbox.js';
import type { Notice } from '../../kit/feed/outside.js';
import type { ByteDial } from '../../kit/line/outside.js';
import { listAsConfigured } from '../../kit/orders/assumed-listings.js';
import { Barrier } from '../../kit/orders/barrier.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { type ClientIds, textIds } from '../../kit/orders/client-ids.js';
import { MessageTokens } from '../../kit/orders/message-tokens.js';
import type { FormEvents, OrderForm } from '../../kit/orders/order-form.js';
import { Asked, SentRequests } from '../../kit/orders/sent-requests.js';
import { type CmeContract, cmeContract } from '../contract.js';
import type { CmeOrderOptions } from './options.js';
import { IlinkReports, type ReportsOwner } from './reports.js';
import { IlinkRequests, TIMES_IN_FORCE } from './requests.js';

const NAME = 'cme orders';
const MOST_CONTRACTS = 99_999;
/** What is not in the exchange's messages after so many readings, a person has to find. */
const MOST_READINGS = 3;

export interface IlinkOutside {
  readonly dial: ByteDial;
  readonly notice: Notice;
}

export class IlinkForm implements OrderForm, FixpOwner, ReportsOwner {
  readonly answerMs: number;
  readonly settleMs: number;
  readonly name = NAME;
  readonly ids: ClientIds;
  readonly notice: Notice;
  readonly contracts: ReadonlyMap<number, CmeContract>;
  private readonly inbox = new Inbox();
  private readonly line: FixpLine;
  private readonly sent = new SentRequests();
  private readonly reports: IlinkReports;
  private readonly requests: IlinkRequests;
  private readonly tokens: MessageTokens;
  /** Cancelled to find out whether they are there. */
  private readonly searched = new Set<ChildOrder>();
  private readonly barrier = new Barrier(() => this.line.askForSign());
  private readonly readings = new WeakMap<ChildOrder, number>();
  private isReady = false;
  private heardSigns = 0;
  private nowMs = 0;

  /** @throws RangeError an instrument has no SecurityID, or ticks or lots that CME has no number for */
  constructor(
    private readonly options: CmeOrderOptions,
    private readonly desk: FormEvents,
    { dial, notice }: IlinkOutside,
  ) {
    this.answerMs = options.answerMs;
    this.settleMs = options.settleMs;
    this.notice = notice;
    this.ids = textIds(options.prefix);
    this.contracts = new Map(options.instruments.map((each) => [each.id, cmeContract(each)]));
    this.tokens = new MessageTokens(options.budget);
    this.reports = new IlinkReports(desk, this.sent, this);
    const dialect = new CmeDialect(options.identity);
    this.line = new FixpLine({ ...options, name: NAME }, dialect, dial, this, notice, this.inbox);
    this.requests = new IlinkRequests(options, (message) => this.line.begin(message));
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
    const unfit = unfitOrder(order);
    if (unfit !== undefined) {
      this.desk.rejected(order, Reason.InvalidCombination, unfit);
      return true;
    }
    if (!this.isReady || !this.tokens.take(false, nowMs)) return false;
    return this.send(Asked.New, order, this.requests.newOrder(order, this.contractOf(order), nowMs));
  }

  cancel(order: ChildOrder, nowMs: number): boolean {
    if (!this.isReady || !this.tokens.take(true, nowMs)) return false;
    return this.send(Asked.Cancel, order, this.requests.cancel(order, this.contractOf(order), nowMs));
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    if (order.pendingLots > MOST_CONTRACTS) {
      this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, TOO_MANY);
      return true;
    }
    if (!this.isReady || !this.tokens.take(false, nowMs)) return false;
    return this.send(Asked.Replace, order, this.requests.replace(order, this.contractOf(order), nowMs));
  }

  query(order: ChildOrder, nowMs: number): boolean {
    if (!this.isReady) return false;
    this.barrier.ask(() => this.found(order), nowMs);
    return true;
  }

  close(): void {
    this.line.stop();
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
      if (request !== undefined) this.desk.outcomeUnknown(request.order, 'the exchange has not got it');
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

  cancelFoundNone(order: ChildOrder): boolean {
    if (!this.searched.delete(order)) return false;
    if (order.status === ChildStatus.Unknown) this.desk.notFound(order);
    return true;
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private becomeReady(): void {
    this.isReady = true;
    this.reports.isReplay = false;
    listAsConfigured(this.desk, this.options.instruments);
    this.desk.ready();
  }

  /** What the exchange has said of it is all here. */
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

  private contractOf({ terms }: ChildOrder): CmeContract {
    return this.contracts.get(terms.instrument)!;
  }
}

const TOO_MANY = `an order at CME has at most ${MOST_CONTRACTS} contracts`;

/** What iLink has no word for; undefined = it can go out. */
function unfitOrder({ terms, totalLots }: ChildOrder): string | undefined {
  if (terms.postOnly) return 'CME knows no post-only orders';
  if (TIMES_IN_FORCE[terms.timeInForce] === undefined) return 'this time in force is not known at CME';
  return totalLots > MOST_CONTRACTS ? TOO_MANY : undefined;
}
