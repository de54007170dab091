import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import type { WireEventId } from '../../protocol/wire/built.js';
import type { QuoteFields } from '../../protocol/wire/quote-messages.js';
import type { Received, TestClient } from './client.js';
import { ALICE, CAROL, Rig } from './rig.js';

const isReport = ({ type }: Received) => type.startsWith('Order') || /Rejected|Report$/.test(type);
const reportsOf = (client: TestClient) => client.take().filter(isReport);
const lastOf = (reports: Received[]): WireEventId => reports.at(-1) as unknown as WireEventId;

let clientId = 1;
const order = (client: TestClient, side: Side, price: number, quantity: number) =>
  client.order({ side, price, quantity, clientIdLow: clientId++, account: 0 });

function quote(below: (n: number) => number): Partial<QuoteFields> {
  const middle = 9_995 + below(10);
  const [bidPrice, offerPrice] = [middle - 1 - below(3), middle + below(3)];
  return {
    quoteIdLow: 1 + below(3),
    account: 0,
    bidPrice,
    offerPrice,
    bidQuantity: below(30),
    offerQuantity: below(30),
  };
}

/** A command of any kind, drawn at random. */
function anything(rig: Rig, client: TestClient): void {
  const below = (n: number) => rig.runner.random.below(n);
  const what = below(15);
  const reference = { clientIdLow: Math.max(1, clientId - below(12)), account: 0 };
  if (what < 8) order(client, what < 4 ? Side.Buy : Side.Sell, 9_995 + below(10), 1 + below(30));
  else if (what < 10) client.cancel(reference);
  else if (what < 11) client.replace({ ...reference, price: 9_995 + below(10), quantity: 1 + below(40) });
  else if (what < 12) client.massCancel({ side: below(3) });
  else if (what < 14) client.quotes(quote(below), quote(below));
  else client.protect(1 + below(3), 1e9);
}

t.test('reports missed while away are the very same that would have come', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const carol = rig.logon(CAROL);
  order(alice, Side.Buy, 10_000, 500);
  order(alice, Side.Buy, 9_900, 500);
  rig.settle();
  const had = reportsOf(alice);
  alice.drop();
  order(carol, Side.Sell, 10_000, 200);
  order(carol, Side.Sell, 9_900, 400);
  rig.settle();
  const again = rig.logon(ALICE, { lastEvent: lastOf(had), epoch: 1 });
  rig.settle();
  const [welcome, ...missed] = again.take();
  t.match(welcome, { type: 'LogonAccepted', nextMessage: 3, gap: false });
  t.match(missed, [
    { type: 'OrderExecuted', price: 10_000, executed: 200, open: 300, last: 200, liquidity: 1 },
    { type: 'OrderExecuted', price: 10_000, executed: 500, open: 0, last: 300 },
    { type: 'OrderExecuted', price: 9_900, executed: 100, open: 400, last: 100 },
  ]);
  order(carol, Side.Sell, 9_900, 400);
  rig.settle();
  t.match(reportsOf(again), [{ type: 'OrderExecuted', executed: 500, open: 0 }], 'and it is live again');
});

t.test('without a last event a session starts from now', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  order(alice, Side.Buy, 10_000, 500);
  rig.settle();
  alice.drop();
  const again = rig.logon(ALICE);
  t.strictSame(again.takeTypes(), ['LogonAccepted']);
});

for (const durability of ['sync', 'async'] as const) {
  t.test(`breaking off at any point loses nothing and repeats nothing (${durability})`, async (t) => {
    for (let seed = 1; seed <= 15; seed++) {
      const rig = new Rig({ seed, durability, door: { holdBytes: 2_048 } });
      const carol = rig.logon(CAROL);
      let alice = rig.logon(ALICE);
      const received: Received[] = [];
      for (let round = 0; round < 6; round++) {
        for (let step = 0; step < 40; step++) {
          anything(rig, rig.runner.random.below(2) === 0 ? alice : carol);
          rig.runner.run(rig.runner.random.below(5));
        }
        received.push(...reportsOf(alice));
        const lastEvent = received.length > 0 ? lastOf(received) : { sequence: 0, index: 0 };
        alice.drop();
        alice.take();
        for (let step = 0; step < 20; step++) anything(rig, carol);
        rig.runner.run(rig.runner.random.below(20));
        alice = rig.connect();
        alice.logon(ALICE, { lastEvent, epoch: 1 });
        for (let step = 0; step < 20; step++) {
          anything(rig, carol);
          rig.runner.run(rig.runner.random.below(3));
        }
        rig.settle();
        received.push(...reportsOf(alice));
      }
      const truth = everything(rig);
      t.strictSame(received.map(identity), truth.map(identity), `seed ${seed}: nothing lost, nothing twice`);
      t.strictSame(received, truth, `seed ${seed}: each report the very same`);
    }
  });
}

t.test('after a restart: message numbers go on, missed reports come, orders stand', async (t) => {
  const before = new Rig({ epoch: 1 });
  const alice = before.logon(ALICE);
  const carol = before.logon(CAROL);
  order(alice, Side.Buy, 10_000, 500);
  before.settle();
  const had = reportsOf(alice);
  order(carol, Side.Sell, 10_000, 100);
  before.settle();

  const after = new Rig({ epoch: 2, files: before.files });
  const again = after.logon(ALICE, { lastEvent: lastOf(had), epoch: 1 });
  after.settle();
  t.match(again.take(), [
    { type: 'LogonAccepted', nextMessage: 2, gap: false },
    { type: 'OrderExecuted', executed: 100, open: 400 },
  ]);
  const watcher = after.connect();
  watcher.subscribe(1, 5);
  after.settle();
  t.match(watcher.take().pop(), { type: 'BookSnapshot', bids: [[10_000, 400, 1]] });
  again.cancel({ clientIdLow: had[0].clientIdLow as number });
  after.settle();
  t.match(reportsOf(again), [{ type: 'OrderCancelled', executed: 100, last: 400 }]);
});

t.test('a number of a lost asynchronous tail is not mistaken for the event that has it now', async (t) => {
  const before = new Rig({ epoch: 1, durability: 'async' });
  const alice = before.logon(ALICE);
  order(alice, Side.Buy, 10_000, 500);
  before.settle();
  const kept = before.core.sequence;
  reportsOf(alice);
  for (let i = 0; i < 6; i++) order(alice, Side.Buy, 9_000, 500);
  while (before.coreAgent.doWork() > 0);
  before.gateway.doWork();
  const lost = reportsOf(alice);
  t.equal(lost.length, 6);

  const after = new Rig({ epoch: 2, durability: 'async', files: before.files });
  const again = after.logon(ALICE, { lastEvent: lastOf(lost), epoch: 1 });
  t.match(again.take(), [{ type: 'LogonAccepted', nextMessage: 2, gap: true }]);
  order(again, Side.Buy, 8_000, 500);
  after.settle();
  const [accepted] = reportsOf(again);
  t.ok((accepted.sequence as number) > kept);
  again.drop();
  const third = after.logon(ALICE, { lastEvent: lastOf(lost), epoch: 1 });
  after.settle();
  t.match(reportsOf(third), [accepted], 'known by its epoch, it comes although its number is below');
});

t.test('a gap is told however many starts ago it was', async (t) => {
  const before = new Rig({ epoch: 1, durability: 'async' });
  const alice = before.logon(ALICE);
  order(alice, Side.Buy, 10_000, 500);
  before.settle();
  const kept = lastOf(reportsOf(alice));
  for (let i = 0; i < 6; i++) order(alice, Side.Buy, 9_000, 500);
  while (before.coreAgent.doWork() > 0);
  before.gateway.doWork();
  const lost = lastOf(reportsOf(alice));

  const between = new Rig({ epoch: 2, durability: 'async', files: before.files });
  const carol = between.logon(CAROL);
  for (let i = 0; i < 20; i++) order(carol, Side.Buy, 8_000, 10);
  between.settle();
  t.ok(between.core.sequence > Number(lost.sequence), 'the lost numbers have been given again');

  const after = new Rig({ epoch: 3, durability: 'async', files: before.files });
  for (const [lastEvent, epoch, gap] of [
    [lost, 1, true],
    [kept, 1, false],
    [{ sequence: between.core.sequence, index: 0 }, 2, false],
    [lost, 9, true],
  ] as const) {
    const again = after.logon(ALICE, { lastEvent, epoch });
    t.match(again.take()[0], { type: 'LogonAccepted', gap }, `event ${lastEvent.sequence} of epoch ${epoch}`);
    again.drop();
    after.settle();
  }
});

t.test('a session that had no events yet resumes from where it logged on', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  const [welcome] = alice.take();
  order(alice, Side.Buy, 10_000, 500);
  rig.settle();
  const all = reportsOf(alice);
  alice.drop();
  const again = rig.logon(ALICE, { lastEvent: welcome.lastEvent as WireEventId, epoch: 1 });
  rig.settle();
  t.equal(all.length, 1);
  t.strictSame(reportsOf(again), all);
});

t.test('a resuming client that does not read is waited for, and gets everything when it does', async (t) => {
  const rig = new Rig({ door: { conflateAboveBytes: 3_000 } });
  const carol = rig.logon(CAROL);
  const alice = rig.logon(ALICE);
  for (let i = 0; i < 100; i++) order(alice, Side.Buy, 9_000 + i, 10);
  rig.settle();
  const all = reportsOf(alice);
  alice.drop();
  const again = rig.connect();
  again.socket.reading = false;
  again.logon(ALICE, { lastEvent: { sequence: 0, index: 0 }, epoch: 1 });
  rig.runner.run(300);
  t.equal(again.socket.closedWith, undefined);
  order(carol, Side.Sell, 9_099, 10);
  rig.runner.run(300);
  again.socket.reading = true;
  rig.settle();
  const received = reportsOf(again);
  t.strictSame(received.slice(0, 100), all);
  t.match(received.slice(100), [{ type: 'OrderExecuted', price: 9_099 }]);
});

const identity = ({ type, sequence, index, liquidity }: Received) =>
  `${sequence}-${index} ${type} ${liquidity}`;

/** All reports of ALICE's session there ever were, over a connection of its own. */
function everything(rig: Rig): Received[] {
  rig.gateway.close();
  const other = new Rig({ epoch: 2, files: rig.files });
  const reader = other.logon(ALICE, { lastEvent: { sequence: 0, index: 0 }, epoch: 1 });
  other.settle();
  return reportsOf(reader);
}
