/** What strategies get of venues: their best prices, and which of their own orders nobody knows about. */
import t from 'tap';
import { BookUpdate } from '../../adapters/kit/book/book-update.js';
import { VenueBook } from '../../adapters/kit/book/venue-book.js';
import { BookShow } from '../../adapters/kit/feed/book-show.js';
import { NO_SINK } from '../../adapters/kit/feed/sink.js';
import { TopView } from '../../adapters/kit/feed/top-view.js';
import { VenueRing } from '../../adapters/kit/feed/venue-ring.js';
import { ListingStatus, Side, VenueReportKind } from '../../protocol/codes/enums.js';
import { StatusReason } from '../../protocol/records/venue-data.js';
import type { Record16 } from '../core/test-commands.js';
import * as routes from '../core/test-route-commands.js';
import { BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { ManualClock } from '../threads/lockstep.js';
import { BOARD_LEVELS } from './board.js';
import { BTC, ETH, FeedRig, VENUE } from './test-rig.js';

const level = (side: Side, position: number, lots: number, ticks: number) =>
  routes.venueLevel(VENUE, BTC.id, side, position, lots, ticks);

t.test('a venue’s best prices, whole each time they have changed', async (t) => {
  const rig = new FeedRig([{ session: 1, instruments: [BTC, ETH] }], { venue: true });
  rig.openVenue();
  const ring = rig.attach(0);
  rig.settle();
  t.same(ring.read(), ['Book BTC - | -', 'Book away BTC - | -', 'Book ETH - | -', 'Live']);
  rig.say(level(Side.Buy, 0, 5, 100), level(Side.Buy, 1, 7, 99), level(Side.Sell, 0, 3, 101));
  t.same(ring.read(), ['Book away BTC 5/0@100 7/0@99 | 3/0@101']);
  rig.say(level(Side.Buy, 0, 5, 100), routes.venueStatus(VENUE, true));
  t.same(ring.read(), [], 'nothing has changed');
  rig.say(level(Side.Buy, 1, 0, 0));
  t.same(ring.read(), ['Book away BTC 5/0@100 | 3/0@101']);
});

t.test('none while it does not trade the instrument, is down, or its adapter begins anew', async (t) => {
  const rig = new FeedRig([{ session: 1, instruments: [BTC] }], { venue: true });
  rig.openVenue();
  const ring = rig.attach(0);
  const prices = [level(Side.Buy, 0, 5, 100), level(Side.Sell, 0, 3, 101)];
  rig.say(...prices);
  t.same(ring.read().at(-2), 'Book away BTC 5/0@100 | 3/0@101');
  const gone: readonly (readonly [Record16, Record16])[] = [
    [
      routes.defineListing(VENUE, BTC.id, { status: ListingStatus.Halted }),
      routes.defineListing(VENUE, BTC.id),
    ],
    [routes.venueStatus(VENUE, false), routes.venueStatus(VENUE, true)],
    [routes.venueAttached(VENUE), routes.venueStatus(VENUE, true)],
  ];
  for (const [ends, begins] of gone) {
    rig.say(ends);
    t.same(ring.read(), ['Book away BTC - | -']);
    rig.say(begins, ...prices);
    t.same(ring.read(), ['Book away BTC 5/0@100 | 3/0@101']);
  }
});

t.test('an order at a venue is unknown until the venue has said what became of it', async (t) => {
  const rig = new FeedRig([{ session: 1, instruments: [BTC] }], { venue: true });
  rig.openVenue();
  const ring = rig.attach(0);
  rig.settle();
  ring.read();
  rig.traders[1].send('buy', 5, 100, { route: VENUE });
  rig.settle();
  t.same(ring.read(), ['Accepted BTC buy 5@100 #1']);
  const [child] = rig.children;
  rig.say(routes.venueReport(VENUE, child.id, VenueReportKind.New));
  t.same(ring.read(), []);
  rig.say(routes.venueStatus(VENUE, false));
  t.same(ring.read(), ['Unknown BTC buy 5@100 #1']);
  const later = rig.attach(0);
  rig.settle();
  t.same(
    later.read().slice(0, 2),
    ['OpenOrder BTC buy 5@100 #1', 'Unknown BTC buy 5@100 #1'],
    'a new life hears it',
  );
  rig.say(routes.childFill(VENUE, child.id, BTC.id, 2, 100, 2, 1));
  t.same(later.read(), ['Executed BTC buy 2@100 #1 executed 2 maker']);
  rig.say(routes.venueReport(VENUE, child.id, VenueReportKind.New, { executed: 2 }));
  t.same(later.read(), ['Unknown BTC buy 5@100 #1 executed 2 no more']);
  rig.say(routes.venueReport(VENUE, child.id, VenueReportKind.Unknown, { executed: 2 }));
  rig.say(routes.venueReport(VENUE, child.id, VenueReportKind.NotKnown, { executed: 2 }));
  t.same(later.read(), [
    'Unknown BTC buy 5@100 #1 executed 2',
    'Unknown BTC buy 5@100 #1 executed 2 no more',
    'Cancelled BTC buy 3@100 #1 executed 2 NotKnownAtVenue',
  ]);
});

/** The market data of a venue: a bid and an offer more at each step. */
class Market {
  readonly memory = createBroadcast(1 << 10, [Doorbell.create()], [0]);
  private readonly writer = new BroadcastWriter(this.memory);
  private readonly update = new BookUpdate(64);
  readonly show: BookShow;

  constructor() {
    const clock = new ManualClock(1_770_000_000);
    this.show = new BookShow(
      BTC.id,
      new VenueBook(64),
      new VenueRing(this.writer, clock),
      new TopView(NO_SINK, 5),
    );
  }

  /** Levels from `first` to below `last`, `lots` each. */
  tell(first: number, last: number, lots: number, isWhole = false): void {
    this.update.clear();
    for (let i = first; i < last; i++) {
      this.update.push(Side.Buy, 100 - i, lots);
      this.update.push(Side.Sell, 101 + i, lots);
    }
    if (isWhole) this.show.begin(this.update);
    else this.show.update(this.update);
    this.writer.publish();
  }

  stale(): void {
    this.show.set(StatusReason.Gap);
    this.writer.publish();
  }
}

t.test('ten levels a side out of its market data, while it is live and trades', async (t) => {
  const market = new Market();
  const marketData = { memory: market.memory, reader: 0, levels: 64 };
  const rig = new FeedRig([{ session: 1, instruments: [BTC] }], { venue: true, marketData });
  rig.openVenue();
  const ring = rig.attach(0);
  rig.settle();
  ring.read();
  const book = (first: number, lots: number) => {
    const side = (ticks: (i: number) => number) =>
      Array.from({ length: BOARD_LEVELS }, (_, i) => `${lots}/0@${ticks(first + i)}`).join(' ');
    return [`Book away BTC ${side((i) => 100 - i)} | ${side((i) => 101 + i)}`];
  };
  const reads = () => {
    rig.settle();
    return ring.read();
  };
  market.tell(0, 30, 7, true);
  t.same(reads(), book(0, 7));
  rig.say(level(Side.Buy, 0, 5, 100));
  t.same(reads(), [], 'what the core knows is not asked');
  market.tell(20, 30, 1);
  t.same(reads(), [], 'too deep');
  market.tell(0, 3, 0);
  t.same(reads(), book(3, 7), 'from below come those that were not shown');
  market.stale();
  t.same(reads(), ['Book away BTC - | -']);
  market.tell(0, 12, 2, true);
  t.same(reads(), book(0, 2));
  rig.say(routes.venueStatus(VENUE, false));
  t.same(ring.read(), ['Book away BTC - | -']);
  rig.say(routes.venueStatus(VENUE, true));
  t.same(ring.read(), book(0, 2), 'nothing has to be told again');
});

t.test('without strategies its adapter waits for nobody', async (t) => {
  const market = new Market();
  const rig = new FeedRig([], { venue: true, marketData: { memory: market.memory, reader: 0, levels: 64 } });
  rig.settle();
  for (let i = 0; i < 1_000; i++) market.tell(0, 10, 1 + i, i === 0);
  t.equal(market.show.book.bids.lotsAt(0), 1_000);
  t.ok(new BroadcastWriter(market.memory).room(1 << 10));
});
