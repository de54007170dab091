/** Books of Binance: what the ring and the core are told of them, gaps, messages that are refused, readers that are behind. */
import t from 'tap';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../../../engine/rings/broadcast.js';
import { Doorbell } from '../../../engine/rings/doorbell.js';
import { Side } from '../../../protocol/codes/enums.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { instrumentOf } from '../../kit/instrument.js';
import { BinanceMarketData } from './agent.js';
import { BINANCE_DEFAULTS } from './options.js';
import { SPOT, USD_M } from './product.js';
import { TestBinanceRecorder } from './test-recorder.js';
import { bestOf, definition, live } from './test-session.js';

t.test('the book is the venue’s, on the ring and in the core', async (t) => {
  const { outside, venue, agent, feed } = live();
  t.same(outside.takeStatuses().at(-1), '1 live');
  for (let i = 0; i < 50; i++) {
    venue.run(1);
    feed();
    outside.ringBooks.read();
    t.same(bestOf(outside), venue.market.top());
    t.same(outside.core.get(`1 ${Side.Buy}`), venue.market.rows(Side.Buy).slice(0, 5));
    t.same(outside.core.get(`1 ${Side.Sell}`), venue.market.rows(Side.Sell).slice(0, 5));
  }
  t.equal(agent.counters.refused, 0);
  t.ok(outside.trades.length > 10 && outside.tops.length > 10);
});

t.test('a gap: the book is withdrawn, and comes again with a new snapshot', async (t) => {
  for (const isLinked of [false, true]) {
    const { outside, agent, venue, feed } = live(
      { product: isLinked ? { ...USD_M, tiers: SPOT.tiers } : SPOT },
      isLinked,
    );
    outside.takeStatuses();
    venue.run(1);
    venue.messages.splice(0);
    venue.run(1);
    feed();
    t.same(outside.takeStatuses(), ['1 gap']);
    t.same(outside.core.get(`1 ${Side.Buy}`), [], 'no price to be traded on');
    outside.pass(agent, 2_000);
    t.equal(outside.requests.length, 1, 'one request, however many updates wait');
    venue.run(4);
    feed();
    outside.pass(agent, 1_000);
    t.equal(outside.requests.length, 1);
    outside.answer(venue.snapshot());
    outside.ringBooks.read();
    t.same(outside.takeStatuses(), ['1 live']);
    t.same(bestOf(outside), venue.market.top());
    t.equal(agent.feeds[0].sync.gaps, 1);
  }
});

t.test('malformed and foreign messages touch nothing and are counted', async (t) => {
  const { outside, agent, venue, feed } = live();
  const { bookId } = agent.feeds[0].sync;
  const before = bestOf(outside);
  const depth = {
    e: 'depthUpdate',
    E: 1,
    s: 'AAAUSDT',
    U: bookId + 1,
    u: bookId + 1,
    b: [['99.99', '1']],
    a: [],
  };
  for (const message of [
    JSON.stringify(depth).slice(0, -1),
    JSON.stringify({ ...depth, b: [['99.995', '1']] }),
    JSON.stringify({ ...depth, b: [['99.99', 'NaN']] }),
    JSON.stringify({ ...depth, b: [['99.99', '-1']] }),
    JSON.stringify({ ...depth, b: [['99.99']] }),
    JSON.stringify({ ...depth, b: 7 }),
    JSON.stringify({ ...depth, U: undefined }),
    JSON.stringify({ ...depth, u: '9007199254740993' }),
    JSON.stringify({ ...depth, b: Array.from({ length: 600 }, (_, i) => [`${i + 1}`, '1']) }),
    'not json',
    '',
    '[]',
  ])
    outside.link.say(message);
  t.equal(agent.counters.refused, 12, agent.counters.faultText());
  for (const message of [
    { ...depth, s: 'OTHER' },
    { ...depth, e: '24hrTicker', p: '-43.4', b: '1.23456', a: '1' },
    { hello: 1 },
  ])
    outside.link.say(message);
  t.equal(agent.counters.others, 3);
  t.equal(agent.feeds[0].sync.bookId, bookId);
  t.same(bestOf(outside), before);
  venue.run(1);
  feed();
  outside.ringBooks.read();
  t.same(bestOf(outside), venue.market.top(), 'and the next update follows');
});

t.test('the core is full: the best levels go out later, as they are then', async (t) => {
  const { outside, agent, venue, feed } = live();
  outside.hasCoreRoom = false;
  const before = outside.core.get(`1 ${Side.Buy}`);
  venue.run(20);
  feed();
  outside.pass(agent, 100);
  t.same(outside.core.get(`1 ${Side.Buy}`), before);
  outside.hasCoreRoom = true;
  outside.pass(agent, 40);
  t.same(outside.core.get(`1 ${Side.Buy}`), venue.market.rows(Side.Buy).slice(0, 5));
});

t.test('readers that are a ring behind: the book goes on, and comes whole when there is room', async (t) => {
  const { agent, venue, feed, reader, outside } = behindReader();
  venue.run(200);
  feed();
  t.equal(agent.feeds[0].sync.gaps, 0);
  t.same(agent.feeds[0].show.book.bids.keyAt(0), venue.market.bestBid, 'the book itself is right');
  reader.release(reader.available(1 << 20));
  outside.clock.seconds += 1;
  agent.doWork();
  venue.run(1);
  feed();
  const kinds = Array.from(
    { length: reader.available(1 << 20) },
    (_, i) => reader.i32[reader.offset(i)] & 0xff,
  );
  t.ok(kinds.includes(194), 'a SnapshotBegin');
  t.ok(kinds.includes(199), 'and how many trades and tops were left out');
});

/** A session whose ring has one reader, which has stopped to read. */
function behindReader() {
  const memory = createBroadcast(256, [Doorbell.create()], [0]);
  const outside = new TestOutside(1);
  const writer = new BroadcastWriter(memory);
  const options = {
    ...BINANCE_DEFAULTS,
    product: SPOT,
    levelsPerSide: 256,
    instruments: [instrumentOf(1, definition('AAAUSDT'))],
  };
  const { dial, fetch, clock, sink, notice } = outside;
  const agent = new BinanceMarketData(options, { dial, fetch, clock, sink, notice, ring: writer });
  const venue = new TestBinanceRecorder('AAAUSDT', 5, false);
  const feed = () => {
    for (const message of venue.messages.splice(0)) outside.link.say(message);
  };
  agent.doWork();
  outside.link.open();
  venue.run(1);
  feed();
  outside.clock.seconds += 1;
  agent.doWork();
  outside.answer(venue.snapshot());
  return { agent, venue, feed, reader: new BroadcastReader(memory, 0), outside };
}
