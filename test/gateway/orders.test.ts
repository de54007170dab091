import t from 'tap';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import type { OrderRequestFields } from '../../protocol/wire/fields.js';
import { ALICE, BOB, CAROL, DAVE, Rig } from './rig.js';

const BUY = { side: Side.Buy, price: 10_000, quantity: 500 };
const SELL = { side: Side.Sell, price: 10_000, quantity: 500 };

t.test('a resting order: accepted with its whole state', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.take();
  alice.order({ ...BUY, clientIdLow: 7, clientIdHigh: 9 });
  rig.settle();
  const [accepted, ...rest] = alice.take();
  t.strictSame(rest, []);
  t.match(accepted, {
    type: 'OrderAccepted',
    index: 0,
    messageNumber: 1,
    clientIdLow: 7,
    clientIdHigh: 9,
    price: 10_000,
    total: 500,
    executed: 0,
    open: 500,
    last: 0,
    instrument: 1,
    account: 1,
    side: Side.Buy,
    ordType: OrdType.Limit,
    timeInForce: TimeInForce.GoodTillCancel,
    seconds: rig.clock.seconds,
  });
  t.not(accepted.orderIdLow, 0);
});

t.test('an execution reaches both sides, with one execution id, maker and taker', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const carol = rig.logon(CAROL);
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  alice.take();
  carol.take();
  carol.order({ ...SELL, account: 2, quantity: 200, clientIdLow: 2 });
  rig.settle();
  const [maker] = alice.take();
  const [accepted, taker] = carol.take();
  t.match(accepted, { type: 'OrderAccepted', open: 200 });
  t.match(maker, {
    type: 'OrderExecuted',
    liquidity: 1,
    executed: 200,
    open: 300,
    last: 200,
    lastPrice: 10_000,
  });
  t.match(taker, { type: 'OrderExecuted', liquidity: 2, executed: 200, open: 0, last: 200, account: 2 });
  t.same([maker.executionSequence, maker.executionIndex], [taker.executionSequence, taker.executionIndex]);
  t.same([maker.sequence, maker.index], [accepted.sequence, 1], "the second event of the taker's command");
});

t.test('replace: new total, new price, executed stays; by engine id and by client id', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.take();
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  const [accepted] = alice.take();
  const { orderIdLow, orderIdHigh } = accepted as unknown as OrderRequestFields;
  alice.replace({ orderIdLow, orderIdHigh, price: 9_900, quantity: 300 });
  alice.replace({ clientIdLow: 1, price: 9_800, quantity: 400 });
  rig.settle();
  t.match(alice.take(), [
    { type: 'OrderReplaced', price: 9_900, total: 300, open: 300, messageNumber: 2 },
    { type: 'OrderReplaced', price: 9_800, total: 400, open: 400, messageNumber: 3 },
  ]);
});

t.test('cancel: the order ends with what was open as last quantity', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  alice.take();
  alice.cancel({ clientIdLow: 1 });
  alice.cancel({ clientIdLow: 1 });
  rig.settle();
  t.match(alice.take(), [
    { type: 'OrderCancelled', open: 0, last: 500, total: 500, reason: 'CancelledByUser', messageNumber: 2 },
    { type: 'CancelRejected', reason: 'UnknownOrder', messageNumber: 3, clientIdLow: 1, orderIdLow: 0 },
  ]);
});

t.test('a cancel from another session of the account is answered to both', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const bob = rig.logon(BOB);
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  alice.take();
  bob.take();
  bob.cancel({ clientIdLow: 1 });
  rig.settle();
  t.match(alice.take(), [{ type: 'OrderCancelled', messageNumber: 0, last: 500 }]);
  t.match(bob.take(), [{ type: 'OrderCancelled', messageNumber: 1, last: 500 }]);
});

t.test('an immediate order: what is not executed is cancelled, and nothing rests', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const carol = rig.logon(CAROL);
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  carol.take();
  carol.order({ ...SELL, account: 2, quantity: 700, timeInForce: TimeInForce.ImmediateOrCancel });
  rig.settle();
  t.match(carol.take(), [
    { type: 'OrderAccepted', open: 700 },
    { type: 'OrderExecuted', executed: 500, open: 200 },
    { type: 'OrderCancelled', executed: 500, open: 0, last: 200, reason: 'ImmediateRemainder' },
  ]);
});

t.test('what cannot stand is refused in sequence, with its reason and identity', async (t) => {
  const cases: [string, object, string][] = [
    ['price off the tick', { instrument: 2, price: 10_001, quantity: 10 }, 'PriceOffTick'],
    ['quantity off the lot', { instrument: 2, price: 10_005, quantity: 15 }, 'QuantityOffLot'],
    ['no quantity', { quantity: 0 }, 'QuantityOutOfRange'],
    ['negative quantity', { quantity: -1 }, 'QuantityOutOfRange'],
    ['price beyond int32 ticks', { price: 2 ** 40 }, 'PriceOutOfRange'],
    ['unknown instrument', { instrument: 7 }, 'UnknownInstrument'],
    ['instrument beyond any', { instrument: 0xffffffff }, 'UnknownInstrument'],
    ['unknown side', { side: 3 }, 'FieldOutOfRange'],
    ['unknown type', { ordType: 9 }, 'FieldOutOfRange'],
    ['unknown time in force', { timeInForce: 5 }, 'FieldOutOfRange'],
    ["another's account", { account: 2 }, 'AccountNotEntitled'],
    ['an account beyond any', { account: 70_000 }, 'AccountNotEntitled'],
  ];
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.take();
  let sequence = rig.core.sequence;
  for (const [what, fields, reason] of cases) {
    alice.order({ ...BUY, clientIdLow: 5, ...fields });
    rig.settle();
    const received = alice.take();
    t.match(received, [{ type: 'OrderRejected', reason, orderIdLow: 0, open: 0, clientIdLow: 5 }], what);
    t.equal(received[0].sequence, ++sequence, `${what} has its place in the sequence`);
  }
});

t.test('replace and cancel are held to the same', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  alice.take();
  alice.replace({ clientIdLow: 1, instrument: 2, price: 3, quantity: 10 });
  alice.replace({ clientIdLow: 1, price: 9_000, quantity: -1 });
  alice.replace({ clientIdLow: 1, account: 2, price: 9_000, quantity: 10 });
  alice.cancel({ clientIdLow: 1, account: 2 });
  rig.settle();
  t.match(alice.take(), [
    { type: 'ReplaceRejected', reason: 'PriceOffTick', messageNumber: 2 },
    { type: 'ReplaceRejected', reason: 'QuantityOutOfRange', messageNumber: 3 },
    { type: 'ReplaceRejected', reason: 'AccountNotEntitled', messageNumber: 4 },
    { type: 'CancelRejected', reason: 'AccountNotEntitled', messageNumber: 5 },
  ]);
});

t.test('a new total of nothing ends the order', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.order({ ...BUY, clientIdLow: 1 });
  rig.settle();
  alice.take();
  alice.replace({ clientIdLow: 1, price: 9_000, quantity: 0 });
  rig.settle();
  t.match(alice.take(), [
    { type: 'OrderReplaced', total: 0, open: 0, messageNumber: 2 },
    { type: 'OrderCancelled', reason: 'ReplacedToExecuted', open: 0, last: 500, messageNumber: 2 },
  ]);
});

t.test("account 0 is the only account of the logon, nobody's when there are two", async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const dave = rig.logon(DAVE);
  alice.take();
  dave.take();
  alice.order({ ...BUY, account: 0, clientIdLow: 1 });
  dave.order({ ...BUY, account: 0, clientIdLow: 2 });
  rig.settle();
  t.match(alice.take(), [{ type: 'OrderAccepted', account: 1 }]);
  t.match(dave.take(), [{ type: 'OrderRejected', reason: 'AccountNotEntitled' }]);
});

t.test('mass cancel: each order to its own session, the count to who asked', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const bob = rig.logon(BOB);
  const carol = rig.logon(CAROL);
  for (const [id, client] of [alice, bob, bob].entries())
    client.order({ ...BUY, clientIdLow: id + 1, price: 9_000 + id });
  carol.order({ ...BUY, account: 2, clientIdLow: 9 });
  rig.settle();
  for (const client of [alice, bob, carol]) client.take();

  bob.massCancel({ side: Side.Sell });
  rig.settle();
  t.match(bob.take(), [{ type: 'MassCancelReport', cancelled: 0, messageNumber: 3 }]);
  bob.massCancel({ ownSession: false, account: 1 });
  rig.settle();
  t.match(alice.take(), [{ type: 'OrderCancelled', reason: 'MassCancelled', messageNumber: 0 }]);
  t.match(bob.take(), [
    { type: 'OrderCancelled', reason: 'MassCancelled', messageNumber: 4 },
    { type: 'OrderCancelled', reason: 'MassCancelled', messageNumber: 4 },
    { type: 'MassCancelReport', cancelled: 3, messageNumber: 4 },
  ]);
  t.strictSame(carol.take(), [], 'another account is out of reach');
});

t.test("a mass cancel cannot reach beyond the key's accounts", async (t) => {
  const rig = new Rig();
  const dave = rig.logon(DAVE);
  const carol = rig.logon(CAROL);
  carol.order({ ...BUY, account: 2, clientIdLow: 1 });
  rig.settle();
  carol.take();
  dave.take();
  dave.massCancel({ ownSession: false });
  carol.massCancel({ ownSession: false, account: 1 });
  rig.settle();
  t.match(dave.take(), [{ type: 'MassCancelReport', reason: 'InvalidScope', cancelled: 0 }]);
  t.match(carol.take(), [{ type: 'MassCancelReport', reason: 'AccountNotEntitled', cancelled: 0 }]);
});

t.test('several messages share a frame, and so do their answers', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.take();
  const before = rig.counters.read().messages_out;
  for (let id = 1; id <= 20; id++) alice.order({ ...BUY, clientIdLow: id });
  while (rig.coreAgent.doWork() > 0);
  while (rig.journal.doWork() > 0);
  rig.gateway.doWork();
  t.equal(alice.socket.frames.length, 1);
  t.equal(alice.take().length, 20);
  t.equal(rig.counters.read().messages_out - before, 20);
});
