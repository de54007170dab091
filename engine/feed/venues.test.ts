/** What strategies get of venues: their best prices, and which of their own orders nobody knows about. */
import t from 'tap';
import { ListingStatus, Side, VenueReportKind } from '../../protocol/codes/enums.js';
import type { Record16 } from '../core/test-commands.js';
import * as routes from '../core/test-route-commands.js';
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
