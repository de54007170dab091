/**
 * Orders over FIX, for every venue: requests go out while the line is logged on and there is a token, each report and reject becomes
 * a call of the desk. A request leaves once and is never sent again; what has no answer is asked for. On the desk's thread.
 */

import { Reason } from '../../protocol/codes/reasons.js';
import type { FixBuilder } from '../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../protocol/fix/codec/message.js';
import { Msg, msgType } from '../../protocol/fix/codec/tags.js';
import { Inbox } from '../kit/feed/inbox.js';
import type { Notice } from '../kit/feed/outside.js';
import type { VenueInstrument } from '../kit/instrument.js';
import type { ByteDial } from '../kit/line/outside.js';
import type { ChildOrder } from '../kit/orders/child-order.js';
import { MessageTokens } from '../kit/orders/message-tokens.js';
import type { FormEvents, OrderForm } from '../kit/orders/order-form.js';
import { Fate } from '../kit/orders/refusal.js';
import { Asked, SentRequests } from '../kit/orders/sent-requests.js';
import { FixLine } from './fix-line.js';
import type { Finder, FixVenue, Readiness } from './fix-venue.js';
import { ReportReader, textIn } from './report-reader.js';
import { T } from './tags.js';

const NEW_ORDER = msgType('D');
const CANCEL = msgType('F');
const EXECUTION_REPORT = msgType('8');
const CANCEL_REJECT = msgType('9');
const NEWS = msgType('B');
/** Binance's refusal of an amendment, which is no OrderCancelReject. */
const AMEND_REJECT = msgType('XAR');
/** Of CxlRejResponseTo. */
const TO_REPLACE = '2';
const HEADLINE = 148;

export interface FormOutside {
  readonly dial: ByteDial;
  readonly notice: Notice;
}

/** What a venue is made with: its finder sends through the form. */
export interface VenueParts {
  readonly venue: FixVenue;
  readonly readiness: Readiness;
  readonly finder: Finder;
}

/** What finders may use of the form. */
export interface FixSender {
  readonly isLoggedOn: boolean;
  /** For what a venue has beside FIX. */
  readonly inbox: Inbox;
  /** @returns false: no token, or nobody is there */
  ask(type: number, asked: Asked, order: ChildOrder, fill: (to: FixBuilder) => void, nowMs: number): boolean;
  testRequest(id: string): void;
  /** Ends the connection; another one follows. */
  drop(why: string): void;
  requestName(order: ChildOrder, nowMs: number): string;
}

export class FixForm implements OrderForm, FixSender {
  readonly answerMs: number;
  readonly settleMs: number;
  private readonly venue: FixVenue;
  private readonly readiness: Readiness;
  private readonly finder: Finder;
  private readonly line: FixLine;
  private readonly reader: ReportReader;
  readonly inbox = new Inbox();
  private readonly sent = new SentRequests();
  private readonly tokens: MessageTokens;
  private readonly byId = new Map<number, VenueInstrument>();
  private isReady = false;
  private lastStamp = 0;

  constructor(
    private readonly desk: FormEvents,
    private readonly outside: FormOutside,
    make: (sender: FixSender) => VenueParts,
  ) {
    const { venue, readiness, finder } = make(this);
    this.venue = venue;
    this.readiness = readiness;
    this.finder = finder;
    this.answerMs = venue.answerMs;
    this.settleMs = venue.settleMs;
    this.tokens = new MessageTokens(venue.budget);
    for (const instrument of venue.instruments) this.byId.set(instrument.id, instrument);
    this.reader = new ReportReader(venue, desk, readiness, finder, outside.notice);
    this.line = new FixLine(venue.line, outside.dial, this.owner(), outside.notice, this.inbox);
  }

  get isLoggedOn(): boolean {
    return this.line.isLoggedOn;
  }

  doWork(nowMs: number): number {
    let work = this.inbox.work() + this.line.tick(nowMs) + (this.finder.tick?.(nowMs) ?? 0);
    if (this.isReady || !this.isLoggedOn) return work;
    work += this.readiness.tick(nowMs);
    if (this.readiness.isPassed) {
      this.isReady = true;
      this.desk.ready();
    }
    return work;
  }

  newOrder(order: ChildOrder, nowMs: number): boolean {
    const unfit = this.venue.unfit(order);
    if (unfit !== undefined)
      return this.refuse(() => this.desk.rejected(order, Reason.InvalidCombination, unfit));
    return this.ask(
      NEW_ORDER,
      Asked.New,
      order,
      (to) => this.venue.newOrder(to, order, this.listed(order), nowMs),
      nowMs,
    );
  }

  cancel(order: ChildOrder, nowMs: number): boolean {
    return this.ask(
      CANCEL,
      Asked.Cancel,
      order,
      (to) => this.venue.cancel(to, order, this.requestName(order, nowMs), this.listed(order), nowMs),
      nowMs,
    );
  }

  replace(order: ChildOrder, nowMs: number): boolean {
    const unfit = this.venue.unfitReplace(order);
    if (unfit !== undefined)
      return this.refuse(() => this.desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, unfit));
    return this.ask(
      this.venue.replaceType,
      Asked.Replace,
      order,
      (to) => this.venue.replace(to, order, this.requestName(order, nowMs), this.listed(order), nowMs),
      nowMs,
    );
  }

  query(order: ChildOrder, nowMs: number): boolean {
    return this.isLoggedOn && this.finder.find(order, nowMs);
  }

  close(): void {
    this.line.end();
    this.finder.end?.();
  }

  ask(type: number, asked: Asked, order: ChildOrder, fill: (to: FixBuilder) => void, nowMs: number): boolean {
    if (!this.isLoggedOn || !this.tokens.take(asked === Asked.Cancel, nowMs)) return false;
    fill(this.line.begin(type));
    const seq = this.line.send();
    if (seq === 0) return false;
    this.sent.put(seq, asked, order);
    return true;
  }

  testRequest(id: string): void {
    this.line.begin(Msg.TestRequest).text(T.TestReqID, id);
    this.line.send();
  }

  drop(why: string): void {
    this.outside.notice(`${this.venue.line.name}: begins anew (${why})`);
    this.line.drop(why);
  }

  /** Never the same twice, also not after a restart. */
  requestName(order: ChildOrder, nowMs: number): string {
    this.lastStamp = Math.max(this.lastStamp + 1, nowMs);
    return this.venue.ids.request(order.clientId, this.lastStamp);
  }

  private listed({ terms }: ChildOrder): VenueInstrument {
    return this.byId.get(terms.instrument)!;
  }

  /** It is dealt with, and nothing has gone out. The desk first has to believe that it has. */
  private refuse(tell: () => void): boolean {
    tell();
    return true;
  }

  private owner() {
    return {
      loggedOn: () => {
        this.sent.clear();
        this.readiness.again();
      },
      loggedOut: (why: string) => {
        this.isReady = false;
        this.finder.forget?.();
        this.desk.lost(why);
      },
      received: (message: FixMessage) => this.received(message),
      rejected: (message: FixMessage) => this.rejected(message),
      heartbeat: (message: FixMessage) => {
        this.readiness.heartbeat?.(message);
        this.finder.heartbeat?.(message);
      },
    };
  }

  private received(message: FixMessage): void {
    switch (message.type) {
      case EXECUTION_REPORT:
        return this.reader.read(message);
      case CANCEL_REJECT:
        return this.changeRejected(message, textIn(message, T.CxlRejResponseTo) === TO_REPLACE);
      case AMEND_REJECT:
        return this.changeRejected(message, true);
      case Msg.BusinessReject:
        return this.rejected(message);
      case NEWS:
        return this.outside.notice(`${this.venue.line.name}: ${textIn(message, HEADLINE)}`);
    }
  }

  private changeRejected(message: FixMessage, isReplace: boolean): void {
    const order = this.reader.orderOf(message);
    if (order === undefined || this.finder.cancelRejected?.(order, message)) return;
    this.refusedTo(isReplace ? Asked.Replace : Asked.Cancel, order, message);
  }

  /** A Reject and a BusinessMessageReject name the request by its number. */
  private rejected(message: FixMessage): void {
    const request = this.sent.take(message.uint(message.find(T.RefSeqNum)));
    if (request === undefined)
      return this.outside.notice(`${this.venue.line.name}: rejected: ${textIn(message, T.Text)}`);
    const isOpen = this.desk.find(request.order.clientId) === request.order;
    if (isOpen) this.refusedTo(request.asked, request.order, message);
  }

  private refusedTo(asked: Asked, order: ChildOrder, message: FixMessage): void {
    const { desk } = this;
    const text = textIn(message, T.Text);
    if (asked === Asked.Status) return this.finder.statusRefused?.(order);
    const { fate, reason } = this.venue.refusal(message);
    if (fate !== Fate.Refused) desk.outcomeUnknown(order, text);
    else if (asked === Asked.New) desk.rejected(order, reason, text);
    else if (asked === Asked.Cancel) desk.cancelRejected(order, Reason.CancelRefusedByVenue, text);
    else desk.replaceRejected(order, Reason.ReplaceRefusedByVenue, text);
  }
}
