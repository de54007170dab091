/**
 * What clients make of a venue's market data against the adapter's own book, and of that and our own book together, over random runs: updates, trades, books that go stale
 * and begin anew, a ring so small that the gateway is often behind, clients that read slowly or lose messages. At every quiet point
 * all of them have the adapter's best levels and its last trade, and those who read everything have every trade.
 */
import { mock } from 'node:test';
import t, { type Test } from 'tap';
import { BookUpdate } from '../../adapters/kit/book/book-update.js';
import { ticksOfKey, VenueBook } from '../../adapters/kit/book/venue-book.js';
import { BookShow } from '../../adapters/kit/feed/book-show.js';
import { MarketEvent } from '../../adapters/kit/feed/market-event.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import { TopView } from '../../adapters/kit/feed/top-view.js';
import { VenueRing } from '../../adapters/kit/feed/venue-ring.js';
import { sideIndex } from '../../engine/book/rank.js';
import * as routes from '../../engine/core/test-route-commands.js';
import { CONSOLIDATED, consolidatedNumber } from '../../engine/gateway/market-data/consolidated-market.js';
import { marketNumber } from '../../engine/gateway/market-data/venue-market.js';
import { BroadcastWriter, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { ManualClock } from '../../engine/threads/lockstep.js';
import { Random } from '../../engine/threads/random.js';
import { venueLevels } from '../../engine/venue-data/venue-levels.js';
import { LevelView } from '../../engine/views/depth.js';
import type { Subscription } from '../../protocol/client/subscription.js';
import { Side } from '../../protocol/codes/enums.js';
import { formatFixed } from '../../protocol/fixed.js';
import { StatusReason } from '../../protocol/records/venue-data.js';
import type { TestClient } from './client.js';
import { securityOf } from './engine-book.js';
import { FeedClient } from './feed-client.js';
import { ALICE, BTC, ETH, Rig } from './rig.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
const RUNS = 8;
const STEPS = 600;
const SETTLE_EVERY = 20;
const LEVELS = 64;
const BOOK_LEVELS = 256;
const VENUE = 3;
const STREET = 7;
/** Who reads slowly soon gets snapshots. */
const DOOR = { conflateAboveBytes: 1 << 13, conflateBelowBytes: 1 << 11, gapBytes: 1 << 12 };
t.comment(`seed ${SEED}`);

/** After it a client asks again for what is missing. */
const PATIENCE_MS = 1_000;

const WANTED = { levels: LEVELS, trades: true, top: true, orders: false };
const AT_VENUE = {
  ...securityOf(BTC),
  instrument: marketNumber(VENUE, BTC.id),
  venue: { name: 'there', symbol: 'BTCUSD', route: VENUE },
};

const TOGETHER = {
  ...securityOf(BTC),
  instrument: consolidatedNumber(BTC.id),
  venue: { name: CONSOLIDATED, symbol: BTC.symbol, route: 'smart' as const },
};

/** An adapter with one instrument, and what it has told. */
class Venue {
  readonly book = new VenueBook(BOOK_LEVELS);
  readonly memory;
  readonly show: BookShow;
  readonly trades: string[] = [];
  private readonly ring: VenueRing;
  private readonly change = new BookUpdate(2 * BOOK_LEVELS);
  private readonly event = new MarketEvent();
  private id = 0;

  constructor(
    private readonly random: Random,
    slots: number,
  ) {
    this.memory = createBroadcast(slots, [Doorbell.create()], [0]);
    this.ring = new VenueRing(new BroadcastWriter(this.memory), new ManualClock(1_770_000_000));
    this.show = new BookShow(BTC.id, this.book, this.ring, new TopView(NO_SINK, 5));
  }

  step(): void {
    const what = this.random.below(100);
    if (!this.show.isLive) this.begin();
    else if (what < 3) this.show.set(StatusReason.Gap);
    else if (what < 30) this.trade();
    else this.update();
    this.ring.publish();
  }

  /** Every channel says something. */
  touch(): void {
    if (!this.show.isLive) this.begin();
    this.trade();
    this.change.clear();
    this.change.lastId = ++this.id;
    for (const [side, ticks] of [
      [Side.Buy, 999],
      [Side.Sell, 1_001],
    ] as const)
      this.change.push(side, ticks, this.book.lotsAt(side, ticks) + 1);
    this.show.update(this.change);
    this.ring.publish();
  }

  /** What waited for room is told. */
  flush(): void {
    this.show.flush();
    this.ring.publish();
  }

  private begin(): void {
    this.fill(200);
    this.show.begin(this.change);
  }

  private update(): void {
    this.fill(1 + this.random.below(8));
    this.show.update(this.change);
  }

  /** Bids below 1,000 and asks above, so that no book is crossed. */
  private fill(levels: number): void {
    const { random, change } = this;
    change.clear();
    change.lastId = ++this.id;
    change.setVenueMs(1_770_000_000_000 + this.id);
    for (let i = 0; i < levels; i++) {
      const [side, ticks] =
        random.below(2) === 0 ? [Side.Buy, 999 - random.below(150)] : [Side.Sell, 1_001 + random.below(150)];
      change.push(side, ticks, random.below(3) === 0 ? 0 : 1 + random.below(50));
    }
  }

  private trade(): void {
    const { event, random } = this;
    event.id = ++this.id;
    event.side = random.below(2) === 0 ? Side.Buy : Side.Sell;
    event.priceTicks = 950 + random.below(100);
    event.qtyLots = 1 + random.below(20);
    event.venueSeconds = 1_770_000_000;
    event.venueNanos = this.id;
    this.trades.push(`${event.id} ${quantity(event.qtyLots)} @ ${price(event.priceTicks)}`);
    this.ring.trade(BTC.id, event);
  }
}

const price = (ticks: number): string => formatFixed(ticks * BTC.tick, BTC.priceScale);
const quantity = (lots: number): string => formatFixed(lots * BTC.lot, BTC.quantityScale);

function levelsOf(book: VenueBook, side: Side): string[] {
  const view = new LevelView(LEVELS);
  venueLevels(book, side, LEVELS, view);
  return Array.from(
    { length: view.count },
    (_, i) => `${quantity(view.lots[i])} @ ${price(view.priceTicks[i])}`,
  );
}

const shown = (levels: readonly { price: string; quantity: string }[]): string[] =>
  levels.map((level) => `${level.quantity} @ ${level.price}`);

class Ground {
  readonly venue: Venue;
  readonly rig: Rig;
  readonly eager: FeedClient;
  readonly slow: FeedClient;
  readonly lossy: FeedClient;
  readonly heard: string[] = [];
  readonly subscriptions: Subscription[];
  private readonly together: Subscription[];
  private readonly trader: TestClient;
  private isUp = true;

  constructor(
    readonly random: Random,
    slots: number,
    seed: number,
  ) {
    this.venue = new Venue(random, slots);
    const { memory } = this.venue;
    const names = { name: 'there', venueSymbols: ['BTCUSD'] };
    const place = { venue: VENUE, instruments: [BTC.id], levels: BOOK_LEVELS, memory, reader: 0 };
    this.rig = new Rig({ seed, markets: [{ ...names, ...place }], door: DOOR });
    [this.eager, this.slow, this.lossy] = Array.from({ length: 3 }, () => new FeedClient(this.rig.gateway));
    this.subscriptions = [this.eager, this.slow, this.lossy].map((client) => client.watch(AT_VENUE, WANTED));
    this.trader = this.rig.logon(ALICE);
    this.openVenue();
    this.together = [this.eager, this.slow, this.lossy].map((client) => client.watch(TOGETHER, WANTED));
    this.subscriptions[0].on('trade', ({ event, quantity, price }) =>
      this.heard.push(`${event.sequence} ${quantity} @ ${price}`),
    );
    this.settle();
    this.lossy.loses = () => random.below(10) === 0;
  }

  /** Nobody asks again for what is missing. */
  close(): void {
    for (const client of [this.eager, this.slow, this.lossy]) client.close();
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.slow.socket.reading =
        this.random.below(50) !== 0 && (this.slow.socket.reading || this.random.below(10) === 0);
      this.venue.step();
      if (this.random.below(4) === 0) this.ownOrder();
      if (this.random.below(100) === 0) this.turn();
      if (this.random.below(SETTLE_EVERY) === 0) this.settle();
    }
  }

  /** The venue lists BTC, and takes orders. */
  private openVenue(): void {
    this.rig.admin.defineStreetAccount(STREET);
    this.rig.admin.defineVenue(VENUE, STREET, 0, 0);
    this.rig.settle();
    this.rig.say(routes.defineListing(VENUE, BTC.id), routes.venueStatus(VENUE, true));
  }

  /** It takes orders, or no more. */
  turn(): void {
    this.isUp = !this.isUp;
    this.rig.say(routes.venueStatus(VENUE, this.isUp));
  }

  private ownOrder(): void {
    const { random, trader } = this;
    const isBuy = random.below(2) === 0;
    trader.order({
      instrument: BTC.id,
      account: 0,
      side: isBuy ? Side.Buy : Side.Sell,
      price: (isBuy ? 1_002 - random.below(60) : 998 + random.below(60)) * BTC.tick,
      quantity: (1 + random.below(9)) * BTC.lot,
      clientIdLow: trader.next,
    });
  }

  settle(): void {
    this.rig.settle();
    for (const client of [this.eager, this.slow, this.lossy]) client.pump();
  }

  /**
   * Everybody reads, nothing gets lost, and what waited for room has been told. Each book changes once more, because who has lost the
   * last change of one finds out by the next; all places together have ours while the venue is down.
   */
  quiet(): void {
    this.slow.socket.reading = true;
    this.lossy.loses = () => false;
    this.settle();
    this.venue.touch();
    this.ownOrder();
    for (let i = 0; i < 5; i++) {
      mock.timers.tick(PATIENCE_MS);
      this.venue.flush();
      this.settle();
    }
  }

  check(t: Test): void {
    const { book, show } = this.venue;
    const [bids, asks] = show.isLive ? [Side.Buy, Side.Sell].map((side) => levelsOf(book, side)) : [[], []];
    for (const { book: seen, top, status } of this.subscriptions) {
      t.same(shown(seen.bids()), bids);
      t.same(shown(seen.asks()), asks);
      t.same(top.bid && shown([top.bid])[0], bids[0]);
      t.equal(status?.state, show.isLive ? 'live' : 'stale');
    }
    for (const { book: seen, top } of this.together) {
      const expected = [Side.Buy, Side.Sell].map((side) => this.allOf(side));
      t.same(shown(seen.bids()), expected[0]);
      t.same(shown(seen.asks()), expected[1]);
      t.same(
        [top.bid, top.ask].map((at) => at && shown([at])[0]),
        [expected[0][0], expected[1][0]],
      );
    }
  }

  /** Our own orders and the venue's levels, added up price by price. */
  private allOf(side: Side): string[] {
    const lots = new Map<number, number>();
    const add = (ticks: number, more: number) => lots.set(ticks, (lots.get(ticks) ?? 0) + more);
    const { book: own, orders } = this.rig.core.state;
    own.walk(sideIndex(BTC.id, side), (slot) => add(orders.priceTicks(slot), orders.openLots(slot)));
    const { book, show } = this.venue;
    const levels = book.side(side);
    if (show.isLive && this.isUp)
      for (let i = 0; i < levels.count; i++) add(ticksOfKey(side, levels.keyAt(i)), levels.lotsAt(i));
    const best = [...lots].sort(([a], [b]) => (side === Side.Buy ? b - a : a - b)).slice(0, LEVELS);
    return best.map(([ticks, sum]) => `${quantity(sum)} @ ${price(ticks)}`);
  }
}

t.before(() => mock.timers.enable({ apis: ['setTimeout'] }));
t.teardown(() => mock.timers.reset());

t.test('random runs', async (t) => {
  let unheard = 0;
  for (let run = 0; run < RUNS; run++) {
    const seed = SEED + run;
    const random = new Random(seed);
    const isTight = run % 2 === 1;
    const ground = new Ground(random, isTight ? 128 : 1 << 14, seed);
    for (let part = 0; part < 3; part++) {
      ground.run(STEPS / 3);
      ground.quiet();
      ground.check(t);
    }
    const { venue, heard, eager } = ground;
    if (isTight) unheard += venue.trades.length - heard.length;
    else t.same(heard, venue.trades, `every trade, seed ${seed}`);
    t.same(eager.problems, []);
    ground.close();
    if (t.counts.fail > 0) break;
  }
  t.ok(unheard > 0, 'in the small rings the gateway was behind');
});

t.test('what there is at a venue, and what is refused', async (t) => {
  const ground = new Ground(new Random(SEED), 1 << 10, SEED);
  const { rig, venue, eager } = ground;
  const [subscription] = ground.subscriptions;
  t.same(subscription.status, { state: 'stale', reason: 'disconnected' }, 'nothing has been heard');
  const states: unknown[] = [];
  subscription.on('status', (status) => states.push(status));
  venue.touch();
  ground.settle();
  venue.show.set(StatusReason.Silent);
  venue.flush();
  ground.settle();
  t.same(states, [
    { state: 'live', reason: undefined },
    { state: 'stale', reason: 'silent' },
  ]);
  t.same([...subscription.book.bids(), ...subscription.book.asks(), subscription.top.bid], [undefined]);

  const other = new FeedClient(rig.gateway);
  other.watch(AT_VENUE, { ...WANTED, orders: true });
  other.watch({ ...AT_VENUE, instrument: marketNumber(VENUE, ETH.id) }, WANTED);
  other.watch({ ...AT_VENUE, instrument: marketNumber(VENUE + 1, BTC.id) }, WANTED);
  rig.settle();
  other.pump();
  t.same(other.problems, ['UnknownChannel', 'UnknownInstrument', 'UnknownInstrument']);
  t.same(eager.problems, []);
  other.close();
  ground.close();
});
