/**
 * One strategy at work, in its worker: takes the records out of its ring, keeps books, orders and positions, and calls
 * the plugin's handlers. What they send goes out at the end of the turn. An error of theirs leaves through `doWork`.
 */
import type { LaneReader } from '../../engine/rings/lane.js';
import type { Agent, Clock } from '../../engine/threads/agent.js';
import { OrdType, Side } from '../../protocol/codes/enums.js';
import { Fd, FdDouble, FeedKind } from '../../protocol/records/feed.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import { BookBuilder } from '../sdk/book.js';
import type { Context, Fate } from '../sdk/context.js';
import type { TradedInstrument } from '../sdk/instrument.js';
import type { Notes } from '../sdk/notes.js';
import { OrderEvents, orderEventOf } from '../sdk/order-events.js';
import type { OrderLane } from '../sdk/order-lane.js';
import type { Orders } from '../sdk/orders.js';
import { phaseOf } from '../sdk/phase.js';
import { isOfQuotes, QuoteEvents, quoteEventOf } from '../sdk/quote-events.js';
import type { Quotes } from '../sdk/quotes.js';
import type { Handlers, StopReason, Strategy } from '../sdk/strategy.js';
import type { Timers } from '../sdk/timers.js';
import { referenceOf, tradeOf } from '../sdk/trade.js';
import type { Vitals } from './vitals.js';

/** A turn ends after so many records or so long, whichever comes first, so that each slow handler has its heartbeat. */
const RECORDS_PER_TURN = 256;
const TURN_MS = 1;

export interface StrategyParts {
  readonly ring: LaneReader;
  readonly lane: OrderLane;
  readonly orders: Orders;
  readonly quotes: Quotes;
  readonly timers: Timers;
  readonly notes: Notes;
  readonly fate: Fate;
  /** Tells `time` when a timer is due. */
  readonly clock: Clock;
  /** A turn's longest time by the machine's clock; endless where what happens must not depend on that. */
  readonly turnMs?: number;
  /** By instrument number. */
  readonly instruments: ReadonlyMap<number, TradedInstrument>;
  readonly vitals: Vitals;
}

export class StrategyAgent implements Agent {
  readonly name = 'strategy';
  private readonly books = new BookBuilder();
  private readonly orderEvents: OrderEvents;
  private readonly quoteEvents: QuoteEvents;
  private handlers: Handlers = {};
  private live = false;
  /** It is being stopped, and may have something to wait for. */
  private waits = false;

  constructor(
    private readonly strategy: Strategy<unknown>,
    private readonly context: Context<unknown>,
    private readonly parts: StrategyParts,
  ) {
    this.orderEvents = new OrderEvents(parts.orders);
    this.quoteEvents = new QuoteEvents(parts.quotes, parts.orders);
  }

  doWork(): number {
    const work = this.readRing() + this.fireTimers();
    this.sendOff();
    return work;
  }

  expectsWork(): boolean {
    return this.parts.orders.inFlight > 0;
  }

  /** Its last word. What it sends is answered in further turns, until `settled`. */
  stop(why: StopReason = 'stop'): void {
    this.handlers.onStop?.(why);
    this.waits = why === 'stop' && this.handlers.isDone !== undefined;
    if (!this.waits) this.parts.timers.clearAll();
    this.sendOff();
  }

  /** It has said that its work is done. */
  get isOver(): boolean {
    return this.parts.fate.isOver;
  }

  /** It has had its last word, and everything is answered. */
  get settled(): boolean {
    if (this.waits && !this.handlers.isDone?.()) return false;
    return this.parts.orders.settled;
  }

  private sendOff(): void {
    const { lane, orders, vitals } = this.parts;
    lane.commit();
    vitals.setSent(lane.sent, orders.known.size);
  }

  private readRing(): number {
    const { ring } = this.parts;
    const ready = ring.available(RECORDS_PER_TURN);
    if (ready === 0) return 0;
    const untilMs = performance.now() + (this.parts.turnMs ?? TURN_MS);
    let done = 0;
    do this.take(ring.offset(done++));
    while (done < ready && performance.now() < untilMs);
    ring.release(done);
    return done;
  }

  private fireTimers(): number {
    const { timers } = this.parts;
    const due = timers.dueCount;
    if (due > 0) this.readClock();
    for (let i = 0; i < due; i++) {
      const name = timers.takeDue();
      if (name !== undefined) this.handlers.onTimer?.(name);
    }
    return due;
  }

  /** A timer may be due long after the newest event. */
  private readClock(): void {
    const { clock } = this.parts;
    const { time } = this.context;
    clock.read();
    if (clock.seconds < time.seconds || (clock.seconds === time.seconds && clock.nanos < time.nanos)) return;
    time.seconds = clock.seconds;
    time.nanos = clock.nanos;
  }

  private take(at: number): void {
    const { i32, f64 } = this.parts.ring;
    const kind: FeedKind = kindOf(i32[at]);
    if (kind === FeedKind.Levels) return this.books.addLevels(i32, f64, at);
    this.context.time.seconds = i32[at + Fd.Seconds] >>> 0;
    this.context.time.nanos = i32[at + Fd.Nanos];
    if (kind >= FeedKind.OrderAccepted) return this.takeOrderEvent(kind, at);
    const instrument = this.parts.instruments.get(i32[at + Fd.Instrument]);
    if (instrument !== undefined) this.takeOfInstrument(kind, instrument, at);
    else if (kind === FeedKind.Note) this.parts.notes.take(f64, at, byteA(i32[at]));
    else if (kind === FeedKind.Live) this.goLive();
    else if (kind === FeedKind.Gap) this.tellGap(f64[(at >> 1) + FdDouble.Lots]);
  }

  private tellGap(lost: number): void {
    this.parts.vitals.addLost(lost);
    this.handlers.onGap?.(lost);
  }

  private takeOfInstrument(kind: FeedKind, instrument: TradedInstrument, at: number): void {
    const { i32, f64 } = this.parts.ring;
    switch (kind) {
      case FeedKind.Book:
        this.takeBook(instrument, byteA(i32[at]), at);
        break;
      case FeedKind.Trade:
        this.handlers.onTrade?.(tradeOf(instrument.symbol, i32, f64, at));
        break;
      case FeedKind.OpenOrder:
        if (byteB(i32[at]) === OrdType.Quoted) this.quoteEvents.open(instrument.symbol, i32, f64, at);
        else this.orderEvents.open(instrument.symbol, i32, f64, at);
        break;
      case FeedKind.Reference:
        instrument.reference = referenceOf(instrument.symbol, i32, at);
        this.handlers.onReference?.(instrument.reference);
        break;
      case FeedKind.Phase:
        instrument.phase = phaseOf(instrument.symbol, i32, f64, at);
        this.handlers.onPhase?.(instrument.phase);
        break;
      case FeedKind.AccountPosition:
        instrument.accountPosition = f64[(at >> 1) + FdDouble.Lots];
        this.handlers.onAccountPosition?.(instrument.symbol, instrument.accountPosition);
        break;
      case FeedKind.Position:
        instrument.position = f64[(at >> 1) + FdDouble.Lots];
        this.tellPosition(instrument);
        break;
    }
  }

  /** @param place 0 = the engine's own book, else one more than the venue's number */
  private takeBook(instrument: TradedInstrument, place: number, at: number): void {
    const { i32, f64 } = this.parts.ring;
    const book = place === 0 ? instrument.book : instrument.venueBooks[place - 1];
    if (book === undefined) return;
    this.books.finish(book, i32, f64, at);
    if (place === 0) this.handlers.onBook?.(book);
    else this.handlers.onVenueBook?.(book);
  }

  private takeOrderEvent(kind: FeedKind, at: number): void {
    const traded =
      kind === FeedKind.OrderExecuted || kind === FeedKind.QuoteExecuted ? this.hold(at) : undefined;
    if (isOfQuotes(kind)) this.tellQuote(kind, at);
    else this.tellOrder(at);
    if (traded !== undefined) this.tellPosition(traded);
  }

  private tellPosition({ symbol, position }: TradedInstrument): void {
    this.handlers.onPosition?.(symbol, position);
  }

  private tellOrder(at: number): void {
    const { i32, f64 } = this.parts.ring;
    const order = this.orderEvents.apply(i32, f64, at);
    const event = orderEventOf(i32, f64, at);
    if (order !== undefined && event !== undefined) this.handlers.onOrder?.(order, event);
  }

  private tellQuote(kind: FeedKind, at: number): void {
    const { i32, f64 } = this.parts.ring;
    const quote = this.quoteEvents.apply(i32, f64, at);
    if (kind === FeedKind.QuotesPulled) this.handlers.onQuotesPulled?.(f64[(at >> 1) + FdDouble.Lots]);
    else if (quote !== undefined) this.handlers.onQuote?.(quote, quoteEventOf(i32, f64, at));
  }

  private hold(at: number): TradedInstrument | undefined {
    const { i32, f64 } = this.parts.ring;
    const lots = f64[(at >> 1) + FdDouble.Lots];
    const instrument = this.parts.instruments.get(i32[at + Fd.Instrument]);
    if (instrument !== undefined) instrument.hold(byteA(i32[at]) === Side.Buy ? lots : -lots);
    return instrument;
  }

  private goLive(): void {
    if (this.live) return;
    this.live = true;
    const handlers = this.strategy.start(this.context) ?? {};
    if (handlers instanceof Promise)
      throw new TypeError('start gives its handlers back at once; it must not be an async function');
    this.handlers = handlers;
    this.parts.vitals.setRunning();
  }
}
