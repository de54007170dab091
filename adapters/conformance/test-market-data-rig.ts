/**
 * A market-data adapter and its venue's simulator, in lock-step on the simulator's time. What the adapter has made of it is read as everybody reads it: from the ring,
 * and at the sink.
 */
import type { Agent, Clock } from '../../engine/threads/agent.js';
import { Side } from '../../protocol/codes/enums.js';
import { ReferenceKind } from '../../protocol/records/venue-data.js';
import type { Notice } from '../kit/feed/outside.js';
import type { SessionCounters } from '../kit/feed/session-counters.js';
import type { TopSink } from '../kit/feed/sink.js';
import { TestOutside } from '../kit/feed/test-outside.js';
import type { VenueInstrument } from '../kit/instrument.js';
import { Agenda } from '../simulator/kit/agenda.js';
import type { Fault } from '../simulator/kit/fault.js';
import { Crowd } from '../simulator/market/crowd.js';
import { CROWD } from '../simulator/market/market.js';
import type { Trade } from '../simulator/market/order.js';
import type { FixVenue } from '../simulator/shell/venue.js';
import type { MarketDataNetwork } from './test-network.js';

const STEP_MS = 10;
const TOP_LEVELS = 5;
/** Everything that is on its way arrives. */
const SETTLE_MS = 300;
const UP_MS = 5_000;

export type MarketDataAdapter = Agent & {
  readonly counters: SessionCounters;
  tellTops(): void;
  close(): void;
};

export interface MarketDataOutside {
  readonly clock: Clock;
  readonly ring: TestOutside['ring'];
  readonly sink: TopSink;
  readonly notice: Notice;
}

/** Options that a case may want. */
export interface StartOptions {
  /** As many messages to subscribe as there are streams. */
  readonly oneByOne?: boolean;
}

/** A simulated venue without a crowd, and how its adapter is made. */
export interface MarketDataBench {
  readonly venue: FixVenue;
  /** What lies between, in the test's hands. */
  readonly network: MarketDataNetwork;
  /** That can be lost, and is dialled again then. */
  readonly hasConnection: boolean;
  /** Numbered from 1; ticks and lots are the simulator's. The cases are about the first one. */
  readonly instruments: readonly VenueInstrument[];
  /** What the simulator calls them, where that is not what the venue's messages do. */
  readonly symbols?: readonly string[];
  /** Levels of a side that the venue tells; else all. */
  readonly depth?: number;
  /** Of the first instrument, as faults name them. */
  readonly bookStream: string;
  readonly tradeStream: string;
  /** Trades of one order at one price are told as one. */
  readonly isAggregated: boolean;
  /** Snapshots come over HTTP; else on the stream. */
  readonly isSnapshotAsked: boolean;
  /** Snapshots come round by themselves, and a book is lost by a gap. */
  readonly isLooped?: true;
  /** What the network is told to say takes a while. */
  readonly isOnItsWay?: true;
  /** Texts of the first instrument that are refused, with the reason. */
  readonly malformed: readonly (readonly [text: string, reason: string])[];
  /** Texts that are nothing for us. */
  readonly unknown: readonly string[];
  make(outside: MarketDataOutside, options: StartOptions): MarketDataAdapter;
}

export type Rows = readonly (readonly number[])[];

export class MarketDataRig {
  readonly agent: MarketDataAdapter;
  readonly outside: TestOutside;
  private readonly crowdTime = new Agenda(0);
  private readonly trades: Trade[] = [];

  constructor(
    readonly bench: MarketDataBench,
    options: StartOptions = {},
  ) {
    const { venue, instruments } = bench;
    this.outside = new TestOutside(instruments.length);
    venue.market.listen((event) => {
      if (event.type === 'trade' && event.trade.symbol === this.symbol) this.trades.push(event.trade);
    });
    for (const symbol of this.symbols) this.gather(symbol);
    const { ring, sink, notice } = this.outside;
    this.agent = bench.make({ clock: clockOf(venue.agenda), ring, sink, notice }, options);
    this.lively(UP_MS);
  }

  get network(): MarketDataNetwork {
    return this.bench.network;
  }

  private get symbols(): readonly string[] {
    return this.bench.symbols ?? this.bench.instruments.map(({ symbol }) => symbol);
  }

  /** Of the first instrument. */
  get symbol(): string {
    return this.symbols[0];
  }

  get counters(): SessionCounters {
    return this.agent.counters;
  }

  /** Nobody trades. */
  run(ms: number): void {
    for (let left = ms; left > 0; left -= STEP_MS) this.step();
  }

  /** Everybody trades; then all that was said arrives. */
  lively(ms: number): void {
    for (let left = ms; left > 0; left -= STEP_MS) {
      this.crowdTime.advance(STEP_MS);
      this.step();
    }
    this.run(SETTLE_MS);
  }

  /** Nobody trades until it is so. @returns whether it was in that time */
  until(isSo: () => boolean, ms: number): boolean {
    for (let left = ms; left > 0 && !isSo(); left -= STEP_MS) this.step();
    return isSo();
  }

  /** One price level of the first instrument comes or grows. */
  move(lots = 7): void {
    const { market } = this.bench.venue;
    const priceTicks = market.book(this.symbol).buy.best!.priceTicks - 1;
    const who = { account: CROWD, session: CROWD, clientId: '', symbol: this.symbol };
    market.place({ ...who, side: 'buy', kind: 'limit', tif: 'gtc', priceTicks, qtyLots: lots });
  }

  /** A small trade at the best ask. */
  trade(): void {
    const { market } = this.bench.venue;
    const { priceTicks } = market.book(this.symbol).sell.best!;
    const who = { account: CROWD, session: CROWD, clientId: '', symbol: this.symbol };
    market.place({ ...who, side: 'buy', kind: 'limit', tif: 'ioc', priceTicks, qtyLots: 1 });
  }

  /** A text that the venue never wrote has arrived. */
  say(text: string): void {
    this.network.say(text);
    if (this.bench.isOnItsWay) this.run(SETTLE_MS);
  }

  fault(fault: Fault): void {
    this.bench.venue.faults.inject(fault);
  }

  clearFaults(): void {
    this.bench.venue.faults.clear();
  }

  /** What readers of the ring were told of an instrument since the last call. */
  told(instrument = 1): string[] {
    const all = this.outside.statuses.splice(0);
    const isMine = (status: string) => status.startsWith(`${instrument} `);
    this.outside.statuses.push(...all.filter((status) => !isMine(status)));
    return all.filter(isMine).map((status) => status.slice(2));
  }

  /** What the core was told of what is traded since the last call: the instrument, with a dash when it is not. */
  traded(): string[] {
    return this.outside.trading.splice(0);
  }

  /** The book of a reader of the ring, best first: bids, then asks. */
  get book(): Rows | undefined {
    const book = this.outside.books[1];
    if (book === undefined) return undefined;
    const { bids, asks } = book;
    return [
      ...Array.from({ length: bids.count }, (_, i) => [bids.keyAt(i), bids.lotsAt(i)]),
      ...Array.from({ length: asks.count }, (_, i) => [-asks.keyAt(i), asks.lotsAt(i)]),
    ];
  }

  get venueBook(): Rows {
    return [...this.venueSide('buy'), ...this.venueSide('sell')];
  }

  /** The best levels that the core has. */
  get top(): Rows {
    const of = (side: Side) => this.outside.core.get(`1 ${side}`) ?? [];
    return [...of(Side.Buy), ...of(Side.Sell)];
  }

  get venueTop(): Rows {
    const of = (side: 'buy' | 'sell') => this.venueSide(side).slice(0, TOP_LEVELS);
    return [...of('buy'), ...of('sell')];
  }

  get isRight(): boolean {
    return JSON.stringify(this.book) === JSON.stringify(this.venueBook);
  }

  /** Trades of the ring, and of the venue, since the last call: price, lots, the taker's side. */
  takeTrades(): { told: Rows; made: Rows } {
    const told = this.outside.trades.splice(0).filter(({ instrument }) => instrument === 1);
    const made = this.trades.splice(0).map((trade) => ({ ...trade }));
    for (let i = this.bench.isAggregated ? made.length - 1 : 0; i > 0; i--) {
      const before = made[i - 1];
      if (before.taker !== made[i].taker || before.priceTicks !== made[i].priceTicks) continue;
      before.lots += made[i].lots;
      made.splice(i, 1);
    }
    return {
      told: told.map(({ priceTicks, qtyLots, side }) => [priceTicks, qtyLots, side]),
      made: made.map(({ priceTicks, lots, taker }) => [
        priceTicks,
        lots,
        taker.side === 'buy' ? Side.Buy : Side.Sell,
      ]),
    };
  }

  /** The last mark price that the ring told, in ticks. */
  get markTicks(): number | undefined {
    const { price } = this.bench.instruments[0];
    const { value, places } =
      this.outside.references.findLast(
        ({ instrument, kind }) => instrument === 1 && kind === ReferenceKind.MarkPrice,
      ) ?? {};
    return value === undefined ? undefined : value / 10 ** (places! - price.places) / price.step;
  }

  close(): void {
    this.agent.close();
  }

  private step(): void {
    this.bench.venue.agenda.advance(STEP_MS);
    this.agent.doWork();
    this.outside.ringBooks.read();
  }

  private venueSide(side: 'buy' | 'sell'): number[][] {
    const levels = this.bench.venue.market.book(this.symbol).depth(side, this.bench.depth);
    return levels.map(({ priceTicks, lots }) => [priceTicks, lots]);
  }

  private gather(symbol: string): void {
    new Crowd(this.bench.venue.market, this.crowdTime, {
      symbol,
      seed: symbol.length,
      priceTicks: 100_000,
      periodMs: 50,
      levels: 12,
      stepTicks: 10,
      maxLots: 1_000,
      takesOnceIn: 3,
    });
  }
}

const clockOf = (agenda: Agenda): Clock => ({
  seconds: 0,
  nanos: 0,
  read() {
    this.seconds = Math.floor(agenda.nowMs / 1_000);
    this.nanos = (agenda.nowMs % 1_000) * 1_000_000;
  },
});
