/** Levels 1 and 3 as tables of messages, and level 3 of a book that does not fit into one page. */
import t from 'tap';
import { BookAction, Channel, Side } from '../../protocol/codes/enums.js';
import { type Received, TestClient } from './client.js';
import { clientOrders, engineOrders } from './engine-book.js';
import { FeedClient } from './feed-client.js';
import { ALICE, BTC, CAROL, Rig } from './rig.js';

const Add = BookAction.Add;
const Modify = BookAction.Modify;
const Delete = BookAction.Delete;
const Execute = BookAction.Execute;
const Buy = Side.Buy;
const Sell = Side.Sell;

const place = (client: TestClient, side: Side, price: number, quantity: number) =>
  client.order({ side, price, quantity, clientIdLow: client.next, account: 0 });
const replace = (client: TestClient, clientIdLow: number, price: number, quantity: number) =>
  client.replace({ clientIdLow, price, quantity, account: 0 });

/** Each message as a line of what matters. */
const told = (messages: Received[]) =>
  messages.map(({ type, number, changes, bids, asks }) => [type, number, changes ?? [bids, asks]]);

function watched(levels: { top?: boolean; orders?: boolean }, door = {}) {
  const rig = new Rig({ door, durability: 'async' });
  const alice = rig.logon(ALICE);
  const carol = rig.logon(CAROL);
  const watcher = rig.connect();
  watcher.take();
  watcher.subscribe(1, 0, false, levels);
  rig.settle();
  const step = (act: () => void): Received[] => {
    act();
    rig.settle();
    return watcher.take();
  };
  return { rig, alice, carol, watcher, step };
}

t.test('level 3: the life of orders, one message a command', async (t) => {
  const { alice, carol, step } = watched({ orders: true });
  t.match(
    step(() => {}),
    [{ type: 'OrderBookSnapshot', number: 0, page: 0, complete: true, bids: [], asks: [] }],
  );
  const rows: [string, () => void, number[][]][] = [
    ['added', () => place(alice, Buy, 100, 10), [[Add, Buy, 1, 100, 10, 10]]],
    ['behind it', () => place(carol, Buy, 100, 20), [[Add, Buy, 2, 100, 20, 20]]],
    ['less of it: place kept', () => replace(alice, 1, 100, 7), [[Modify, Buy, 1, 100, 7, 3]]],
    [
      'more of it: to the end',
      () => replace(alice, 1, 100, 9),
      [
        [Delete, Buy, 1, 100, 0, 7],
        [Add, Buy, 1, 100, 9, 9],
      ],
    ],
    [
      'a taker takes the first and some of the next, and is never shown itself',
      () => place(alice, Sell, 100, 22),
      [
        [Execute, Buy, 2, 100, 0, 20],
        [Execute, Buy, 1, 100, 7, 2],
      ],
    ],
    [
      'a taker that takes all and rests',
      () => place(carol, Sell, 99, 10),
      [
        [Execute, Buy, 1, 100, 0, 7],
        [Add, Sell, 1, 99, 3, 3],
      ],
    ],
    [
      'another price',
      () => replace(carol, 2, 98, 10),
      [
        [Delete, Sell, 1, 99, 0, 3],
        [Add, Sell, 1, 98, 3, 3],
      ],
    ],
    ['replaced to what has executed', () => replace(carol, 2, 98, 7), [[Delete, Sell, 1, 98, 0, 3]]],
    ['placed again', () => place(alice, Buy, 90, 5), [[Add, Buy, 1, 90, 5, 5]]],
    [
      'cancelled',
      () => alice.cancel({ clientIdLow: alice.next - 1, account: 0 }),
      [[Delete, Buy, 1, 90, 0, 5]],
    ],
  ];
  for (const [i, [what, act, changes]] of rows.entries()) {
    const [message, ...more] = step(act);
    t.match(message, { type: 'OrderBookIncrement', number: i + 1, complete: true }, what);
    t.strictSame(
      (message.changes as number[][]).map((row) => [...row.slice(0, 2), ...row.slice(3)]),
      changes.map((row) => [...row.slice(0, 2), ...row.slice(3)]),
      what,
    );
    t.strictSame(more, []);
  }
  t.strictSame(
    step(() => place(alice, Buy, 90, 0)),
    [],
    'a rejected order is nobody else’s business',
  );
});

t.test('level 3 names orders as their owners know them, and nobody by it', async (t) => {
  const { rig, alice, carol, step } = watched({ orders: true });
  const reports = (client: TestClient) => {
    const [report] = client.take().filter(({ type }) => type === 'OrderAccepted');
    return [report.orderIdLow, report.account];
  };
  for (const client of [alice, carol]) client.take();
  const [first] = step(() => place(alice, Buy, 100, 10)).slice(-1);
  const [second] = step(() => place(carol, Buy, 101, 10)).slice(-1);
  const [[, , aliceId]] = first.changes as number[][];
  const [[, , carolId]] = second.changes as number[][];
  t.strictSame(
    [reports(alice), reports(carol)],
    [
      [aliceId, 1],
      [carolId, 2],
    ],
  );
  rig.settle();
});

t.test('level 1: whole, when bid, offer or last trade has changed, and only then', async (t) => {
  const { alice, carol, step } = watched({ top: true });
  const rows: [string, () => void, object[]][] = [
    [
      'subscribed',
      () => {},
      [{ snapshot: true, number: 0, bidQuantity: 0, askQuantity: 0, lastQuantity: 0 }],
    ],
    [
      'a bid',
      () => place(alice, Buy, 100, 10),
      [{ snapshot: false, number: 1, bidPrice: 100, bidQuantity: 10, bidOrders: 1 }],
    ],
    ['joined', () => place(carol, Buy, 100, 5), [{ number: 2, bidQuantity: 15, bidOrders: 2, askOrders: 0 }]],
    ['worse: nothing', () => place(carol, Buy, 99, 5), []],
    [
      'an offer',
      () => place(carol, Sell, 102, 4),
      [{ number: 3, bidPrice: 100, askPrice: 102, askQuantity: 4, askOrders: 1 }],
    ],
    [
      'a trade',
      () => place(alice, Sell, 100, 3),
      [{ number: 4, bidQuantity: 12, lastPrice: 100, lastQuantity: 3 }],
    ],
    [
      'through two levels',
      () => place(alice, Sell, 99, 14),
      [{ number: 5, bidPrice: 99, bidQuantity: 3, askPrice: 102, lastPrice: 99, lastQuantity: 2 }],
    ],
    ['the last bid', () => alice.cancel({ clientIdLow: 999, account: 0 }), []],
    [
      'goes',
      () => carol.massCancel({ side: Buy }),
      [{ number: 6, bidPrice: 0, bidQuantity: 0, bidOrders: 0, askPrice: 102 }],
    ],
  ];
  for (const [what, act, wanted] of rows) {
    const found = step(act);
    t.equal(found.length, wanted.length, what);
    t.match(
      found,
      wanted.map((fields) => ({ type: 'BookTop', gap: false, ...fields })),
      what,
    );
  }
});

t.test('a command that changes more orders than a message holds: complete is the last one', async (t) => {
  const { rig, alice, step, watcher } = watched({ orders: true });
  for (let i = 0; i < 150; i++) place(alice, Buy, 100 + (i % 7), 10);
  rig.settle();
  watcher.take();
  const messages = step(() => alice.massCancel({ instrument: 1 }));
  t.strictSame(
    messages.map(({ number, complete, changes }) => [number, complete, (changes as number[][]).length]),
    [
      [151, false, 64],
      [152, false, 64],
      [153, true, 22],
    ],
  );
});

t.test(
  'who subscribes in the middle of a command gets the book as it is after it, and nothing before',
  async (t) => {
    const rig = new Rig({ durability: 'async' });
    const alice = rig.logon(ALICE);
    const early = new FeedClient(rig.gateway);
    const earlyBook = early.subscribe(BTC);
    for (let i = 0; i < 2_000; i++) {
      place(alice, Buy, 100 + (i % 50), 10);
      if (i % 100 === 0) rig.settle();
    }
    rig.settle();
    place(alice, Sell, 300, 10);
    alice.massCancel({ instrument: 1, side: Buy });
    rig.coreAgent.doWork();
    rig.gateway.doWork();
    const late = new TestClient(rig.gateway);
    late.take();
    late.subscribe(1, 5, true, { top: true, orders: true });
    t.strictSame(late.take(), [], 'the command is not through');
    rig.runner.runUntilIdle();
    t.match(
      late.take().map(({ type, snapshot, number }) => [type, snapshot, number]),
      [
        ['TradeSnapshot', undefined, 0],
        ['BookTop', true, Number],
        ['BookSnapshot', undefined, Number],
        ['OrderBookSnapshot', undefined, Number],
      ],
    );
    early.pump();
    t.strictSame(clientOrders(earlyBook), engineOrders(rig.core, BTC));
    t.equal(clientOrders(earlyBook).asks.length, 1);
    early.close();
  },
);

t.test('a large book goes out in pages, as fast as it is read, while it changes', async (t) => {
  const rig = new Rig({ durability: 'async', laneSlots: 4_096, door: { conflateBelowBytes: 20_000 } });
  const alice = rig.logon(ALICE);
  for (let i = 0; i < 3_600; i++) {
    place(alice, i % 2 === 0 ? Buy : Sell, (i % 2 === 0 ? 5_000 : 6_000) + (i % 300), 10);
    if (i % 200 === 0) rig.settle();
  }
  rig.settle();
  alice.take();
  const client = new FeedClient(rig.gateway);
  client.socket.reading = false;
  const subscription = client.subscribe(BTC, { levels: 0, trades: false, orders: true });
  rig.settle();
  const sent = () => client.socket.frames.reduce((sum, frame) => sum + frame.length, 0);
  const first = sent();
  t.ok(first > 20_000 && first < 70_000, `${first} bytes at first`);
  t.equal(rig.counters.read().conflated, 0);
  const changes: [number, number][] = [
    [5_298, 5_000],
    [5_000, 5_299],
    [5_150, 5_302],
    [6_001, 6_299],
    [6_299, 5_999],
  ];
  for (const [from, to] of changes)
    for (let i = 0; i < 8; i++) {
      const order = engineOrders(rig.core, BTC);
      const price = `@ ${(from / 100).toFixed(2)}`;
      const line = [...order.bids, ...order.asks].find((each) => each.endsWith(price))!;
      const id = BigInt(line.split(':')[0]);
      const orderIdLow = Number(id & 0xffffffffn);
      const orderIdHigh = Number(id >> 32n);
      if (i % 2 === 0) alice.cancel({ orderIdLow, orderIdHigh, account: 0 });
      else alice.replace({ orderIdLow, orderIdHigh, price: to, quantity: 12, account: 0 });
      place(alice, from < 5_500 ? Buy : Sell, to, 3);
      rig.settle();
    }
  t.notOk(subscription.live, 'still pages to come');
  client.socket.reading = true;
  for (let round = 0; round < 4; round++) {
    client.pump();
    rig.settle();
  }
  t.ok(subscription.live);
  t.strictSame(clientOrders(subscription), engineOrders(rig.core, BTC));
  t.strictSame(client.gaps, []);
  t.ok(clientOrders(subscription).bids.length > 1_000);
  client.close();
});

t.test('gap requests: exactly what is missing, the same bytes; too old, or 0: a snapshot', async (t) => {
  const { rig, alice, watcher, step } = watched({ orders: true, top: true }, { historyBytes: 1 << 11 });
  watcher.take();
  place(alice, Buy, 100, 10);
  rig.settle();
  const frames: Uint8Array[] = watcher.socket.frames.splice(0);
  watcher.askAgain(1, Channel.Orders, 1);
  watcher.askAgain(1, Channel.Top, 1);
  rig.settle();
  const bytes = (all: readonly Uint8Array[]) => Buffer.concat(all.map((frame) => Buffer.from(frame)));
  const sorted = (all: Buffer) => [...all].sort((a, b) => a - b);
  t.strictSame(sorted(bytes(watcher.socket.frames)), sorted(bytes(frames)));
  watcher.take();

  for (let i = 0; i < 9; i++) place(alice, Buy, 101 + i, 10);
  rig.settle();
  watcher.take();
  t.strictSame(
    told(step(() => watcher.askAgain(1, Channel.Orders, 8))).map(([type, number]) => [type, number]),
    [
      ['OrderBookIncrement', 8],
      ['OrderBookIncrement', 9],
      ['OrderBookIncrement', 10],
    ],
  );
  for (const from of [1, 0])
    t.match(
      step(() => watcher.askAgain(1, Channel.Orders, from)),
      [{ type: 'OrderBookSnapshot', number: 10, gap: true, page: 0, complete: true }],
    );
  t.match(
    step(() => watcher.askAgain(1, Channel.Top, 0)),
    [{ type: 'BookTop', number: 10, snapshot: true, gap: true, bidPrice: 109 }],
  );
  t.match(
    step(() => place(alice, Buy, 90, 1)),
    [{ type: 'OrderBookIncrement', number: 11 }],
    'and it goes on',
  );
  t.equal(rig.counters.read().gap_requests, 6);
});

t.test('gap requests that make no sense', async (t) => {
  const { alice, watcher, step } = watched({ orders: true });
  step(() => place(alice, Buy, 100, 10));
  const rows: [number, number, number, string][] = [
    [1, Channel.Orders, 2, 'NumberNotGiven'],
    [1, Channel.Top, 1, 'NotSubscribed'],
    [2, Channel.Orders, 1, 'NotSubscribed'],
    [9_999, Channel.Orders, 1, 'NotSubscribed'],
    [1, 0, 1, 'UnknownChannel'],
    [1, 77, 1, 'UnknownChannel'],
  ];
  for (const [instrument, channel, from, reason] of rows)
    t.match(
      step(() => watcher.askAgain(instrument, channel, from)),
      [{ type: 'ProtocolError', reason }],
      reason,
    );
  t.match(
    step(() => place(alice, Buy, 100, 10)),
    [{ type: 'OrderBookIncrement', number: 2 }],
    'nothing was touched',
  );
});
