/**
 * Orders at Nasdaq: OUCH 5.0 over SoupBinTCP. Requests go out when everything that Nasdaq has said before is read; each leaves once and is never sent again. Nasdaq says no
 * to cancels and replaces of what is dead by saying nothing, so what has no answer is asked for: what OUCH has not said of an order when it answers an Account Query has
 * not happened.
 */
import { ChildStatus, OrdType, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Inbox } from '../../kit/feed/inbox.js';
import type { Notice } from '../../kit/feed/outside.js';
import type { ByteDial } from '../../kit/line/outside.js';
import { listAsConfigured } from '../../kit/orders/assumed-listings.js';
import { Barrier } from '../../kit/orders/barrier.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import { type ClientIds, shortIds } from '../../kit/orders/client-ids.js';
import { MessageTokens } from '../../kit/orders/message-tokens.js';
import type { FormEvents, OrderForm } from '../../kit/orders/order-form.js';
import { SoupBinLine } from '../soupbin/soupbin-line.js';
import { type NasdaqUnits, nasdaqUnits } from '../units.js';
import type { NasdaqOrderOptions } from './options.js';
import { OuchOrder, OuchOrders } from './ouch-order.js';
import { OuchReports } from './reports.js';
import { OuchRequests } from './requests.js';

const NAME = 'nasdaq orders';
const MOST_SHARES = 999_999;
const MOST_UNITS = 1_999_999_900;
/** What is not in the day's messages after so many readings, a person has to find. */
const MOST_READINGS = 3;
const TIMES_IN_FORCE: readonly TimeInForce[] = [
  TimeInForce.Day,
  TimeInForce.ImmediateOrCancel,
  TimeInForce.FillOrKill,
];

export interface OuchOutside {
  readonly dial: ByteDial;
  readonly notice: Notice;
}

export class OuchForm implements OrderForm {
  readonly answerMs: number;
  readonly settleMs: number;
  readonly ids: ClientIds;
  readonly name = NAME;
  readonly notice: Notice;
  readonly units: ReadonlyMap<number, NasdaqUnits>;
  private readonly inbox = new Inbox();
  private readonly line: SoupBinLine;
  private readonly orders = new OuchOrders();
  private readonly reports: OuchReports;
  private readonly requests: OuchRequests;
  private readonly questions = new Barrier(() => this.sendQuestion());
  private readonly tokens: MessageTokens;
  private readonly readings = new WeakMap<ChildOrder, number>();
  private isReady = false;
  private nowMs = 0;
  /** Of the message that is read. */
  private sequenceNumber = 0;

  /** @throws RangeError an instrument has ticks or lots that Nasdaq has no number for */
  constructor(
    private readonly options: NasdaqOrderOptions,
    private readonly desk: FormEvents,
    { dial, notice }: OuchOutside,
  ) {
    this.answerMs = options.answerMs;
    this.settleMs = options.settleMs;
    this.notice = notice;
    this.ids = shortIds(options.prefix);
    this.units = new Map(options.instruments.map((each) => [each.id, nasdaqUnits(each)]));
    this.tokens = new MessageTokens(options.budget);
    this.requests = new OuchRequests(options);
    this.reports = new OuchReports(this.orders, desk, this);
    this.line = new SoupBinLine({ ...options, name: NAME, findsEnd: true }, dial, this, notice, this.inbox);
  }

  doWork(nowMs: number): number {
    this.nowMs = nowMs;
    const work = this.inbox.work() + this.line.tick(nowMs);
    if (this.questions.outForMs(nowMs) >= this.answerMs) this.line.drop('an Account Query has no answer');
    return work;
  }

  newOrder(order: ChildOrder, nowMs: number): boolean {
    const units = this.units.get(order.terms.instrument)!;
    const unfit = unfitOrder(order, units);
    if (unfit !== undefined) {
      this.desk.rejected(order, Reason.InvalidCombination, unfit);
      return true;
    }
    if (!this.isReady || !this.tokens.take(false, nowMs)) return false;
    const ref = this.orders.nextRef;
    if (!this.send(this.requests.newOrder(order, units, ref))) return false;
    this.orders.add(new OuchOrder(order, units, ref));
    return true;
  }

  /** A replace that is still on its way may give it another number before the cancel arrives. */
  cancel(order: ChildOrder, nowMs: number): boolean {
    if (!this.isReady || !this.tokens.take(true, nowMs)) return false;
    const known = this.orders.of(order);
    if (known === undefined) this.desk.outcomeUnknown(order, 'Nasdaq has not spoken of it');
    else this.sendCancel(known);
    return true;
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    const known = this.orders.of(order);
    const unfit = unfitReplace(order, known);
    if (unfit !== undefined) {
      this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, unfit);
      return true;
    }
    if (!this.isReady || !this.tokens.take(false, nowMs)) return false;
    const ref = this.orders.nextRef;
    if (!this.send(this.requests.replace(known!, ref))) return false;
    known!.pendingRef = ref;
    this.orders.alsoCalled(known!, ref);
    return true;
  }

  /** One that Nasdaq has never spoken of is cancelled first: either it never came, or it is out of the market. */
  query(order: ChildOrder, nowMs: number): boolean {
    if (!this.isReady) return false;
    const known = this.orders.of(order);
    if (known === undefined) this.desk.notFound(order);
    else {
      if (!known.isAccepted) this.sendCancel(known);
      this.questions.ask(() => this.found(order, known), nowMs);
    }
    return true;
  }

  close(): void {
    this.line.stop();
  }

  // ---- from the line ----------------------------------------------------------------------------------------

  begins(session: string): void {
    this.notice(`${NAME}: session ${session}`);
    this.orders.clear();
  }

  /** The number where the messages end may be that of an old answer to an Account Query, so one more is asked for than has to come. */
  loggedIn(): void {
    const { questions, nowMs } = this;
    questions.ask(() => questions.ask(() => this.becomeReady(), this.nowMs), nowMs);
  }

  loggedOut(why: string): void {
    this.isReady = false;
    this.reports.isReplay = true;
    this.questions.forget();
    this.desk.lost(why);
  }

  sequenced(bytes: Buffer, start: number, end: number, sequenceNumber: number): void {
    this.sequenceNumber = sequenceNumber;
    this.reports.read(bytes, start, end);
  }

  // ---- from the reports -------------------------------------------------------------------------------------

  answered(): void {
    if (this.sequenceNumber >= this.line.end) this.questions.answered(this.nowMs);
  }

  unwanted(order: OuchOrder): void {
    this.notice(`${NAME}: ${order.child.clientId} is live after it was given up, and is cancelled`);
    this.sendCancel(order);
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private becomeReady(): void {
    this.isReady = true;
    this.reports.isReplay = false;
    listAsConfigured(this.desk, this.options.instruments);
    this.desk.ready();
  }

  /** What Nasdaq has said of it is all here. */
  private found(order: ChildOrder, known: OuchOrder): void {
    if (this.desk.find(order.clientId) !== order || order.status !== ChildStatus.Unknown) return;
    if (!known.isAccepted) return this.desk.notFound(order);
    if (known.executedLots !== order.executedLots) return this.readDayAgain(order);
    this.orders.forgetReplace(known);
    const { priceTicks, totalLots, executedLots: cumLots } = known;
    this.desk.stands(order, { status: 'open', venueId: '', cumLots, fills: [], priceTicks, totalLots });
  }

  private readDayAgain(order: ChildOrder): void {
    const times = (this.readings.get(order) ?? 0) + 1;
    this.readings.set(order, times);
    if (times <= MOST_READINGS) this.line.drop(`executions of ${order.clientId} are missing`, true);
  }

  private sendCancel({ ref, pendingRef }: OuchOrder): void {
    this.send(this.requests.cancel(ref));
    if (pendingRef !== 0) this.send(this.requests.cancel(pendingRef));
  }

  private sendQuestion(): boolean {
    return this.send(this.requests.accountQuery());
  }

  private send(end: number): boolean {
    return this.line.send(this.requests.buffer, 0, end);
  }
}

/** What OUCH has no word for; undefined = it can go out. */
function unfitOrder({ terms, totalLots, priceTicks }: ChildOrder, units: NasdaqUnits): string | undefined {
  if (terms.ordType !== OrdType.Limit) return 'OUCH has no market orders outside of crosses';
  if (!TIMES_IN_FORCE.includes(terms.timeInForce))
    return 'orders at Nasdaq live for the day, or are immediate';
  return beyond(totalLots, priceTicks, units);
}

function unfitReplace(
  { pendingLots, pendingTicks }: ChildOrder,
  known: OuchOrder | undefined,
): string | undefined {
  if (known === undefined) return 'Nasdaq has not spoken of it';
  return beyond(pendingLots, pendingTicks, known.units);
}

function beyond(
  lots: number,
  ticks: number,
  { sharesPerLot, unitsPerTick }: NasdaqUnits,
): string | undefined {
  if (lots * sharesPerLot > MOST_SHARES) return `an order at Nasdaq has at most ${MOST_SHARES} shares`;
  const units = ticks * unitsPerTick;
  return units > 0 && units <= MOST_UNITS
    ? undefined
    : 'an order at Nasdaq costs at most 199,999.99, and more than 0';
}
