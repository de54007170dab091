/**
 * Market data of Nasdaq: TotalView-ITCH 5.0 in, records on the market-data ring and best levels to the sink out. Where the messages come from is passed in. ITCH has no
 * snapshots: the books are made of all messages since the day began, and are shown while nothing is missing.
 */
import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { VenueBook } from '../../kit/book/venue-book.js';
import { BookShow } from '../../kit/feed/book-show.js';
import type { Notice } from '../../kit/feed/outside.js';
import { readMs } from '../../kit/feed/read-ms.js';
import { SessionCounters } from '../../kit/feed/session-counters.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { TopView } from '../../kit/feed/top-view.js';
import { TradingStates } from '../../kit/feed/trading-states.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';
import { FAULT_NAMES, Fault } from '../../kit/json/fault.js';
import { nasdaqUnits } from '../units.js';
import { ItchMarket, Told } from './itch-market.js';
import { midnightOf } from './midnight.js';
import type { NasdaqMarketOptions } from './options.js';
import type { ItchListener, ItchSource } from './source.js';

const TICK_MS = 20;
const WRONG = Told.Malformed | Told.Misfit | Told.OffTick;

export interface NasdaqOutside {
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: TopSink;
  readonly notice: Notice;
  readonly source: (listener: ItchListener) => ItchSource;
}

/** As metrics count: what is missing is missing for all of them. */
export interface NasdaqFeed {
  readonly sync: { readonly gaps: number };
  readonly show: BookShow;
}

export class NasdaqMarketData implements Agent, ItchListener {
  readonly name = 'nasdaq-itch';
  readonly counters = new SessionCounters();
  readonly feeds: readonly NasdaqFeed[];
  readonly links: readonly ItchSource[];
  private readonly source: ItchSource;
  private readonly market: ItchMarket;
  private readonly shows: readonly BookShow[];
  private readonly ring: VenueRing;
  private readonly clock: Clock;
  private readonly notice: Notice;
  private readonly trading: TradingStates;
  /** Books that cannot be shown this day: a message was too short, did not fit, or had a price between our ticks. */
  private readonly isDark: Uint8Array;
  private reason: StatusReason = StatusReason.Disconnected;
  private session = '';
  /** The first message whose trade is told; none before the books have been current once. */
  private tradesFrom = Number.POSITIVE_INFINITY;
  private lastNumber = 0;
  private nextTickMs = 0;
  private isClockRead = false;

  /** @throws RangeError ticks or lots that Nasdaq has no number for */
  constructor(
    private readonly options: NasdaqMarketOptions,
    { clock, ring, sink, notice, source }: NasdaqOutside,
  ) {
    const { instruments, levelsPerSide, topLevels } = options;
    const units = instruments.map(nasdaqUnits);
    for (const { symbol, sharesPerLot } of units)
      if (sharesPerLot !== 1) throw new RangeError(`the lot of ${symbol} has to be one share`);
    this.clock = clock;
    this.notice = notice;
    this.ring = new VenueRing(ring, clock);
    this.market = new ItchMarket(units, options);
    this.shows = instruments.map(
      ({ id }) => new BookShow(id, new VenueBook(levelsPerSide), this.ring, new TopView(sink, topLevels)),
    );
    this.trading = new TradingStates(instruments, sink);
    this.isDark = new Uint8Array(instruments.length);
    this.source = source(this);
    this.links = [this.source];
    this.feeds = this.shows.map((show) => ({ sync: this.source, show }));
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    if (nowMs < this.nextTickMs) return 0;
    this.nextTickMs = nowMs + TICK_MS;
    const work = this.source.tick(nowMs);
    for (const show of this.shows) show.flush();
    this.ring.publish();
    return work;
  }

  /** The best levels of every book are to be told once more, though they have not changed. */
  tellTops(): void {
    for (const show of this.shows) show.tellTop();
  }

  close(): void {
    this.source.close();
    this.ring.publish();
  }

  // ---- from the source --------------------------------------------------------------------------------------

  begins(session: string): void {
    this.clock.read();
    if (this.reason === StatusReason.None) this.stands(StatusReason.Synchronizing);
    if (session !== this.session) this.tradesFrom = Number.POSITIVE_INFINITY;
    this.session = session;
    this.market.begin(midnightOf(readMs(this.clock), this.options.timeZone));
    for (const { book } of this.shows) book.clear();
    this.isDark.fill(0);
  }

  message(bytes: Buffer, start: number, end: number, number: number): void {
    const { market, counters } = this;
    if (!this.isClockRead) this.clock.read();
    this.isClockRead = true;
    counters.messages++;
    counters.bytes += end - start;
    this.lastNumber = number;
    const told = market.take(bytes, start, end, number);
    if (told === Told.Nothing) counters.others++;
    else if ((told & WRONG) !== 0) this.wrong(told);
    else this.told(told, market.instrument, number);
  }

  /** Everything that came together has been read. */
  arrived(): void {
    this.isClockRead = false;
    this.ring.publish();
  }

  stands(reason: StatusReason): void {
    this.reason = reason;
    if (reason === StatusReason.None) this.becomeCurrent();
    else for (const show of this.shows) show.set(reason);
    this.ring.publish();
  }

  unsound(fault: Fault): void {
    this.counters.messages++;
    this.counters.faults[fault]++;
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private told(told: number, place: number, number: number): void {
    if ((told & Told.Levels) !== 0) this.levels(place);
    if ((told & Told.Trade) !== 0) this.trade(place, number);
    else if ((told & Told.TradeOffTick) !== 0) this.counters.faults[Fault.OffStep]++;
    if ((told & Told.Trading) !== 0 && this.reason === StatusReason.None) this.tellTrading(place);
  }

  /** A crossed book is not shown. In a halt there are such: it is shown again when it is none any more. */
  private levels(place: number): void {
    const show = this.shows[place];
    const { update } = this.market;
    this.counters.updates++;
    if (show.isLive) return void show.update(update);
    show.keep(update);
    if (show.reason === StatusReason.Inconsistent && this.reason === StatusReason.None)
      this.showIfRight(place);
  }

  private trade(place: number, number: number): void {
    if (number < this.tradesFrom) return;
    this.tradesFrom = number + 1;
    this.counters.trades++;
    this.ring.trade(this.options.instruments[place].id, this.market.event);
  }

  /** All messages would say the same once more, so its book is dark until another session begins; all books, when it does not say whose it is. */
  private wrong(told: number): void {
    const fault = faultOf(told);
    const { instrument } = this.market;
    this.counters.faults[fault]++;
    for (let place = 0; place < this.shows.length; place++)
      if (instrument === place || instrument < 0) this.darken(place, fault);
  }

  private darken(place: number, fault: Fault): void {
    if (this.isDark[place] !== 0) return;
    this.isDark[place] = 1;
    this.shows[place].set(StatusReason.Refused);
    const { symbol } = this.options.instruments[place];
    this.notice(
      `${this.name}: ${symbol}: message ${this.lastNumber} is wrong (${FAULT_NAMES[fault]}), its book is not shown any more`,
    );
  }

  private becomeCurrent(): void {
    if (this.tradesFrom === Number.POSITIVE_INFINITY) this.tradesFrom = this.lastNumber + 1;
    for (let place = 0; place < this.shows.length; place++) {
      this.tellTrading(place);
      this.showIfRight(place);
    }
  }

  private showIfRight(place: number): void {
    const show = this.shows[place];
    if (this.isDark[place] !== 0) return show.set(StatusReason.Refused);
    if (show.book.isCrossed()) return show.set(StatusReason.Inconsistent);
    show.set(StatusReason.None);
    show.flush();
  }

  private tellTrading(place: number): void {
    this.trading.said(place, this.market.isTrading(place), this.market.tradingWord(place));
  }
}

function faultOf(told: number): Fault {
  if ((told & Told.Malformed) !== 0) return Fault.Truncated;
  return (told & Told.OffTick) !== 0 ? Fault.OffStep : Fault.OutOfRange;
}
