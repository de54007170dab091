import t from 'tap';
import { Histogram } from '../../engine/telemetry/histogram.js';
import { Side } from '../../protocol/codes/enums.js';
import { ALICE, BOB, Rig } from './rig.js';

const BUY = { side: Side.Buy, price: 10_000, quantity: 500 };

const times = (rig: Rig) => new Histogram(rig.orderTimes).snapshot();

t.test('an order is timed from its frame to its report, refused or not', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  for (const order of [BUY, { ...BUY, instrument: 77 }]) {
    alice.order(order);
    rig.clock.advance(5);
    rig.settle();
  }
  const { count, minNs, maxNs } = times(rig);
  t.equal(count, 2);
  t.ok(Math.abs(minNs - 5e6) < 1e4 && Math.abs(maxNs - 5e6) < 1e4, `${minNs} to ${maxNs} ns`);
});

t.test('one at a time: what comes meanwhile is not', async (t) => {
  const rig = new Rig();
  const [alice, bob] = [rig.logon(ALICE), rig.logon(BOB)];
  alice.order(BUY);
  rig.clock.advance(1);
  bob.order(BUY);
  rig.clock.advance(1);
  rig.settle();
  t.equal(times(rig).count, 1);
  t.ok(Math.abs(times(rig).maxNs - 2e6) < 1e4, 'the first one');
});

t.test('an order whose client has gone is given up, and another one timed', async (t) => {
  const rig = new Rig();
  const [alice, bob] = [rig.logon(ALICE), rig.logon(BOB)];
  alice.order(BUY);
  alice.drop();
  rig.settle();
  bob.order(BUY);
  rig.settle();
  t.equal(times(rig).count, 0, 'it may still be answered');
  rig.pass(6_000);
  bob.order(BUY);
  rig.clock.advance(3);
  rig.settle();
  t.equal(times(rig).count, 1);
});
