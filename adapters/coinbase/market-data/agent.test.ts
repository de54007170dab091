/** The session by itself, with a clock moved by hand: by levels and by orders. */
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { instrumentOf } from '../../kit/instrument.js';
import { CoinbaseMarketData } from './agent.js';
import { COINBASE_DEFAULTS, type CoinbaseOptions } from './options.js';
import { TestCoinbaseRecorder, TestOrderRecorder } from './test-recorder.js';

const PRODUCT = 'AAA-USD';
const definition = (symbol: string) => ({
  symbol,
  tick: '0.01',
  lot: '0.00000001',
  minQty: '0.001',
  minNotional: '1',
  isTrading: true,
  status: 'online',
});

function session(changes: Partial<CoinbaseOptions> = {}, products = [PRODUCT]) {
  const outside = new TestOutside(products.length);
  const instruments = products.map((symbol, i) => instrumentOf(i + 1, definition(symbol)));
  const options: CoinbaseOptions = {
    ...COINBASE_DEFAULTS,
    levelsPerSide: 256,
    ordersPerBook: 1_024,
    instruments,
    ...changes,
  };
  const agent = new CoinbaseMarketData(options, outside);
  outside.pass(agent, 100);
  outside.link.open();
  outside.pass(agent, 100);
  return { outside, agent };
}

const bestOf = (outside: TestOutside): (number | undefined)[] => {
  const book = outside.books[1];
  return book ? [book.bids.keyAt(0), book.bids.lotsAt(0), -book.asks.keyAt(0), book.asks.lotsAt(0)] : [];
};

const heartbeat = (lastTradeId = 0) => ({
  type: 'heartbeat',
  sequence: 1,
  last_trade_id: lastTradeId,
  product_id: PRODUCT,
  time: '2023-11-14T22:13:20.000000Z',
});

function byLevels(changes: Partial<CoinbaseOptions> = {}) {
  const { outside, agent } = session(changes);
  const venue = new TestCoinbaseRecorder(PRODUCT, 3);
  venue.snapshot();
  const feed = () => {
    for (const message of venue.messages.splice(0)) outside.link.say(message);
    outside.ringBooks.read();
  };
  return { outside, agent, venue, feed };
}

t.test('subscribes at once, signed when told how', async (t) => {
  const { outside } = session({ book: 'level2', sign: () => ({ key: 'k', signature: 's' }) }, [
    PRODUCT,
    'BBB-USD',
  ]);
  const product_ids = [PRODUCT, 'BBB-USD'];
  t.same(outside.link.sent, [
    {
      type: 'subscribe',
      channels: [
        ...['level2', 'heartbeat', 'ticker', 'matches'].map((name) => ({ name, product_ids })),
        { name: 'status' },
      ],
      key: 'k',
      signature: 's',
    },
  ]);
  const full = session({ book: 'full' });
  t.same(
    (full.outside.link.sent[0].channels as { name: string }[]).map(({ name }) => name),
    ['full', 'heartbeat', 'ticker', 'status'],
    'full has the matches already',
  );
});

t.test('levels: the book is the venue’s, on the ring and in the core', async (t) => {
  const { outside, agent, venue, feed } = byLevels();
  for (let i = 0; i < 50; i++) {
    feed();
    t.same(bestOf(outside), venue.market.top());
    t.same(outside.core.get(`1 ${Side.Buy}`), venue.market.rows(Side.Buy).slice(0, 5));
    venue.run(1);
  }
  t.equal(agent.counters.refused, 0);
  t.ok(outside.trades.length > 3);
  const sides = outside.trades.map(({ side }) => side);
  t.ok(
    sides.includes(Side.Buy) && sides.includes(Side.Sell),
    'the taker’s side, though the venue says the maker’s',
  );
});

t.test('levels: what contradicts the book is noticed, and a new subscription begins it anew', async (t) => {
  const update = (...changes: string[][]) => ({
    type: 'l2update',
    product_id: PRODUCT,
    changes,
    time: '2023-11-14T22:13:20.000000Z',
  });
  for (const [what, message, reason] of [
    ['a level taken out that is not there', update(['buy', '1.00', '0.00000000']), 'inconsistent'],
    ['a crossed book', update(['buy', '999.00', '1.00000000']), 'inconsistent'],
    ['half a message', '{"type":"l2update","product_id":"AAA-USD","changes":[["buy"', 'synchronizing'],
    ['a price off the tick', update(['buy', '99.995', '1.0']), 'synchronizing'],
    ['no side', update(['bid', '99.99', '1.0']), 'synchronizing'],
    ['nothing that is known', 'xyz', 'synchronizing'],
  ] as [string, unknown, string][]) {
    const { outside, agent, venue, feed } = byLevels();
    feed();
    outside.link.say({ type: 'subscriptions', channels: [] });
    outside.link.say({ type: 'status', products: [], currencies: [] });
    outside.takeStatuses();
    outside.link.say(message);
    t.match(outside.takeStatuses()[0], reason, what);
    t.same(outside.core.get(`1 ${Side.Buy}`), [], `${what}: no price to be traded on`);
    outside.pass(agent, 400);
    const channels = [{ name: 'level2_batch', product_ids: [PRODUCT] }];
    t.same(
      outside.link.sent.slice(1),
      [
        { type: 'unsubscribe', channels },
        { type: 'subscribe', channels },
      ],
      what,
    );
    venue.run(2);
    feed();
    t.same(outside.takeStatuses(), [], `${what}: updates alone do not make a book`);
    venue.snapshot();
    venue.run(3);
    feed();
    t.same(outside.takeStatuses(), ['1 live'], what);
    t.same(bestOf(outside), venue.market.top(), what);
  }
});

t.test('silence: heartbeats come every second', async (t) => {
  const { outside, agent, feed } = byLevels();
  feed();
  outside.takeStatuses();
  for (let i = 0; i < 10; i++) {
    outside.pass(agent, 1_000);
    outside.link.say(heartbeat());
  }
  t.same(outside.takeStatuses(), [], 'a quiet market is live');
  outside.pass(agent, 6_000);
  t.same(outside.takeStatuses(), ['1 silent']);
  outside.link.say(heartbeat());
  outside.pass(agent, 40);
  t.same(outside.takeStatuses(), ['1 live']);
  outside.pass(agent, 16_000);
  t.ok(outside.links[0].isOver, 'nothing at all: the connection is cut');
  t.match(outside.takeStatuses(), ['1 silent', '1 disconnected']);
});

t.test('trades that are missing are counted, by their numbers and by heartbeats', async (t) => {
  const { outside, agent, venue, feed } = byLevels();
  feed();
  const isTrade = ({ type }: Record<string, unknown>) => type === 'match';
  venue.run(60);
  const trades = venue.messages.splice(0).filter(isTrade);
  outside.link.say({ ...trades[0], type: 'last_match' });
  outside.link.say(trades[1]);
  outside.link.say(trades[3]);
  t.equal(agent.counters.missedTrades, 1);
  outside.link.say(heartbeat(Number(trades[3].trade_id) + 2));
  t.equal(agent.counters.missedTrades, 3);
  outside.link.say(trades[3]);
  t.equal(agent.counters.repeatedTrades, 1);
  outside.ringBooks.read();
  t.equal(outside.trades.length, 2);
});

t.test('errors of the venue are told, and subscriptions tried again', async (t) => {
  const { outside, agent } = session();
  outside.link.say({
    type: 'error',
    message: 'Failed to subscribe',
    reason: 'level2 requires authentication',
  });
  t.match(
    outside.notices.at(-1),
    /request 1 was refused: Failed to subscribe: level2 requires authentication/,
  );
  for (let i = 0; i < 11; i++) {
    outside.pass(agent, 1_000);
    outside.link.say(heartbeat());
  }
  t.equal(outside.link.sent.length, 2);
});

function byOrders() {
  const { outside, agent } = session({ book: 'full' });
  const venue = new TestOrderRecorder(PRODUCT, 3);
  const feed = () => {
    for (const message of venue.messages.splice(0)) outside.link.say(message);
    outside.ringBooks.read();
  };
  venue.run(5);
  feed();
  outside.pass(agent, 100);
  return { outside, agent, venue, feed };
}

t.test('orders: snapshot over HTTP, what came meanwhile, and on', async (t) => {
  const { outside, agent, venue, feed } = byOrders();
  t.match(outside.requests[0].url, /\/products\/AAA-USD\/book\?level=3$/);
  const book = venue.book();
  venue.run(5);
  feed();
  outside.answer(book);
  outside.ringBooks.read();
  t.same(bestOf(outside), venue.market.top(), 'with what came after the snapshot');
  for (let i = 0; i < 200; i++) {
    venue.run(1);
    feed();
    t.same(bestOf(outside), venue.market.top());
  }
  t.equal(agent.books.byOrder[0].inconsistencies, 0);
  t.equal(agent.counters.refused, 0);
});

t.test('orders: a gap, or an order that does not fit, and the book begins anew', async (t) => {
  for (const [what, spoil, reason] of [
    ['a message is missing', (messages) => messages.slice(1), 'gap'],
    [
      'an unknown maker',
      (messages) => [
        {
          ...messages[0],
          type: 'match',
          trade_id: 1,
          maker_order_id: 'ffffffff-0000-4000-8000-000000000000',
          price: '99.99',
          size: '1',
          side: 'buy',
        },
        ...messages.slice(1),
      ],
      'inconsistent',
    ],
    [
      'an id that is none',
      (messages) => [
        { ...messages[0], type: 'done', order_id: 'x', remaining_size: '1' },
        ...messages.slice(1),
      ],
      'gap',
    ],
  ] as [string, (messages: Record<string, unknown>[]) => Record<string, unknown>[], string][]) {
    const { outside, agent, venue, feed } = byOrders();
    outside.answer(venue.book());
    venue.run(5);
    feed();
    outside.takeStatuses();
    outside.pass(agent, 2_000);
    venue.run(5);
    const messages = venue.messages.splice(0);
    for (const message of spoil(messages)) outside.link.say(message);
    t.same(outside.takeStatuses(), [`1 ${reason}`], what);
    outside.pass(agent, 100);
    t.equal(outside.requests.length, 1, what);
    outside.answer(venue.book());
    outside.ringBooks.read();
    t.same(bestOf(outside), venue.market.top(), what);
  }
});

t.test('orders: a snapshot that is malformed leaves nothing behind', async (t) => {
  const { outside, agent, venue } = byOrders();
  const { bids, ...rest } = venue.book() as { bids: string[][] };
  outside.answer({ ...rest, bids: bids.with(3, ['99.99', 'NaN', 'x']) });
  t.equal(agent.books.byOrder[0].orders.count, 0);
  t.equal(
    agent.counters.faults.reduce((a, b) => a + b),
    1,
  );
  outside.pass(agent, 2_100);
  outside.answer({ ...rest, bids });
  outside.ringBooks.read();
  t.same(bestOf(outside), venue.market.top());
});

t.test('what the status channel says of products, and a product that it leaves out', async (t) => {
  const { outside, agent } = session({}, [PRODUCT, 'BBB-USD', 'CCC-USD']);
  const traded = { status: 'online', trading_disabled: false, cancel_only: false };
  const cases: readonly (readonly [product: object, told: string[]])[] = [
    [{ ...traded, id: PRODUCT }, ['1 online']],
    [{ ...traded, id: 'BBB-USD', cancel_only: true }, ['-2 cancel only']],
    [{ ...traded, id: 'BBB-USD', trading_disabled: true }, []],
    [{ ...traded, id: 'BBB-USD' }, ['2 online']],
    [{ currency: { id: 'CCC-USD' }, ...traded, status: 'delisted', id: PRODUCT }, ['-1 not online']],
    [{ ...traded, id: 'NOBODY-USD', cancel_only: true }, []],
    [{ ...traded, id: 'BBB-USD', trading_disabled: null, cancel_only: 'no', other: true }, []],
    [{ ...traded, id: 7, status: null, cancel_only: true }, []],
    [{ id: 'BBB-USD', cancel_only: true, post_only: true }, ['-2 cancel only']],
  ];
  for (const [product, told] of cases) {
    outside.link.say({
      type: 'status',
      currencies: [{ id: PRODUCT, status: 'offline' }],
      products: [product],
    });
    t.strictSame(outside.trading.splice(0), told, JSON.stringify(product));
    t.equal(agent.counters.refused, 0);
  }
});
