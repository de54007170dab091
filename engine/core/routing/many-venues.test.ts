/** As many venues as there is room for: an order is split over all of them and taken back from all of them, a stop follows the last of them, and an image has them. */
import t from 'tap';
import { VENUES } from '../../../protocol/records/routing.js';
import { SMALL, SMALLEST_RING, TestCore } from '../test-kit.js';
import { defineStreet } from '../test-limit-commands.js';
import { defineListing, defineVenue, venueStatus } from '../test-route-commands.js';
import { eventsOf } from '../test-scenario.js';
import { parseCommand } from '../test-script.js';

const LAST = VENUES - 1;
const venues = Array.from({ length: VENUES }, (_, venue) => venue);
/** All with the same street account. */
const STREET = [
  defineStreet(5),
  ...venues.flatMap((venue) => [defineVenue(venue, 5), defineListing(venue, 1), venueStatus(venue, true)]),
];
const OFFERS = venues.map((venue) => `level of:${venue} offer 0 1@${100 + venue}`);
const OPTIONS = { prepare: STREET, ringSlots: SMALLEST_RING, limits: { ...SMALL, orders: 64 } };

t.test('one order over all of them, best first, and taken back from each', async (t) => {
  const events = eventsOf([...OFFERS, `buy ${VENUES}@120 route:smart`, 'cancel #1'].join('\n'), OPTIONS);
  const out = events.flatMap((event) => [...event.matchAll(/child .* at (venue\d+) 1@(\d+)/g)]);
  t.strictSame(
    out.map(([, venue, price]) => `${venue} ${price}`),
    venues.map((venue) => `venue${venue} ${100 + venue}`),
  );
  t.equal(events.filter((event) => /ask-cancel/.test(event)).length, VENUES);
});

t.test('there is no room for one more', async (t) => {
  t.match(eventsOf(`buy 1@90 route:venue${VENUES}`, OPTIONS).join(), /UnknownVenue/);
  const kit = new TestCore(OPTIONS).standard();
  kit.send(defineVenue(VENUES, 5));
  t.equal(kit.core.state.venues.bound, VENUES);
});

t.test('a stop that follows the last of them', async (t) => {
  const script = [
    `venue-price 100 ins:1 of:${LAST}`,
    `buy 1@105 stop:104 src:venue${LAST}`,
    `venue-price 104 ins:1 of:${LAST}`,
  ];
  t.match(eventsOf(script.join('\n'), OPTIONS).join('\n'), /trigger #1/);
});

t.test('an image has them all', async (t) => {
  const labels = () => ({ slot: 0, generation: 0 });
  const kit = new TestCore(OPTIONS).standard();
  for (const line of [...OFFERS, `venue-price 100 ins:1 of:${LAST}`, `buy 1@105 stop:104 src:venue${LAST}`])
    kit.send(parseCommand(line, labels));
  const next = new TestCore(OPTIONS);
  next.core.loadImage(kit.core.saveImage());
  t.equal(next.core.stateHash(), kit.core.stateHash());
  for (const { core } of [kit, next])
    t.same([core.state.venues.bound, core.state.venuePrices.sources], [VENUES, 3 + VENUES]);
});
