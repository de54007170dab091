/** Connections to Binance and what is subscribed on them: how they are kept, and what silence means. */
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import type { TestOutside } from '../../kit/feed/test-outside.js';
import { Stream, USD_M } from './product.js';
import { bestOf, live, session } from './test-session.js';

const HOUR_MS = 3_600_000;

const subscribed = ({ link }: TestOutside): number =>
  link.sent.filter(({ method }) => method === 'SUBSCRIBE').length;

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
  t.equal(subscribed(outside), 1, 'heard in between');
  outside.pass(agent, 2_000);
  t.equal(subscribed(outside), 2, 'asked for again');
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

t.test(
  'a stream that is there and says nothing has nothing to say; one that is not there is asked for again',
  async (t) => {
    const { outside, agent, venue, feed } = live();
    outside.link.say({ result: null, id: 1 });
    outside.takeStatuses();
    const streams = ['depth@100ms', 'bookTicker', 'trade', 'nobody@depth'].map((name) => `aaausdt@${name}`);
    const list = (result: readonly string[]) => outside.link.say({ result, id: 0x7fff_ffff });
    outside.pass(agent, 61_000, 1_000);
    t.strictSame(outside.takeStatuses(), ['1 silent'], 'no answer');
    for (let times = 0; times < 60; times++) {
      list(streams);
      outside.pass(agent, 20_000, 1_000);
      t.match(outside.link.sent.at(-1), { method: 'LIST_SUBSCRIPTIONS' });
    }
    t.strictSame(outside.takeStatuses(), ['1 live'], 'from the first answer on, for twenty minutes');
    t.equal(subscribed(outside), 1);
    list(streams.slice(1));
    outside.pass(agent, 1_000);
    t.match(outside.link.sent.at(-1), { method: 'SUBSCRIBE', params: ['aaausdt@depth@100ms'] });
    t.match(outside.notices.at(-1), /aaausdt@depth@100ms is silent, asked for again/);
    venue.run(1);
    feed();
    outside.ringBooks.read();
    t.same(bestOf(outside), venue.market.top());
  },
);

t.test('that a stream is there means nothing where it was never heard', async (t) => {
  const { outside, agent } = session({ streams: [Stream.MarkPrice], product: USD_M });
  outside.pass(agent, 100);
  outside.link.open();
  outside.pass(agent, 100);
  outside.link.say({ result: null, id: 1 });
  for (let seconds = 0; seconds < 60; seconds++) {
    outside.pass(agent, 1_000);
    for (const id of [1, 2]) outside.link.say({ result: null, id });
    outside.link.say({ result: ['aaausdt@markPrice@1s'], id: 0x7fff_ffff });
  }
  t.ok(agent.connections[0].subscriptions.hasFailed(0));
});
