/**
 * An engine around the feed for tests, all on this thread: traders with lanes of their own, the core, the event ring, the
 * feed. What a strategy's ring says is read as text, one line a record, a book as one line.
 */

import type { Reason } from '../../protocol/codes/reasons.js';
import { reasonName } from '../../protocol/codes/reasons.js';
import type { Instrument } from '../../protocol/instrument.js';
import { detailOf, Fd, FdDouble, FeedKind } from '../../protocol/records/feed.js';
import { byteA, byteB, kindOf, LANE_PAYLOAD_WORDS, owner } from '../../protocol/records/layout.js';
import { Book, BookBuilder } from '../../strategies/sdk/book.js';
import { ClientIds } from '../../strategies/sdk/client-ids.js';
import { TradedInstrument } from '../../strategies/sdk/instrument.js';
import type { Order, SideName } from '../../strategies/sdk/order.js';
import { OrderLane } from '../../strategies/sdk/order-lane.js';
import { type OrderOptions, Orders } from '../../strategies/sdk/orders.js';
import { AdminLane } from '../admin/admin-lane.js';
import { DEFAULT_LIMITS, type Limits } from '../config/limits.js';
import { Core } from '../core/core.js';
import { CoreAgent } from '../core/core-agent.js';
import { childrenOf, type OpenChild } from '../core/routing/test-children.js';
import type { Record16 } from '../core/test-commands.js';
import * as routes from '../core/test-route-commands.js';
import { BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import { Counters, createCounters } from '../telemetry/counters.js';
import { LockstepRunner, ManualClock } from '../threads/lockstep.js';
import { FeedAgent, type FeedStrategy } from './feed-agent.js';
import { createFeedRing } from './feed-ring.js';
import type { MarketDataPlace } from './venue-depth.js';

export const TEST_LIMITS: Limits = {
  ...DEFAULT_LIMITS,
  orders: 1 << 12,
  instruments: 8,
  accounts: 8,
  sessions: 32,
  levelChunks: 1 << 8,
  clientIdHistory: 16,
  eventSlots: 1 << 12,
};

const instrument = (id: number, symbol: string): Instrument => ({
  id,
  symbol,
  priceScale: 2,
  quantityScale: 3,
  tick: 1,
  lot: 1,
  minPriceTicks: 1,
  maxPriceTicks: 1_000_000,
  maxQtyLots: 1_000_000,
  maxNotional: 1e12,
  referenceTicks: 1_000,
  marketMarginPercent: 10,
});

export const BTC = instrument(1, 'BTC');
export const ETH = instrument(2, 'ETH');
const BY_ID = new Map([BTC, ETH].map((each) => [each.id, new TradedInstrument(each)]));

const ACCOUNT = 1;
/** Whose holdings a strategy is told unless it says whose. */
const NOBODY = { id: 0 };
const TRADERS = 8;
/** One that lists BTC. */
export const VENUE = 1;
/** Counter-account of what is traded there. */
export const STREET = 5;
const UNBOUNDED = 2 ** 30;

/** Sends orders through a lane of its own; session = its number. */
export class Trader {
  readonly orders: Orders;
  private readonly lane: OrderLane;

  constructor(memory: LaneWriter, clock: ManualClock, session: number, firstId: number) {
    this.lane = new OrderLane(memory, clock, owner(ACCOUNT, session));
    this.orders = new Orders(this.lane, new ClientIds(session, firstId), UNBOUNDED);
  }

  send(side: SideName, lots: number, ticks: number, options: OrderOptions & { in?: Instrument } = {}): Order {
    const order = this.orders.send(BY_ID.get((options.in ?? BTC).id)!, side, lots, ticks, options);
    this.lane.commit();
    return order;
  }

  /** As if the engine had answered: these orders are not kept up to date. */
  replace(order: Order, lots: number, ticks: number): Reason {
    const reason = this.orders.replace(BY_ID.get(BTC.id)!, order, lots, ticks);
    this.lane.commit();
    return reason;
  }

  cancel(order: Order): void {
    order.cancelling = false;
    this.orders.cancel(BY_ID.get(BTC.id)!, order);
    this.lane.commit();
  }

  cancelAll(): void {
    this.orders.cancelAll(undefined);
    this.lane.commit();
  }
}

/** A strategy's end of its ring. */
export class RingReader {
  readonly reader: LaneReader;
  /** The books as it has them, and the venue's. */
  readonly books = new Map([...BY_ID.keys()].map((id) => [id, new Book(BY_ID.get(id)!.symbol)]));
  readonly away = new Book(BTC.symbol, 'venue');
  private readonly builder = new BookBuilder();

  constructor(ring: SharedArrayBuffer, bell: SharedArrayBuffer) {
    this.reader = new LaneReader({ ring, bell });
  }

  /** The next records, at most so many, as text. */
  read(most = UNBOUNDED): string[] {
    const lines: string[] = [];
    const count = this.reader.available(most);
    for (let i = 0; i < count; i++) lines.push(...this.text(this.reader.offset(i)));
    this.reader.release(count);
    return lines;
  }

  private text(at: number): string[] {
    const { i32, f64 } = this.reader;
    const kind: FeedKind = kindOf(i32[at]);
    if (kind === FeedKind.Levels) {
      this.builder.addLevels(i32, f64, at);
      return [];
    }
    if (kind !== FeedKind.Book) return [eventText(kind, i32, f64, at)];
    const isAway = byteA(i32[at]) === VENUE + 1;
    const book = isAway ? this.away : this.books.get(i32[at + Fd.Instrument])!;
    this.builder.finish(book, i32, f64, at);
    return [`Book ${isAway ? 'away ' : ''}${bookText(book)}`];
  }
}

export const bookText = ({ symbol, bids, asks }: Book): string =>
  `${symbol} ${levels(bids)} | ${levels(asks)}`;
const levels = (side: Book['bids']): string =>
  side.map(({ ticks, lots, orders }) => `${lots}/${orders}@${ticks}`).join(' ') || '-';

interface FeedRigOptions {
  readonly seed?: number;
  readonly start?: boolean;
  readonly firstId?: number;
  /** There is a venue that lists BTC, and where its market data is read. */
  readonly venue?: boolean;
  readonly marketData?: MarketDataPlace;
}

export class FeedRig {
  readonly core: Core;
  readonly coreAgent: CoreAgent;
  readonly feed: FeedAgent;
  readonly admin: AdminLane;
  readonly counters: Counters<'feed'>;
  readonly runner: LockstepRunner;
  readonly clock = new ManualClock(1_770_000_000);
  readonly faults: string[] = [];
  readonly traders: Trader[] = [];
  private readonly events: BroadcastWriter;
  private readonly street: LaneWriter;

  /** Strategies have the sessions that they name; every session from 1 on is that of a trader as well. */
  constructor(
    strategies: readonly (Omit<FeedStrategy, 'account'> & Partial<FeedStrategy>)[],
    { seed = 1, start = true, firstId = 1, venue = false, marketData }: FeedRigOptions = {},
  ) {
    const bell = Doorbell.create();
    const memory = createBroadcast(TEST_LIMITS.eventSlots, [bell], [0]);
    this.events = new BroadcastWriter(memory);
    this.core = new Core(TEST_LIMITS, this.events);
    this.coreAgent = new CoreAgent(this.core, this.events, TRADERS + 6);
    const lane = (index: number) => {
      const created = createLane(256, 16, bell);
      this.coreAgent.attachLane(index, new LaneReader(created));
      return new LaneWriter(created);
    };
    this.street = lane(TRADERS + 5);
    this.admin = new AdminLane(lane(0), this.clock);
    for (let session = 1; session <= TRADERS; session++)
      this.traders[session] = new Trader(lane(session), this.clock, session, firstId);
    const counters = createCounters('feed');
    this.counters = new Counters(counters);
    const listed = { number: VENUE, instruments: [BTC.id] };
    const venues = venue ? [{ ...listed, ...(marketData && { marketData }) }] : [];
    const followers = strategies.map((each) => ({ account: NOBODY, ...each }));
    const options = { events: memory, reader: 0, limits: TEST_LIMITS, venues, counters };
    this.feed = new FeedAgent({ ...options, strategies: followers }, (index, why) =>
      this.faults.push(`${index}: ${why}`),
    );
    this.runner = new LockstepRunner([this.coreAgent, this.feed], seed);
    this.admin.defineAccount(ACCOUNT);
    for (const each of [BTC, ETH]) this.admin.defineInstrument(each);
    if (start) this.start();
  }

  /** What a venue's adapter says; see `engine/core/test-route-commands.ts`. */
  say(...commands: readonly Record16[]): void {
    for (const command of commands)
      this.street.i32.set(command.subarray(0, LANE_PAYLOAD_WORDS), this.street.claim());
    this.street.commit();
    this.settle();
  }

  /** The venue is there, and trades BTC. */
  openVenue(): void {
    this.admin.defineStreetAccount(STREET);
    this.admin.defineVenue(VENUE, STREET, 0, 0);
    this.settle();
    this.say(routes.venueStatus(VENUE, true), routes.defineListing(VENUE, BTC.id));
  }

  /** Children that are open at the venue. */
  get children(): OpenChild[] {
    return childrenOf(this.core);
  }

  /** The core shows its state; what strategies get begins with it. */
  start(): void {
    while (!this.core.writeImageRecords());
    this.events.publish();
    this.settle();
  }

  /** Until there is nothing to do, though a slow ring may still expect something. */
  settle(): number {
    let all = 0;
    for (let work = 1; work > 0; all += work)
      work = this.runner.run(4) + this.coreAgent.doWork() + this.feed.doWork();
    return all;
  }

  attach(index: number, slots = 1_024): RingReader {
    const bell = Doorbell.create();
    const memory = createFeedRing(slots, bell);
    this.feed.attach(index, memory);
    return new RingReader(memory.ring, bell);
  }
}

const NAMES = new Map<FeedKind, string>([
  [FeedKind.OpenOrder, 'OpenOrder'],
  [FeedKind.Position, 'Position'],
  [FeedKind.AccountPosition, 'AccountPosition'],
  [FeedKind.Reference, 'Reference'],
  [FeedKind.Note, 'Note'],
  [FeedKind.Live, 'Live'],
  [FeedKind.Trade, 'Trade'],
  [FeedKind.Gap, 'Gap'],
  [FeedKind.OrderAccepted, 'Accepted'],
  [FeedKind.OrderRejected, 'Rejected'],
  [FeedKind.OrderReplaced, 'Replaced'],
  [FeedKind.ReplaceRejected, 'ReplaceRejected'],
  [FeedKind.CancelAccepted, 'CancelAccepted'],
  [FeedKind.CancelRejected, 'CancelRejected'],
  [FeedKind.MassCancelAccepted, 'MassCancelAccepted'],
  [FeedKind.MassCancelRejected, 'MassCancelRejected'],
  [FeedKind.OrderExecuted, 'Executed'],
  [FeedKind.OrderCancelled, 'Cancelled'],
  [FeedKind.OrderExpired, 'Expired'],
  [FeedKind.OrderRestated, 'Restated'],
  [FeedKind.OrderUnknown, 'Unknown'],
]);

/** `Executed buy 3@100 of #1 executed 3, maker`; what a kind does not use is left out. */
function eventText(kind: FeedKind, i32: Int32Array, f64: Float64Array, at: number): string {
  const name = NAMES.get(kind) ?? `unknown kind ${kind}`;
  const lots = f64[(at >> 1) + FdDouble.Lots];
  const symbol = BY_ID.get(i32[at + Fd.Instrument])?.symbol;
  if (kind === FeedKind.Live) return name;
  if (kind === FeedKind.Gap) return `${name} ${lots}`;
  if (kind === FeedKind.Note)
    return `${name} ${byteA(i32[at])}: ${[...f64.subarray((at >> 1) + 2, (at >> 1) + 5)]}`;
  if (kind === FeedKind.Reference) return `${name} ${symbol} of ${byteA(i32[at])} ${i32[at + Fd.PriceTicks]}`;
  if (kind === FeedKind.Position || kind === FeedKind.AccountPosition) return `${name} ${symbol} ${lots}`;
  const side = ['-', 'buy', 'sell'][byteA(i32[at])];
  const amount = `${name} ${symbol ?? '-'} ${side} ${lots}@${i32[at + Fd.PriceTicks]}`;
  if (kind === FeedKind.Trade) return amount;
  const executed = f64[(at >> 1) + FdDouble.ExecutedLots];
  const rest = executed > 0 ? ` executed ${executed}` : '';
  return `${amount} #${i32[at + Fd.ClientIdLow]}${rest}${detailText(kind, i32[at])}`;
}

function detailText(kind: FeedKind, headWord: number): string {
  if (kind === FeedKind.OpenOrder) return '';
  if (kind === FeedKind.OrderUnknown) return byteB(headWord) === 1 ? '' : ' no more';
  if (kind === FeedKind.OrderExecuted) return byteB(headWord) === 1 ? ' maker' : ' taker';
  return detailOf(headWord) === 0 ? '' : ` ${reasonName(detailOf(headWord))}`;
}
