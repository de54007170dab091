/**
 * A back-test: a recording's market and the strategy in one engine, on the recording's time.
 *
 * ```
 *  tape ─▶ RecordedMarket ─▶ lane ─▶ core ─▶ event ring ─▶ feed ─▶ (latency) ─▶ strategy
 *                                     ▲                                            │
 *                                     └───────────── (latency) ◀───────────────────┘
 * ```
 *
 * One moment of the recording is entered whole before anybody hears of it. What depends on nothing but the recording, the
 * strategy and the options gives the same run each time.
 */
import { DEFAULT_LIMITS, type Limits } from '../../engine/config/limits.js';
import { MarketHand } from '../../engine/replay/market-hand.js';
import { BroadcastReader } from '../../engine/rings/broadcast.js';
import { LaneWriter } from '../../engine/rings/lane.js';
import { NO_PRICE } from '../../engine/views/depth.js';
import { Side } from '../../protocol/codes/enums.js';
import { type Latency, LockstepEngine, type Running } from '../rig/lockstep-engine.js';
import { VirtualTime } from '../rig/virtual-time.js';
import type { StrategyLog } from '../sdk/context.js';
import { TradedInstrument } from '../sdk/instrument.js';
import type { Strategy } from '../sdk/strategy.js';
import { Account, type Fill } from './account.js';
import { Curve, type Point } from './curve.js';
import type { QueueModel } from './queue-model.js';
import { RecordedMarket } from './recorded-market.js';
import { type BacktestSetup, levelsAccount, ordersAccount } from './setup.js';
import type { Stage, Tape } from './tapes/tape.js';

const FILL_READER = 1;
const HAND_READER = 2;
const LANE_SLOTS = 1 << 4;
/** The recorded market's; sessions of strategies are counted from 1. */
const MARKET_SESSION = 1_000;
/** After the recording's end: for what is still on its way. */
const GRACE_NS = 60e9;

/** Money of the currency that it settles in; where the configuration names none, as in its price. */
export interface Holding {
  readonly symbol: string;
  readonly netLots: number;
  /** What a lot of it is valued at. */
  readonly markTicks: number;
  readonly realized: number;
  readonly unrealized: number;
  readonly fees: number;
}

export interface BacktestOptions {
  readonly setup: BacktestSetup;
  readonly strategy: Strategy<unknown>;
  readonly latency: Latency;
  readonly queue: QueueModel;
  /** Order slots: what the market has open at a time, and the strategy. */
  readonly orders: number;
  readonly log?: StrategyLog;
  readonly onFill?: (fill: Fill) => void;
}

export class Backtest implements Stage {
  readonly engine: LockstepEngine;
  readonly account: Account;
  readonly markets: readonly RecordedMarket[];
  readonly curve = new Curve();
  readonly time = new VirtualTime(0);
  /** Events of the recording. */
  events = 0;
  private readonly hand: MarketHand;
  /** By their place in the tape. */
  private readonly byPlace = new Map<number, RecordedMarket>();
  private running: Running | undefined;
  private readonly marks: Float64Array;
  /** Markets without a reference price. */
  private unpriced: readonly RecordedMarket[];

  constructor(private readonly options: BacktestOptions) {
    const { setup, latency, queue, orders, onFill = () => {} } = options;
    const { registry, places } = setup;
    const { instruments, accounts: known } = registry;
    const limits = limitsFor(orders, instruments.length);
    this.engine = new LockstepEngine({ registry, limits, time: this.time, latency, readers: 2, lanes: 1 });
    const [strategy] = registry.strategies;
    const { core, events } = this.engine;
    this.account = new Account(events, FILL_READER, strategy, core.state.ledger, onFill);
    this.hand = new MarketHand({
      lane: new LaneWriter(this.engine.addLane(0, LANE_SLOTS)),
      reader: new BroadcastReader(events, HAND_READER),
      step: () => this.engine.execute(),
      ...{ session: MARKET_SESSION, orders, instruments: limits.instruments, accounts: limits.accounts },
      withQueues: true,
    });
    this.engine.addAgent(this.account);
    this.engine.addAgent({ name: 'hand', doWork: () => this.hand.drain() });
    const account = (name: string) => known.find((each) => each.name === name)!.id;
    this.markets = instruments.map((each, i) => {
      const accounts = { orders: account(ordersAccount(i)), levels: account(levelsAccount(i)) };
      return new RecordedMarket(this.hand, each, { session: MARKET_SESSION, ...accounts }, queue);
    });
    for (const [i, market] of this.markets.entries()) this.byPlace.set(places[i], market);
    this.unpriced = this.markets;
    this.marks = new Float64Array(this.markets.length).fill(Number.NaN);
  }

  async run(tape: Tape): Promise<void> {
    await tape.play(this);
    this.end();
  }

  at(seconds: number, nanos: number): void {
    const { engine, time, hand } = this;
    if (this.running === undefined) this.begin(seconds, nanos);
    const ns = time.at(seconds, nanos);
    if (ns <= time.nowNs) return;
    if (this.unpriced.length > 0) this.giveReferences();
    engine.settle();
    while (this.curve.nextNs <= ns) this.look(this.curve.nextNs);
    engine.advanceTo(ns);
    hand.setTime(time.seconds, time.nanos);
  }

  market(place: number): RecordedMarket | undefined {
    return this.byPlace.get(place);
  }

  event(): void {
    this.events++;
  }

  /** What market orders are priced by for risk until there is a trade: the middle of the first book with two sides. */
  private giveReferences(): void {
    this.unpriced = this.unpriced.filter((market) => {
      const [bid, ask] = [market.bestTicks(Side.Buy), market.bestTicks(Side.Sell)];
      if (bid === NO_PRICE || ask === NO_PRICE) return true;
      const referenceTicks = Math.floor((bid + ask) / 2);
      this.engine.admin.defineInstrument({ ...market.instrument, referenceTicks });
      return false;
    });
  }

  private begin(seconds: number, nanos: number): void {
    this.time.begin(seconds, nanos);
    this.engine.open();
    this.running = this.engine.start(0, this.options.strategy, this.options.log);
    this.hand.setTime(seconds, nanos);
  }

  /** The last moment, the strategy's last word, and what was on its way. */
  private end(): void {
    const { engine, time, running } = this;
    if (running === undefined) return;
    engine.settle();
    this.curve.add(this.point());
    running.agent.stop();
    engine.settle();
    const untilNs = time.nowNs + GRACE_NS;
    while (!running.agent.settled && engine.nextNs <= untilNs) engine.advanceTo(engine.nextNs);
    this.curve.end(this.point());
  }

  private look(ns: number): void {
    this.engine.advanceTo(ns);
    this.curve.add(this.point());
  }

  private point(): Point {
    const holdings = this.holdings();
    const equity = holdings.reduce(
      (sum, { realized, unrealized, fees }) => sum + realized + unrealized - fees,
      0,
    );
    return { ns: this.time.nowNs, equity, position: holdings[0].netLots, markTicks: holdings[0].markTicks };
  }

  /** Decimals of an instrument's ticks and lots. */
  units(i: number): TradedInstrument {
    return new TradedInstrument(this.markets[i].instrument);
  }

  /** What it has of each instrument, and has earned with it; a position is worth what `mark` says. */
  holdings(): Holding[] {
    const { instruments } = this.options.setup.registry;
    const rows = this.account.rows();
    return instruments.map(({ id, symbol }, i) => {
      const worth = this.options.setup.worths[i];
      const markTicks = this.mark(i);
      const {
        netLots = 0,
        cost = 0n,
        realized = 0n,
        fees = 0n,
      } = rows.find((row) => row.instrument === id) ?? {};
      const unrealized = netLots === 0 ? 0 : worth.of(netLots, markTicks) - Number(cost);
      return {
        ...{ symbol, netLots, markTicks, unrealized: worth.money(unrealized) },
        ...{ realized: worth.money(Number(realized)), fees: worth.money(Number(fees)) },
      };
    });
  }

  /** The last trade, within the best bid and offer of now; before a trade the middle. NaN: there was neither. */
  private mark(i: number): number {
    const bid = this.markets[i].bestTicks(Side.Buy);
    const ask = this.markets[i].bestTicks(Side.Sell);
    const last = this.account.lastTicks.get(this.markets[i].instrument.id);
    if (bid !== NO_PRICE && ask !== NO_PRICE)
      this.marks[i] = last === undefined ? (bid + ask) / 2 : Math.min(ask, Math.max(bid, last));
    else if (last !== undefined) this.marks[i] = last;
    return this.marks[i];
  }
}

const limitsFor = (orders: number, instruments: number): Limits => ({
  ...DEFAULT_LIMITS,
  orders,
  instruments: instruments + 2,
  accounts: 2 * instruments + 4,
  sessions: MARKET_SESSION + 1,
  levelChunks: Math.max(1 << 12, orders >> 1),
  // An id may come again when its order has ended: recordings do that.
  clientIdHistory: 0,
  positions: 1 << 12,
  tradeHistory: 1 << 10,
});
