/** The session by itself, with a clock moved by hand: synchronization, gaps, silence, reconnects, limits, back pressure. */
import t from 'tap';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../../../engine/rings/broadcast.js';
import { Doorbell } from '../../../engine/rings/doorbell.js';
import { Side } from '../../../protocol/codes/enums.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { instrumentOf } from '../../kit/instrument.js';
import { BinanceMarketData } from './agent.js';
import { BINANCE_DEFAULTS, type BinanceOptions } from './options.js';
import { SPOT, Stream, USD_M } from './product.js';
import { TestBinanceRecorder } from './test-recorder.js';

const HOUR_MS = 3_600_000;

const definition = (symbol: string) => ({
  symbol,
  tick: '0.01',
  lot: '0.001',
  minQty: '0.001',
  minNotional: '5',
  isTrading: true,
  status: 'TRADING',
});

function session(changes: Partial<BinanceOptions> = {}, symbols = ['AAAUSDT']) {
  const outside = new TestOutside(symbols.length);
  const instruments = symbols.map((symbol, i) => instrumentOf(i + 1, definition(symbol)));
  const options: BinanceOptions = {
    ...BINANCE_DEFAULTS,
    product: SPOT,
    levelsPerSide: 256,
    instruments,
    ...changes,
  };
  return { outside, agent: new BinanceMarketData(options, outside) };
}

/** Up to a live book of a test market. */
function live(changes: Partial<BinanceOptions> = {}, isLinked = false) {
  const { outside, agent } = session(changes);
  const venue = new TestBinanceRecorder('AAAUSDT', 5, isLinked);
  const feed = () => {
    for (const message of venue.messages.splice(0)) outside.link.say(message);
  };
  outside.pass(agent, 100);
  outside.link.open();
  outside.pass(agent, 100);
  venue.run(3);
  feed();
  outside.pass(agent, 100);
  outside.answer(venue.snapshot());
  venue.run(3);
  feed();
  outside.pass(agent, 100);
  return { outside, agent, venue, feed };
}

const bestOf = (outside: TestOutside): (number | undefined)[] => {
  const book = outside.books[1];
  return book ? [book.bids.keyAt(0), book.bids.lotsAt(0), -book.asks.keyAt(0), book.asks.lotsAt(0)] : [];
};

t.test('from nothing to a live book', async (t) => {
  const { outside, agent } = session({ product: USD_M }, ['AAAUSDT', 'BBBUSDT']);
  outside.pass(agent, 100);
  t.same(
    outside.links.map(({ url }) => url),
    [
      'wss://fstream.binance.com/public/stream?streams=aaausdt@depth@100ms',
      'wss://fstream.binance.com/market/stream?streams=aaausdt@aggTrade/!contractInfo',
    ],
    'books and prices have connections of their own',
  );
  for (const link of outside.links) link.open();
  outside.pass(agent, 100);
  t.same(outside.links[0].sent, [
    {
      method: 'SUBSCRIBE',
      params: ['aaausdt@depth@100ms', 'aaausdt@bookTicker', 'bbbusdt@depth@100ms', 'bbbusdt@bookTicker'],
      id: 1,
    },
  ]);
  t.same(outside.takeStatuses(), ['1 disconnected', '2 disconnected', '1 synchronizing', '2 synchronizing']);
});

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

t.test('a snapshot that is too old is asked for again', async (t) => {
  const { outside, agent } = session();
  const venue = new TestBinanceRecorder('AAAUSDT', 5, false);
  outside.pass(agent, 100);
  outside.link.open();
  const old = venue.snapshot();
  venue.run(3);
  venue.messages.splice(0);
  venue.run(2);
  for (const message of venue.messages.splice(0)) outside.link.say(message);
  outside.pass(agent, 100);
  outside.answer(old);
  t.equal(agent.counters.uselessSnapshots, 1);
  outside.pass(agent, 500);
  t.equal(outside.requests.length, 0, 'not at once');
  outside.pass(agent, 600);
  t.equal(outside.requests.length, 1);
  outside.answer(venue.snapshot());
  outside.ringBooks.read();
  t.same(bestOf(outside), venue.market.top());
});

t.test(
  'requests: refusals make everybody wait, no answer counts as a refusal, late answers are nothing',
  async (t) => {
    const { outside, agent } = session({}, ['AAAUSDT', 'BBBUSDT']);
    const venues = ['AAAUSDT', 'BBBUSDT'].map((name, i) => new TestBinanceRecorder(name, i, false));
    outside.pass(agent, 100);
    outside.link.open();
    for (const venue of venues) {
      venue.run(1);
      for (const message of venue.messages.splice(0)) outside.link.say(message);
    }
    outside.pass(agent, 100);
    t.equal(outside.requests.length, 2);
    const late = outside.requests.pop()!;
    outside.answer({ code: -1003 }, 429);
    outside.pass(agent, 20_000, 100);
    t.equal(outside.requests.length, 0, 'nobody asks for half a minute');
    outside.pass(agent, 11_000, 100);
    t.equal(outside.requests.length, 2, 'then both, the other one because it had no answer');
    late.answered(200, Buffer.from(JSON.stringify(venues[1].snapshot())));
    t.ok(agent.feeds[1].needsSnapshot, 'the late answer is not taken');
    outside.answer(venues[0].snapshot());
    t.notOk(agent.feeds[0].needsSnapshot);
    t.match(
      outside.notices.join('\n'),
      /symbol=AAAUSDT&limit=5000: HTTP 429[\s\S]*symbol=BBBUSDT&limit=5000: no answer in time/,
    );
  },
);

t.test('the request budget is kept', async (t) => {
  const symbols = Array.from({ length: 30 }, (_, i) => `S${i}USDT`);
  const { outside, agent } = session({ snapshotsAtOnce: 30 }, symbols);
  outside.pass(agent, 100);
  outside.link.open();
  for (const symbol of symbols) {
    const venue = new TestBinanceRecorder(symbol, 1, false);
    venue.run(1);
    for (const message of venue.messages) outside.link.say(message);
  }
  outside.pass(agent, 1_000);
  t.equal(outside.requests.length, 12, '3,000 of weight a minute, 250 each');
  outside.pass(agent, 5_100);
  t.equal(outside.requests.length, 13, 'and one more every five seconds');
});

t.test('connections: dialled again with growing waits', async (t) => {
  const { outside, agent } = session();
  outside.pass(agent, 100);
  const waits: number[] = [];
  for (let i = 0; i < 4; i++) {
    outside.link.hangUp('refused');
    const { length } = outside.links;
    let ms = 0;
    for (; outside.links.length === length; ms += 20) outside.pass(agent, 20);
    waits.push(Math.round(ms / 100) * 100);
  }
  t.same(waits, [500, 1_000, 2_000, 4_000]);
  outside.pass(agent, 10_100);
  t.match(outside.notices.at(-1), /connection ended \(not open in 10000 ms\), again in 8000 ms/);
  agent.close();
  const { length } = outside.links;
  outside.pass(agent, 20_000, 100);
  t.equal(outside.links.length, length, 'closed: never again');
});

t.test('connections: cut when silent, and before the venue’s 24 hours are over', async (t) => {
  const { outside, agent } = live();
  outside.pass(agent, 3 * 60_000, 1_000);
  outside.link.ping();
  outside.pass(agent, 3 * 60_000, 1_000);
  t.notOk(outside.link.isOver, 'a ping every three minutes is enough');
  outside.pass(agent, 62_000, 1_000);
  t.ok(outside.links[0].isOver);
  t.match(outside.notices.at(-1), /silent for 240000 ms/);
  outside.pass(agent, 2_000);
  outside.link.open();
  for (let ms = 0; ms < 23.4 * HOUR_MS; ms += 100_000) {
    outside.pass(agent, 100_000, 50_000);
    outside.link.ping();
  }
  t.equal(outside.links.length, 2);
  for (let ms = 0; ms < 0.2 * HOUR_MS; ms += 100_000) {
    outside.pass(agent, 100_000, 50_000);
    outside.link.ping();
  }
  t.match(outside.notices.join('\n'), /its life is over/);
});

t.test('a lost connection withdraws all of its books, and the new one begins anew', async (t) => {
  const { outside, agent, venue, feed } = live();
  outside.takeStatuses();
  outside.link.hangUp();
  t.same(outside.takeStatuses(), ['1 disconnected']);
  t.same(outside.core.get(`1 ${Side.Sell}`), []);
  outside.links[0].say(venue.snapshot());
  outside.pass(agent, 1_000);
  outside.link.open();
  venue.run(2);
  feed();
  outside.pass(agent, 1_000);
  outside.answer(venue.snapshot());
  t.same(outside.takeStatuses(), ['1 synchronizing', '1 live']);
  t.same(bestOf(outside), venue.market.top());
});

t.test('subscriptions: asked for at the venue’s pace, again when there is no answer', async (t) => {
  const symbols = Array.from({ length: 30 }, (_, i) => `S${i}USDT`);
  const { outside, agent } = session({ streamsPerMessage: 10, streams: [Stream.Depth] }, symbols);
  outside.pass(agent, 100);
  outside.link.open();
  outside.pass(agent, 800);
  t.equal(outside.link.sent.length, 3, 'all of them in three messages');
  outside.link.say({ result: null, id: 1 });
  outside.link.say({ result: null, id: 2 });
  outside.link.say({ error: { code: 2, msg: 'Invalid request' }, id: 3 });
  outside.pass(agent, 9_000);
  t.equal(outside.link.sent.length, 3);
  outside.pass(agent, 2_000);
  t.equal(outside.link.sent.length, 4, 'what was refused is asked for again');
  t.same((outside.link.sent[3].params as string[]).length, 10);
  t.match(outside.notices.at(-1), /request 3 was refused/);
  const fast = session({ streamsPerMessage: 1, streams: [Stream.Depth] }, symbols);
  fast.outside.pass(fast.agent, 100);
  fast.outside.link.open();
  fast.outside.pass(fast.agent, 1_000);
  t.ok(
    fast.outside.link.sent.length <= 4,
    `${fast.outside.link.sent.length} messages in the first second: the venue takes five, pongs included`,
  );
});

t.test('a subscription that is acknowledged and never says anything is noticed', async (t) => {
  const { outside, agent } = session({ streams: [Stream.MarkPrice], product: { ...USD_M } });
  outside.pass(agent, 100);
  outside.link.open();
  outside.pass(agent, 100);
  outside.link.say({ result: null, id: 1 });
  const mark = {
    e: 'markPriceUpdate',
    E: 1,
    s: 'AAAUSDT',
    p: '100.12345678',
    i: '100.1',
    P: '1',
    r: '0.0001',
    T: 2,
  };
  outside.pass(agent, 10_000);
  outside.link.say({ stream: 'aaausdt@markPrice@1s', data: mark });
  outside.pass(agent, 14_000);
  t.equal(outside.link.sent.length, 1, 'heard in between');
  outside.pass(agent, 2_000);
  t.equal(outside.link.sent.length, 2, 'asked for again');
  t.match(outside.notices.at(-1), /aaausdt@markPrice@1s is silent, asked for again/);
  outside.link.say({ result: null, id: 2 });
  outside.pass(agent, 16_000);
  t.match(outside.notices.at(-1), /stays silent: is it on the right endpoint\?/);
  t.ok(agent.connections[0].subscriptions.hasFailed(0));
});

t.test('a book that is not heard is not to be traded on, until it is heard again', async (t) => {
  const { outside, agent, venue, feed } = live();
  outside.takeStatuses();
  outside.pass(agent, 61_000, 100);
  t.same(outside.takeStatuses(), ['1 silent']);
  t.same(outside.core.get(`1 ${Side.Buy}`), []);
  for (let minutes = 0; minutes < 5; minutes++) {
    outside.link.ping();
    outside.pass(agent, 60_000, 100);
  }
  outside.link.say({ result: null, id: 2 });
  outside.pass(agent, 100);
  t.same(outside.takeStatuses(), [], 'asked for again and acknowledged, it is not heard yet');
  venue.run(1);
  feed();
  outside.pass(agent, 40);
  t.same(outside.takeStatuses(), ['1 live']);
  t.same(bestOf(outside), venue.market.top(), 'whole again');
  t.same(outside.core.get(`1 ${Side.Buy}`), venue.market.rows(Side.Buy).slice(0, 5));
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
