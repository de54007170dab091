/** The client over real sockets, against an engine that loses connections and turns messages away on demand. */
import { createPublicKey, verify } from 'node:crypto';
import t, { type Test } from 'tap';
import { TinyEngine } from '../../test/client/tiny-engine.js';
import { Reason } from '../codes/reasons.js';
import { Body } from '../generated/pregao/wire.js';
import { writeProtocolError } from '../wire/session-messages.js';
import { BTC_USD } from '../wire/test-sample-frames.js';
import {
  ConnectionError,
  type ConnectOptions,
  LogonError,
  PregaoClient,
  RequestRejected,
  UnknownOutcome,
} from './index.js';
import { createKey } from './key-file.js';
import type { OrderReport } from './report.js';

const KEY = createKey('demo');
const ORDER = { symbol: 'BTC-USD', side: 'buy', price: '64000', quantity: '0.5' } as const;

async function setUp(t: Test, options: ConnectOptions = {}) {
  const engine = await new TinyEngine().start();
  t.teardown(() => engine.stop());
  const client = await PregaoClient.connect(engine.url, KEY, options);
  t.teardown(() => client.close());
  return { engine, client };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !condition(); i++) await new Promise((resolve) => setTimeout(resolve, 2));
  if (!condition()) throw new Error('it never came to that');
}

t.test('an order is accepted, in words and decimal text', async (t) => {
  const { engine, client } = await setUp(t);
  t.same(client.accounts, ['house']);
  t.match(client.securities.get('BTC-USD'), { tick: '0.01', lot: '0.00000001', maxPrice: '20000000.00' });
  const report = await client.newOrder({ ...ORDER, clientOrderId: 2n ** 64n - 1n });
  t.match(report, {
    type: 'accepted',
    orderId: (1n << 32n) | 1n,
    clientOrderId: 2n ** 64n - 1n,
    symbol: 'BTC-USD',
    account: 'house',
    side: 'buy',
    ordType: 'limit',
    timeInForce: 'day',
    price: '64000.00',
    total: '0.50000000',
    open: '0.50000000',
    messageNumber: 1,
  });
  t.same(engine.processed, [{ type: Body.NewOrder, number: 1, price: 6_400_000, quantity: 50_000_000 }]);
});

t.test('a rejection rejects the promise with the reason', async (t) => {
  const { engine, client } = await setUp(t);
  engine.judge = () => Reason.KillSwitchOn;
  const error = await client.newOrder(ORDER).catch((error) => error);
  t.type(error, RequestRejected);
  t.match(error.message, /^KillSwitchOn \(209\): the kill switch is on/);
  t.equal(error.report.type, 'rejected');
  t.equal(error.report.orderId, 0n);
});

t.test('wrong arguments are refused before anything is sent', async (t) => {
  const { engine, client } = await setUp(t);
  for (const [change, message] of [
    [{ symbol: 'NONE' }, /no instrument "NONE"; there are: BTC-USD/],
    [{ side: 'long' }, /side must be one of buy, sell, sellShort, sellShortExempt, not "long"/],
    [{ price: '64000.001' }, /more than 2 decimal places/],
    [{ price: 'much' }, /"much" is not a decimal number/],
    [{ quantity: '99999999999999' }, /out of range/],
    [{ tif: 'now' }, /tif must be one of day, gtc, ioc, fok/],
    [{ type: 'limit', price: undefined }, /a limit order needs a price/],
    [{ account: 'other' }, /no account "other" in this logon; there are: house/],
    [{ clientOrderId: -1 }, /clientOrderId must be a whole number below 2\^64/],
  ] as const)
    await t.rejects(client.newOrder({ ...ORDER, ...change } as never), { message });
  await t.rejects(client.cancel({ symbol: 'BTC-USD' }), { message: /name the order/ });
  t.same(engine.processed, []);
});

t.test('replace, cancel and mass cancel', async (t) => {
  const { engine, client } = await setUp(t);
  const { orderId } = await client.newOrder(ORDER);
  const replaced = await client.replace({ symbol: 'BTC-USD', orderId, price: '64001.5', quantity: '0.25' });
  t.match(replaced, { type: 'replaced', price: '64001.50', total: '0.25000000' });
  t.match(await client.cancel({ symbol: 'BTC-USD', orderId }), { type: 'cancelled', messageNumber: 3 });
  const cancelled: OrderReport[] = [];
  client.on('cancelled', (report) => cancelled.push(report));
  const result = await client.massCancel();
  t.equal(result.cancelled, 2, 'settled by its own report, not by that of an order it cancels');
  t.equal(cancelled.length, 1);
  t.same(
    engine.processed.map(({ type }) => Body[type]),
    ['NewOrder', 'ReplaceOrder', 'CancelOrder', 'MassCancel'],
  );
});

t.test('what nobody asked for comes as an event', async (t) => {
  const { engine, client } = await setUp(t);
  const seen = client.once('executed');
  engine.publish(Body.OrderExecuted, {
    instrument: 1,
    side: 2,
    last: 10_000_000,
    lastPrice: 6_400_050,
    liquidity: 1,
    executionSequence: 9,
    executionIndex: 2,
  });
  t.match(await seen, {
    side: 'sell',
    last: '0.10000000',
    execution: { id: { sequence: 9, index: 2 }, price: '64000.50', liquidity: 'maker' },
  });
});

t.test('what the engine does with an order by itself comes as an event', async (t) => {
  const { engine, client } = await setUp(t);
  const triggered = client.once('triggered');
  const restated = client.once('restated');
  const order = { instrument: 1, orderIdLow: 7, side: 5, total: 5, open: 5 };
  engine.publish(Body.OrderTriggered, { ...order, ordType: 1 });
  engine.publish(Body.OrderRestated, { ...order, ordType: 80, price: 6_400_050, reason: Reason.Repriced });
  t.match(await triggered, { type: 'triggered', side: 'sellShort', ordType: 'market', reason: undefined });
  t.match(await restated, { ordType: 'pegged', price: '64000.50', reason: { name: 'Repriced' } });
});

t.test('connection lost after the order was processed: answered by resume, not sent twice', async (t) => {
  const { engine, client } = await setUp(t);
  await client.newOrder(ORDER);
  engine.after = () => 'lose';
  const order = client.newOrder(ORDER);
  await client.once('disconnected');
  engine.after = () => 'go';
  t.match(await order, { type: 'accepted', messageNumber: 2 });
  t.equal(engine.processed.length, 2);
  t.equal(engine.logons[1].lastSequence, 101, 'resumed behind the first acceptance');
  t.equal(engine.logons[1].epoch, 1);
});

t.test('connection lost before the orders were processed: sent again, in order, once', async (t) => {
  const { engine, client } = await setUp(t);
  engine.before = (number) => (number === 2 ? 'lose' : 'go');
  const reports: OrderReport[] = [];
  client.on('accepted', (report) => reports.push(report));
  const orders = ['1', '2', '3', '4'].map((price) => client.newOrder({ ...ORDER, price }));
  await client.once('disconnected');
  const whileAway = client.newOrder({ ...ORDER, price: '5' });
  engine.before = () => 'go';
  const accepted = await Promise.all([...orders, whileAway]);
  t.same(
    accepted.map(({ price }) => price),
    ['1.00', '2.00', '3.00', '4.00', '5.00'],
  );
  t.same(
    engine.processed.map(({ number, price }) => [number, price]),
    [1, 2, 3, 4, 5].map((n) => [n, n * 100]),
  );
  t.equal(reports.length, 5, 'each report once');
});

t.test('many losses at random moments: every order exactly once', async (t) => {
  const { engine, client } = await setUp(t);
  const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
  t.comment(`seed ${seed}`);
  let state = seed | 1;
  const chance = (): boolean => {
    state = Math.imul(state, 1_103_515_245) + 12_345;
    return (state >>> 16) % 20 === 0;
  };
  engine.before = () => (chance() ? 'lose' : 'go');
  engine.after = () => (chance() ? 'lose' : 'go');
  const orders: Promise<OrderReport>[] = [];
  for (let i = 1; i <= 100; i++) {
    orders.push(client.newOrder({ ...ORDER, price: String(i) }));
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const accepted = await Promise.all(orders);
  t.same(
    accepted.map(({ price }) => Number(price)),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  t.same(
    engine.processed.map(({ number }) => number),
    Array.from({ length: 100 }, (_, i) => i + 1),
  );
  t.ok(engine.logons.length > 1, `${engine.logons.length - 1} connections were lost`);
});

t.test('an order turned away fails alone; those sent behind it move up', async (t) => {
  const { engine, client } = await setUp(t);
  let once = true;
  engine.before = (number) => {
    if (number !== 2 || !once) return 'go';
    once = false;
    return 'full';
  };
  const settled = await Promise.allSettled(
    ['1', '2', '3', '4'].map((price) => client.newOrder({ ...ORDER, price })),
  );
  t.same(
    settled.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
  );
  t.match(settled[1], { reason: { reason: { name: 'Overloaded' } } });
  t.same(
    engine.processed.map(({ number, price }) => [number, price]),
    [
      [1, 100],
      [2, 300],
      [3, 400],
    ],
  );
  t.match(await client.newOrder({ ...ORDER, price: '5' }), { messageNumber: 4 });
  t.equal(engine.logons.length, 1, 'on the same connection');
});

t.test('an engine that lost its asynchronous tail: numbers start again where it stands', async (t) => {
  const { engine, client } = await setUp(t);
  for (let i = 0; i < 5; i++) await client.newOrder(ORDER);
  engine.expected = 3;
  engine.epoch = 2;
  engine.gap = true;
  const told = client.once('gap');
  engine.loseAll();
  const next = client.newOrder({ ...ORDER, price: '9' });
  await told;
  t.match(await next, { messageNumber: 3, price: '9.00' });
  t.equal(client.epoch, 2);
});

t.test('what was received but can never be answered is an unknown outcome', async (t) => {
  const { engine, client } = await setUp(t);
  await client.newOrder(ORDER);
  // The engine takes the order and forgets its report.
  engine.before = (number) => {
    engine.expected = number + 1;
    engine.gap = true;
    return 'lose';
  };
  await t.rejects(client.newOrder(ORDER), UnknownOutcome);
});

t.test('numbers out of step: logs on again and goes on', async (t) => {
  const { engine, client } = await setUp(t);
  engine.send((out) => writeProtocolError(out, Reason.MessageNumberTooHigh, 7));
  await client.once('connected');
  t.match(await client.newOrder(ORDER), { type: 'accepted' });
});

t.test('an error that no request stands for is told', async (t) => {
  const { engine, client } = await setUp(t);
  const problem = client.once('problem');
  engine.send((out) => writeProtocolError(out, Reason.MalformedFrame, 0));
  t.match(await problem, { name: 'MalformedFrame', code: 100 });
});

t.test('the engine is away for a while: the client comes back by itself', async (t) => {
  const { engine, client } = await setUp(t);
  engine.away = true;
  engine.loseAll();
  await client.once('disconnected');
  t.notOk(client.connected);
  const order = client.newOrder(ORDER);
  await client.once('disconnected');
  engine.away = false;
  t.match(await order, { type: 'accepted' });
});

t.test('a new client resumes where an old one stopped', async (t) => {
  const { engine, client } = await setUp(t);
  await client.newOrder(ORDER);
  const { lastEvent, epoch } = client;
  client.close();
  engine.publish(Body.OrderCancelled, { instrument: 1, reason: Reason.EndOfDay });
  const second = await PregaoClient.connect(engine.url, KEY, { lastEvent, epoch });
  t.teardown(() => second.close());
  t.match(await second.once('cancelled'), { reason: { name: 'EndOfDay' } });
});

t.test('after a gap the numbers of lost events may come again: what comes is new', async (t) => {
  const { engine, client } = await setUp(t);
  const reports: OrderReport[] = [];
  client.on('report', (report) => reports.push(report));
  for (let i = 0; i < 3; i++) await client.newOrder(ORDER);
  const [first, , last] = reports.map(({ event }) => event);
  engine.restart(first.sequence, 2);
  t.same(await client.once('gap'), { lastEvent: last, engine: '' });
  t.equal(client.epoch, 1, 'until something comes, it resumes from what it had');
  engine.loseAll();
  await client.once('connected');
  t.match(engine.logons.at(-1), { lastSequence: last.sequence, epoch: 1 });
  t.match(await client.newOrder(ORDER), { event: { sequence: first.sequence + 1 }, messageNumber: 2 });
  t.equal(client.epoch, 2);
  engine.gap = false;
  engine.loseAll();
  await client.once('connected');
  t.match(engine.logons.at(-1), { lastSequence: first.sequence + 1, epoch: 2 });
  t.equal(reports.length, 4, 'and what was seen after the gap does not come twice');
});

t.test('logon refused, engine not there', async (t) => {
  const engine = await new TinyEngine().start();
  t.teardown(() => engine.stop());
  engine.refuseLogon = Reason.UnknownKey;
  const error = await PregaoClient.connect(engine.url, KEY).catch((error) => error);
  t.type(error, LogonError);
  t.match(error.message, /UnknownKey \(105\): the key id is not known/);
  engine.stop();
  await t.rejects(PregaoClient.connect(engine.url, KEY), ConnectionError);
});

t.test("the signature over the challenge is the key's", async (t) => {
  const { engine } = await setUp(t, { accounts: ['house'], cancelOnDisconnect: true });
  t.match(engine.logons[0], { keyId: 'demo', accounts: ['house'] });
  const publicKey = createPublicKey({
    key: Buffer.from(KEY.publicKey, 'base64'),
    format: 'der',
    type: 'spki',
  });
  t.ok(verify(null, engine.challenges[0], publicKey, engine.signatures[0]));
});

t.test('a book is kept from snapshot and increments', async (t) => {
  const { engine, client } = await setUp(t);
  const subscription = client.subscribe('BTC-USD', { levels: 5 });
  engine.book(Body.BookIncrement, 1, [[1, 1]], []);
  engine.book(
    Body.BookSnapshot,
    2,
    [
      [100, 5],
      [99, 6],
    ],
    [[101, 7]],
  );
  await subscription.once('book');
  t.same(
    subscription.book.bids().map(({ price }) => price),
    ['1.00', '0.99'],
  );
  engine.book(
    Body.BookIncrement,
    3,
    [
      [99, 0],
      [98, 3],
    ],
    [
      [101, 4],
      [103, 2],
    ],
  );
  await subscription.once('book');
  t.same(
    subscription.book.bids().map(({ price, quantity }) => [price, quantity]),
    [
      ['1.00', '0.00000005'],
      ['0.98', '0.00000003'],
    ],
  );
  t.same(
    subscription.book.asks().map(({ price }) => price),
    ['1.01', '1.03'],
  );
  const traded = subscription.once('trade');
  engine.tradesStand(7);
  engine.trade(8, 101, 4);
  t.match(await traded, { price: '1.01', quantity: '0.00000004', aggressor: 'buy', symbol: BTC_USD.symbol });
});

t.test('what is missing is asked for, and nothing counts until it is there', async (t) => {
  const { engine, client } = await setUp(t);
  const subscription = client.subscribe('BTC-USD');
  engine.tradesStand(0);
  engine.book(Body.BookSnapshot, 1, [[100, 5]], []);
  await subscription.once('book');
  t.ok(subscription.live);
  const gap = subscription.once('gap');
  engine.book(Body.BookIncrement, 3, [[100, 0]], []);
  t.same(await gap, { channel: 'levels', expected: 2, received: 3 });
  t.notOk(subscription.live);
  await until(() => engine.gapRequests.length === 1);
  t.same(engine.gapRequests, [{ instrument: 1, channel: 3, from: 2 }]);
  engine.book(Body.BookIncrement, 4, [[97, 1]], []);
  engine.book(Body.BookIncrement, 2, [[98, 5]], []);
  engine.book(Body.BookIncrement, 3, [[100, 0]], []);
  engine.book(Body.BookIncrement, 4, [[97, 1]], []);
  await until(() => subscription.book.bids().some(({ price }) => price === '0.97'));
  t.ok(subscription.live);
  t.same(
    subscription.book.bids().map(({ price }) => price),
    ['0.98', '0.97'],
  );
});

t.test('without a key: securities and market data, no orders', async (t) => {
  const engine = await new TinyEngine().start();
  t.teardown(() => engine.stop());
  const client = await PregaoClient.connect(engine.url, undefined);
  t.teardown(() => client.close());
  const subscription = client.subscribe('BTC-USD');
  await until(() => engine.subscribes.length === 1);
  engine.book(Body.BookSnapshot, 1, [[100, 5]], []);
  await subscription.once('book');
  t.equal(engine.logons.length, 0);
  await t.rejects(client.newOrder(ORDER), { message: /market data only/ });
});

t.test('subscriptions go on after a lost connection', async (t) => {
  const { engine, client } = await setUp(t);
  client.subscribe('BTC-USD', { levels: 3 });
  await until(() => engine.subscribes.length === 1);
  engine.loseAll();
  await until(() => engine.subscribes.length === 2);
  t.same(engine.subscribes, [
    { instrument: 1, levels: 3 },
    { instrument: 1, levels: 3 },
  ]);
});

t.test('heartbeats go out, and silence ends the connection', async (t) => {
  const engine = await new TinyEngine().start();
  t.teardown(() => engine.stop());
  engine.heartbeatMs = 40;
  const client = await PregaoClient.connect(engine.url, KEY);
  t.teardown(() => client.close());
  t.match((await client.once('disconnected')).message, /nothing heard/);
  t.ok(engine.heartbeats >= 3, `${engine.heartbeats} heartbeats`);
});

t.test('close: what waits is an unknown outcome, and nothing keeps the process alive', async (t) => {
  const { engine, client } = await setUp(t);
  engine.before = () => 'full';
  const closed = client.once('closed');
  const order = client.newOrder(ORDER);
  client.close();
  await t.rejects(order, UnknownOutcome);
  t.equal(await closed, undefined);
  await t.rejects(client.newOrder(ORDER), { message: 'the client is closed' });
});

t.test('requests that wait are bounded', async (t) => {
  const { engine, client } = await setUp(t, { maxOutstanding: 2 });
  engine.away = true;
  engine.loseAll();
  await client.once('disconnected');
  client.newOrder(ORDER).catch(() => {});
  client.newOrder(ORDER).catch(() => {});
  await t.rejects(client.newOrder(ORDER), { message: /^Overloaded/ });
});
