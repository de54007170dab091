/** What the feed writes into strategies' rings, out of a real core's events. */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Level } from '../../strategies/sdk/book.js';
import { sideIndex } from '../book/rank.js';
import { BOARD_LEVELS } from './board.js';
import { BOOK_RECORDS, createFeedRing, ordersAtATime } from './feed-ring.js';
import { BTC, ETH, FeedRig } from './test-rig.js';

/** Strategy 0 has session 1 and both instruments, strategy 1 session 2 and ETH alone. Session 3 is a stranger. */
const STRATEGIES = [
  { session: 1, instruments: [BTC, ETH] },
  { session: 2, instruments: [ETH] },
];

t.test('a strategy gets one answer to each command, and every event of its orders', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(0);
  const [, own, , stranger] = rig.traders;
  const does = (what: string, act: () => unknown, ...expected: string[]) => {
    act();
    rig.settle();
    const lines = ring.read().filter((line) => !line.startsWith('Book'));
    t.same(lines, expected, what);
  };
  does('attached', () => {}, 'Live');
  let order = own.send('buy', 5, 90);
  does('rests', () => {}, 'Accepted BTC buy 5@90 #1');
  does('refused', () => own.send('buy', 2_000_000, 90), 'Rejected BTC buy 2000000@90 #2 MaxQuantityExceeded');
  does(
    'is executed as maker',
    () => stranger.send('sell', 2, 90, { tif: 'ioc' }),
    'Executed BTC buy 2@90 #1 executed 2 maker',
    'Trade BTC sell 2@90',
  );
  does('replaced', () => own.replace(order, 4, 91), 'Replaced BTC - 4@91 #1');
  does('replace refused', () => own.replace(order, 4, 0), 'ReplaceRejected BTC - 4@0 #1 PriceOutOfRange');
  does(
    'cancelled',
    () => own.cancel(order),
    'CancelAccepted BTC - 0@0 #1',
    'Cancelled BTC buy 2@91 #1 executed 2 CancelledByUser',
  );
  does('cancel refused', () => own.cancel(order), 'CancelRejected BTC - 0@0 #1 UnknownOrder');
  stranger.send('sell', 3, 100);
  rig.settle();
  does(
    'takes, and the rest is cancelled',
    () => own.send('buy', 5, 100, { tif: 'ioc' }),
    'Accepted BTC buy 5@100 #3',
    'Executed BTC buy 3@100 #3 executed 3 taker',
    'Trade BTC buy 3@100',
    'Cancelled BTC buy 2@100 #3 executed 3 ImmediateRemainder',
  );
  does(
    'trades with itself',
    () => [own.send('sell', 1, 95), own.send('buy', 1, 95)],
    'Accepted BTC sell 1@95 #4',
    'Accepted BTC buy 1@95 #5',
    'Executed BTC sell 1@95 #4 executed 1 maker',
    'Executed BTC buy 1@95 #5 executed 1 taker',
    'Trade BTC buy 1@95',
  );
  does(
    'cancels all',
    () => [own.send('buy', 1, 10), own.send('buy', 1, 11, { in: ETH }), own.cancelAll()],
    'Accepted BTC buy 1@10 #6',
    'Accepted ETH buy 1@11 #7',
    'MassCancelAccepted - - 0@0 #0',
    'Cancelled BTC buy 1@10 #6 MassCancelled',
    'Cancelled ETH buy 1@11 #7 MassCancelled',
  );
  order = own.send('buy', 1, 12, { tif: 'day' });
  does('rests for the day', () => {}, 'Accepted BTC buy 1@12 #8');
  does('the day ends', () => rig.admin.endOfDay({}), 'Expired BTC buy 1@12 #8 EndOfDay');
  t.match(rig.counters.read(), { lost: 0, hung: 0 });
});

t.test('a mass cancel of the engine is told with its reason, and is no answer to anybody', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(0);
  rig.traders[1].send('buy', 1, 10);
  rig.traders[2].send('buy', 2, 10);
  rig.settle();
  ring.read();
  rig.admin.massCancel({ session: 1 }, Reason.StrategyFailed);
  rig.settle();
  t.same(ring.read(), ['Cancelled BTC buy 1@10 #1 StrategyFailed', 'Book BTC 2/1@10 | -']);
});

t.test('what another session of the account does to an order is told to who has it', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(0);
  const order = rig.traders[1].send('buy', 5, 90);
  rig.settle();
  ring.read();
  // Client order ids are the account's: session 3 names the order by session 1's.
  const stranger = rig.traders[3].orders;
  Object.assign(stranger, { ids: rig.traders[1].orders.ids });
  rig.traders[3].replace(order, 6, 91);
  rig.traders[3].cancel(order);
  rig.settle();
  t.same(
    ring.read().filter((line) => !line.startsWith('Book')),
    ['Restated BTC buy 6@91 #1', 'Cancelled BTC buy 6@91 #1 CancelledByUser'],
  );
});

t.test('nobody sees what is not his', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(1);
  rig.traders[1].send('buy', 5, 90);
  rig.traders[3].send('sell', 5, 90);
  rig.settle();
  t.same(ring.read(), ['Book ETH - | -', 'Live'], 'no orders of others, no market data of BTC');
  rig.traders[1].send('buy', 5, 90, { in: ETH });
  rig.traders[3].send('sell', 4, 90, { in: ETH });
  rig.settle();
  t.same(ring.read(), ['Trade ETH sell 4@90', 'Book ETH 1/1@90 | -'].slice(-2), 'one book a turn');
});

t.test(
  'a new life begins with its orders, its position and its books, whatever happened meanwhile',
  async (t) => {
    const rig = new FeedRig(STRATEGIES);
    const first = rig.attach(0);
    rig.traders[1].send('buy', 5, 90);
    rig.traders[1].send('sell', 2, 95, { in: ETH });
    rig.settle();
    rig.feed.detach(0);
    const before = first.read().length;
    rig.traders[3].send('sell', 3, 90);
    rig.traders[3].send('buy', 4, 80);
    rig.settle();
    t.equal(first.read().length, 0, `${before} records and no more after it is detached`);
    const second = rig.attach(0);
    rig.settle();
    t.same(second.read(), [
      'OpenOrder BTC buy 5@90 #1 executed 3',
      'OpenOrder ETH sell 2@95 #2',
      'Position BTC 3',
      'Book BTC 2/1@90 4/1@80 | -',
      'Book ETH - | 2/1@95',
      'Live',
    ]);
  },
);

t.test('a strategy attached before the state after recovery is known waits for it', async (t) => {
  const rig = new FeedRig(STRATEGIES, { start: false });
  const ring = rig.attach(0);
  rig.feed.doWork();
  t.same(ring.read(), []);
  rig.start();
  t.same(ring.read(), ['Book BTC - | -', 'Book ETH - | -', 'Live']);
});

t.test('books come once a turn, with their top levels, and only when those have changed', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(0);
  const [, , , stranger] = rig.traders;
  rig.settle();
  ring.read();
  for (let i = 0; i < 20; i++) stranger.send('buy', 1 + i, 100 - i);
  rig.settle();
  const books = ring.read();
  const expected = Array.from({ length: BOARD_LEVELS }, (_, i) => `${1 + i}/1@${100 - i}`).join(' ');
  t.equal(books.at(-1), `Book BTC ${expected} | -`);
  t.ok(books.length < 20, `${books.length} states of 20`);
  stranger.send('buy', 7, 50);
  rig.settle();
  t.same(ring.read(), [], 'what lies deeper is not told');
});

t.test('a slow strategy: market data is left out, counted and told; order events are not', async (t) => {
  const slots = 64;
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(0, slots);
  const [, own, , stranger] = rig.traders;
  rig.settle();
  ring.read();
  stranger.send('buy', 1_000, 90);
  rig.settle();
  for (let i = 0; i < 40; i++) {
    stranger.send('sell', 1, 90);
    rig.settle();
  }
  own.send('buy', 1, 80);
  rig.settle();
  const { lost } = rig.counters.read();
  t.ok(lost > 20, `${lost} left out`);
  const lines = [...ring.read()];
  rig.settle();
  lines.push(...ring.read());
  t.equal(lines.filter((line) => line.startsWith('Accepted')).length, 1, 'its order is answered');
  t.match(lines.at(-2), `Gap ${lost}`);
  t.equal(lines.at(-1), 'Book BTC 960/1@90 1/1@80 | -', 'the book is whole again');
  const told = lines.filter((line) => /^(Trade|Book)/.test(line)).length - 1;
  t.ok(told > 0, `${told} before the gap`);
  stranger.send('sell', 1, 90);
  rig.settle();
  t.same(ring.read(), ['Trade BTC sell 1@90', 'Book BTC 959/1@90 1/1@80 | -'], 'and goes on');
});

t.test('a strategy without room for an order event counts as hung, and hurts nobody', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const hung = rig.attach(0, 64);
  const other = rig.attach(1);
  rig.settle();
  for (let i = 0; i < 70; i++) {
    rig.traders[1].send('buy', 1, 10 + i);
    rig.traders[2].send('buy', 1, 10 + i, { in: ETH });
    rig.settle();
  }
  t.same(rig.faults, ['0: its ring had no room for an order event'], 'told once');
  t.equal(rig.counters.read().hung, 1);
  t.ok(hung.read().filter((line) => line.startsWith('Accepted')).length >= ordersAtATime(64));
  t.equal(other.read().filter((line) => line.startsWith('Accepted')).length, 70);
  const fresh = rig.attach(0);
  rig.settle();
  t.equal(fresh.read().filter((line) => line.startsWith('OpenOrder')).length, 70, 'a new life gets all');
});

t.test('a cursor that no reader writes is a fault', async (t) => {
  for (const wild of [1_000_000, -1_000_000, 2 ** 31 - 1, -(2 ** 31)]) {
    const rig = new FeedRig(STRATEGIES);
    const ring = rig.attach(0);
    rig.settle();
    ring.reader.release(wild);
    rig.traders[1].send('buy', 1, 10);
    rig.settle();
    t.same(rig.faults, ['0: it wrote a cursor into its ring that no reader writes'], `${wild}`);
  }
});

t.test('the smallest ring has room for the largest book beside the order events', async (t) => {
  const smallest = 64;
  t.ok(BOOK_RECORDS <= smallest >> 2);
  t.ok(ordersAtATime(smallest) > 0);
  t.doesNotThrow(() => createFeedRing(smallest, new SharedArrayBuffer(128)));
});

for (const seed of [1, 2, 3, 4])
  t.test(
    `random flows, readers of every speed: books end up right, orders are whole (seed ${seed})`,
    async (t) => {
      const rig = new FeedRig(STRATEGIES, { seed });
      const { random } = rig.runner;
      const ring = rig.attach(0, 256);
      const lines: string[] = [];
      let sent = 0;
      for (let i = 0; i < 2_000; i++) {
        const trader = rig.traders[1 + random.below(3)];
        const into = random.below(2) === 0 ? BTC : ETH;
        const side = random.below(2) === 0 ? 'buy' : 'sell';
        trader.send(side, 1 + random.below(9), 90 + random.below(20), { in: into });
        if (trader === rig.traders[1]) sent++;
        rig.runner.run(random.below(6));
        if (random.below(4) === 0) lines.push(...ring.read(random.below(60)));
        if (i % 16 === 0) rig.settle();
        if (i % 64 === 0) lines.push(...ring.read());
      }
      for (let last = -1; last !== lines.length; ) {
        last = lines.length;
        rig.settle();
        lines.push(...ring.read());
      }
      t.same(rig.faults, []);
      t.equal(lines.filter((line) => line.startsWith('Accepted')).length, sent, `${sent} answers`);
      for (const { id } of [BTC, ETH]) t.match(ring.books.get(id), coreBook(rig, id));
      t.comment(`seed ${seed}: ${JSON.stringify(rig.counters.read())}`);
    },
  );

/** The top levels of the core's own book. */
function coreBook(rig: FeedRig, instrument: number): { bids: Level[]; asks: Level[] } {
  const { book, orders } = rig.core.state;
  const side = (side: Side) => {
    const levels = new Map<number, Level>();
    book.walk(sideIndex(instrument, side), (slot) => {
      const ticks = orders.priceTicks(slot);
      const { lots, orders: count } = levels.get(ticks) ?? { lots: 0, orders: 0 };
      levels.set(ticks, { ticks, lots: lots + orders.openLots(slot), orders: count + 1 });
    });
    return [...levels.values()].slice(0, BOARD_LEVELS);
  };
  return { bids: side(Side.Buy), asks: side(Side.Sell) };
}
