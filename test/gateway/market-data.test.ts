import t from 'tap';
import { Channel, Side } from '../../protocol/codes/enums.js';
import type { Received, TestClient } from './client.js';
import { ALICE, CAROL, Rig } from './rig.js';

/** Applies snapshots and increments the way any client would: a map a side, quantity 0 takes a level out. */
class ClientBook {
  number = 0;
  readonly bids = new Map<number, number[]>();
  readonly asks = new Map<number, number[]>();

  apply(message: Received): void {
    if (message.type === 'BookSnapshot') {
      this.bids.clear();
      this.asks.clear();
    }
    this.number = message.number as number;
    fold(this.bids, message.bids as number[][]);
    fold(this.asks, message.asks as number[][]);
  }

  levels(): number[][][] {
    const sorted = (side: Map<number, number[]>, sign: number) =>
      [...side.values()].sort((a, b) => sign * (a[0] - b[0]));
    return [sorted(this.bids, -1), sorted(this.asks, 1)];
  }
}

function fold(side: Map<number, number[]>, levels: number[][]): void {
  for (const level of levels) {
    if (level[1] === 0) side.delete(level[0]);
    else side.set(level[0], level);
  }
}

/** Numbers of the same order: what a side's order has been told. */
const buy = (client: TestClient, price: number, quantity: number) =>
  client.order({ side: Side.Buy, price, quantity, clientIdLow: client.next, account: 0 });
const sell = (client: TestClient, price: number, quantity: number) =>
  client.order({ side: Side.Sell, price, quantity, clientIdLow: client.next, account: 0 });

const books = (messages: Received[]) => messages.filter(({ type }) => type.startsWith('Book'));

t.test('a snapshot first, then what each event group changed, and trades in between', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const watcher = rig.connect();
  buy(alice, 10_000, 500);
  buy(alice, 9_990, 300);
  rig.settle();
  watcher.take();
  watcher.subscribe(1, 2);
  rig.settle();
  t.match(watcher.take(), [
    { type: 'TradeSnapshot', number: 0, quantity: 0, gap: false },
    {
      type: 'BookSnapshot',
      number: 0,
      gap: false,
      bids: [
        [10_000, 500, 1],
        [9_990, 300, 1],
      ],
      asks: [],
    },
  ]);
  sell(alice, 10_000, 600);
  rig.settle();
  t.match(watcher.take(), [
    { type: 'Trade', number: 1, price: 10_000, quantity: 500, aggressor: Side.Sell },
    { type: 'BookIncrement', number: 1, bids: [[10_000, 0, 0]], asks: [[10_000, 100, 1]] },
  ]);
});

t.test('only the top N is told; what moves into view is sent, what is pushed out is taken out', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const watcher = rig.connect();
  for (const price of [100, 99, 98]) buy(alice, price, 10);
  rig.settle();
  watcher.take();
  watcher.subscribe(1, 2, false);
  rig.settle();
  watcher.take();
  buy(alice, 97, 10);
  rig.settle();
  t.strictSame(watcher.take(), [], 'below the view');
  buy(alice, 101, 10);
  rig.settle();
  t.match(watcher.take(), [
    {
      bids: [
        [101, 10, 1],
        [99, 0, 0],
      ],
    },
  ]);
  alice.cancel({ clientIdLow: 1 });
  rig.settle();
  t.match(watcher.take(), [
    {
      bids: [
        [100, 0, 0],
        [99, 10, 1],
      ],
    },
  ]);
});

t.test('any random flow: every subscriber can rebuild the book from its increments', async (t) => {
  for (let seed = 1; seed <= 12; seed++) {
    const rig = new Rig({ seed });
    const alice = rig.logon(ALICE);
    const carol = rig.logon(CAROL);
    const watchers = [1, 3, 10].map((levels) => ({ levels, client: rig.connect(), book: new ClientBook() }));
    for (const { client, levels } of watchers) client.subscribe(1, levels);
    for (let step = 0; step < 250; step++) {
      const client = rig.runner.random.below(2) === 0 ? alice : carol;
      const price = 9_990 + rig.runner.random.below(20);
      const what = rig.runner.random.below(10);
      if (what < 4) buy(client, price, 1 + rig.runner.random.below(50));
      else if (what < 8) sell(client, price, 1 + rig.runner.random.below(50));
      else if (what < 9) client.cancel({ clientIdLow: 1 + rig.runner.random.below(client.next), account: 0 });
      else
        client.replace({
          clientIdLow: 1 + rig.runner.random.below(client.next),
          account: 0,
          price,
          quantity: 1 + rig.runner.random.below(60),
        });
      rig.runner.run(rig.runner.random.below(6));
    }
    rig.settle();
    const fresh = rig.connect();
    fresh.subscribe(1, 10);
    rig.settle();
    const truth = new ClientBook();
    for (const message of books(fresh.take())) truth.apply(message);
    for (const { client, levels, book } of watchers) {
      for (const message of books(client.take())) book.apply(message);
      t.strictSame(
        book.levels(),
        truth.levels().map((side) => side.slice(0, levels)),
        `seed ${seed}, ${levels} levels`,
      );
    }
  }
});

t.test(
  'a slow reader is conflated: updates dropped and counted, then a snapshot marked as a gap',
  async (t) => {
    const rig = new Rig({ door: { conflateAboveBytes: 1_000, conflateBelowBytes: 500 } });
    const alice = rig.logon(ALICE);
    const slow = rig.connect();
    const quick = rig.connect();
    for (const client of [slow, quick]) client.subscribe(1, 5, false);
    rig.settle();
    slow.take();
    slow.socket.reading = false;
    for (let i = 1; i <= 30; i++) {
      buy(alice, 10_000 + i, 10);
      rig.settle();
    }
    const before = books(slow.take());
    t.ok(before.length < 15, 'most were dropped');
    t.equal(books(quick.take()).length, 31);
    t.ok(rig.counters.read().conflated > 15);
    t.equal(slow.socket.closedWith, undefined, 'market data alone cuts nobody off');
    slow.socket.reading = true;
    rig.settle();
    t.match(books(slow.take()), [
      { type: 'BookSnapshot', gap: true, number: 30, bids: { 0: [10_030, 10, 1] } },
    ]);
    buy(alice, 10_031, 10);
    rig.settle();
    t.match(books(slow.take()), [{ type: 'BookIncrement', number: 31 }], 'and goes on');
  },
);

t.test('order reports are never dropped: too many unread close the connection', async (t) => {
  const rig = new Rig({ door: { conflateAboveBytes: 500, backlogBytes: 4_000 } });
  const alice = rig.logon(ALICE);
  alice.take();
  alice.socket.reading = false;
  for (let i = 0; i < 60 && alice.socket.closedWith === undefined; i++) {
    buy(alice, 1_000 + i, 10);
    rig.settle();
  }
  t.equal(alice.socket.closedWith, 'SlowClient');
  const types = alice.takeTypes();
  t.equal(types.pop(), 'ProtocolError');
  t.ok(types.length > 15);
  t.ok(types.every((type) => type === 'OrderAccepted'));
  t.equal(rig.counters.read().slow_clients, 1);
});

t.test('subscriptions that make no sense are refused; unsubscribing ends the flow', async (t) => {
  const rig = new Rig({ door: { subscriptions: 1 } });
  const alice = rig.logon(ALICE);
  const watcher = rig.connect();
  watcher.take();
  watcher.subscribe(77, 5);
  watcher.subscribe(1, 257);
  watcher.subscribe(1, 0, false);
  watcher.subscribe(1, 5);
  watcher.subscribe(2, 5);
  watcher.subscribe(1, 0);
  rig.settle();
  t.match(watcher.take(), [
    { type: 'ProtocolError', reason: 'UnknownInstrument' },
    { type: 'ProtocolError', reason: 'FieldOutOfRange' },
    { type: 'ProtocolError', reason: 'NothingSubscribed' },
    { type: 'ProtocolError', reason: 'TooManySubscriptions' },
    { type: 'TradeSnapshot' },
  ]);
  buy(alice, 100, 5);
  sell(alice, 100, 5);
  rig.settle();
  t.strictSame(
    watcher.takeTypes(),
    ['Trade'],
    'the second subscription took the place of the first: trades only',
  );
  watcher.unsubscribe(1);
  buy(alice, 100, 5);
  sell(alice, 100, 5);
  rig.settle();
  t.strictSame(watcher.take(), []);
});

t.test('a flood of requests costs what its reader reads', async (t) => {
  const rig = new Rig({ door: { conflateAboveBytes: 2_000, conflateBelowBytes: 500 } });
  const alice = rig.logon(ALICE);
  const watcher = rig.connect();
  watcher.take();
  for (let i = 0; i < 300; i++) watcher.subscribe(1, 5, false);
  rig.settle();
  t.match(watcher.take(), [{ type: 'BookSnapshot', number: 0 }], 'the last subscription is answered');
  for (let i = 0; i < 10; i++) buy(alice, 10_000 + i, 10);
  rig.settle();
  t.equal(watcher.take().length, 10);
  watcher.socket.reading = false;
  for (let i = 0; i < 300; i++) {
    watcher.askAgain(1, Channel.Levels, 1);
    rig.settle();
  }
  const given = watcher.socket.frames.reduce((sum, frame) => sum + frame.length, 0);
  t.ok(given > 2_000 && given < 6_000, `${given} bytes`);
  watcher.socket.reading = true;
  rig.settle();
  t.match(watcher.take().slice(-1), [{ type: 'BookSnapshot', number: 10, gap: true }]);
});

t.test('the list of securities: all, one, none', async (t) => {
  const rig = new Rig();
  const client = rig.connect();
  client.take();
  client.listSecurities();
  client.listSecurities('ETH-USD');
  client.listSecurities('nothing');
  rig.settle();
  t.match(client.take(), [
    { type: 'SecurityDefinition', symbol: 'BTC-USD' },
    { type: 'SecurityDefinition', symbol: 'ETH-USD', tick: 5n, lot: 10n },
    { type: 'SecurityListEnd', count: 2 },
    { type: 'SecurityDefinition', symbol: 'ETH-USD' },
    { type: 'SecurityListEnd', count: 1 },
    { type: 'SecurityListEnd', count: 0 },
  ]);
});
