/** Futures market streams, spoken raw: books that add up from snapshot and diffs, tiers, prices, commands. */
import t from 'tap';
import type { TestWsClient } from '../../kit/test-ws-client.js';
import { TestFutures } from './test-futures.js';

interface Diff {
  readonly U: number;
  readonly u: number;
  readonly pu: number;
  readonly b: [string, string][];
  readonly a: [string, string][];
}

interface Snapshot {
  readonly lastUpdateId: number;
  readonly bids: [string, string][];
  readonly asks: [string, string][];
}

/** The document's procedure, from a snapshot and buffered diffs. @returns false where the chain breaks */
function follow(book: Map<string, string>, snapshotId: number, diffs: readonly Diff[]): boolean {
  let before: number | undefined;
  for (const diff of diffs.filter(({ u }) => u >= snapshotId)) {
    const isChained =
      before === undefined ? diff.U <= snapshotId && diff.u >= snapshotId : diff.pu === before;
    if (!isChained) return false;
    before = diff.u;
    for (const [side, rows] of [
      ['b', diff.b],
      ['a', diff.a],
    ] as const)
      for (const [price, qty] of rows)
        if (Number(qty) === 0) book.delete(side + price);
        else book.set(side + price, qty);
  }
  return before !== undefined;
}

function asBook({ bids, asks }: Snapshot): Map<string, string> {
  return new Map([
    ...bids.map(([p, q]) => [`b${p}`, q] as const),
    ...asks.map(([p, q]) => [`a${p}`, q] as const),
  ]);
}

const sorted = (book: Map<string, string>): string[] => [...book].map((row) => row.join(' ')).sort();

for (const [address, rest, symbol] of [
  ['/public/ws/btcusdt@depth@100ms', '/fapi/v1/depth', 'BTCUSDT'],
  ['/ws/btcusd_perp@depth@100ms', '/dapi/v1/depth', 'BTCUSD_PERP'],
])
  t.test(`a book from ${address}`, async (t) => {
    const futures = new TestFutures({ hasCrowd: true });
    const depth = (): Snapshot =>
      futures.venue.rest({
        method: 'GET',
        path: rest,
        query: `symbol=${symbol}&limit=1000`,
        headers: {},
        body: '',
      }).body as Snapshot;
    const stream = futures.ws(address);
    futures.agenda.advance(1_050);
    const snapshot = depth();
    futures.agenda.advance(30_000);
    const book = asBook(snapshot);
    const diffs = stream.got<Diff>();
    t.ok(follow(book, snapshot.lastUpdateId, diffs), 'an unbroken chain');
    t.ok(diffs.length > 50);
    t.ok(
      diffs.some(({ U, pu }) => U !== pu + 1),
      'the ids themselves are not',
    );
    for (const name of futures.venue.market.symbols) futures.venue.market.setPhase(name, 'halt');
    futures.agenda.advance(100);
    t.ok(follow(book, diffs[diffs.length - 1].u, [diffs[diffs.length - 1], ...stream.got<Diff>()]));
    t.strictSame(sorted(book), sorted(asBook(depth())));
    stream.breaks();
  });

t.test('a fault leaves a diff out, and the chain shows it', async (t) => {
  const futures = new TestFutures({ hasCrowd: true });
  const stream = futures.ws('/public/ws/btcusdt@depth@100ms');
  futures.agenda.advance(1_000);
  futures.venue.faults.inject({ do: 'gap', stream: 'btcusdt@depth@100ms', by: 1 });
  futures.agenda.advance(1_000);
  const diffs = stream.got<Diff>();
  t.equal(diffs.filter(({ pu }, i) => i > 0 && pu !== diffs[i - 1].u).length, 1);
});

t.test('tiers: on the wrong one a stream is acknowledged and silent', async (t) => {
  const futures = new TestFutures({ hasCrowd: true });
  const count = (client: TestWsClient): number => client.got().filter(({ e }) => e !== undefined).length;
  const subscribe = { method: 'SUBSCRIBE', params: ['btcusdt@bookTicker', 'btcusdt@aggTrade'], id: 1 };
  const [right, wrong] = [futures.ws('/public/ws'), futures.ws('/market/ws')];
  for (const client of [right, wrong]) {
    client.send(subscribe);
    t.strictSame(client.got(), [{ result: null, id: 1 }]);
  }
  futures.agenda.advance(5_000);
  const [books, trades] = [right.got(), wrong.got()];
  t.ok(
    books.length > 0 && books.every(({ e, st, ps }) => e === 'bookTicker' && st === 1 && ps === 'BTCUSDT'),
  );
  t.ok(trades.length > 0 && trades.every(({ e }) => e === 'aggTrade'));
  right.send({ method: 'UNSUBSCRIBE', params: ['btcusdt@bookTicker'], id: 2 });
  right.send({ method: 'LIST_SUBSCRIPTIONS', id: 3 });
  t.match(right.got(), [{ id: 2 }, { result: ['btcusdt@aggTrade'], id: 3 }]);
  futures.agenda.advance(5_000);
  t.equal(count(right), 0);
});

t.test('streams of all symbols are of both products, on either host', async (t) => {
  const futures = new TestFutures({ hasCrowd: true });
  const stream = futures.ws('/ws/!bookTicker/!markPrice@arr@1s');
  futures.agenda.advance(1_000);
  const all = stream.got<{ s: string; st: number } | { s: string; st: number }[]>();
  const [tickers, marks] = [
    all.filter((each) => !Array.isArray(each)).flat(),
    all.filter((each) => Array.isArray(each)),
  ];
  t.strictSame([...new Set(tickers.map(({ st }) => st))].sort(), [1, 2]);
  t.strictSame(
    marks
      .flat()
      .map(({ s }) => s)
      .sort(),
    ['BTCUSDT', 'BTCUSD_PERP', 'ETHUSDT', 'ETHUSD_PERP', 'SOLUSDT', 'SOLUSD_PERP'],
  );
});

t.test('mark prices, combined streams, microseconds, a mute stream, too many messages', async (t) => {
  const futures = new TestFutures({ hasCrowd: true });
  const stream = futures.ws(
    '/stream?streams=btcusd_perp@markPrice@1s/ethusd_perp@bookTicker&timeUnit=MICROSECOND',
  );
  futures.agenda.advance(3_000);
  const all = stream.got() as { stream: string; data: Record<string, unknown> }[];
  const marks = all.filter((each) => each.stream === 'btcusd_perp@markPrice@1s');
  t.equal(marks.length, 3);
  t.match(marks[0].data, {
    e: 'markPriceUpdate',
    s: 'BTCUSD_PERP',
    st: 2,
    p: /^\d+\.\d{8}$/,
    E: (futures.agenda.nowMs - 2_000) * 1_000,
  });
  futures.venue.faults.inject({ do: 'mute', stream: 'btcusd_perp@markPrice@1s' });
  futures.agenda.advance(3_000);
  t.ok(
    (stream.got() as unknown as { stream: string }[]).every(
      (each) => each.stream !== 'btcusd_perp@markPrice@1s',
    ),
  );
  for (let i = 0; i < 11; i++) stream.send({ method: 'LIST_SUBSCRIPTIONS', id: i });
  t.equal(stream.closedWith, '1008 Too many requests');
});

t.test('a connection lives a day, is pinged, and is let go when it does not answer', async (t) => {
  const futures = new TestFutures();
  const [lively, dead] = [futures.ws('/market/ws'), futures.ws('/market/ws')];
  for (let minute = 0; minute < 24 * 60 - 1; minute++) {
    futures.agenda.advance(60_000);
    lively.peer.ponged();
  }
  t.equal(lively.closedWith, undefined);
  t.ok(lively.pings >= 24 * 20 - 1);
  t.equal(dead.closedWith, '1008 Pong timeout');
  futures.agenda.advance(60_000);
  t.match(lively.closedWith, /^1000/);
});
