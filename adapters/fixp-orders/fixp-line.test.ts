/** A FIXP session that is kept: what it says when the venue cannot give a message again, and when numbers of before are asked for. */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { cmeBench } from '../cme/ilink-orders/test-bench.js';
import { OrderTestRig } from '../conformance/test-rig.js';
import { FixpInMemory } from './fixp-files.js';

const LOTS = 100;
const LATER = 60_000;

t.test('a session that the venue has forgotten is negotiated anew, and orders are found out', async (t) => {
  const store = new FixpInMemory();
  const bench = cmeBench({ store });
  const rig = new OrderTestRig(bench);
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(200);
  const { versionId } = store.load()!;
  const [line] = bench.venue.venue.lines.values();
  rig.fault({ do: 'drop' });
  rig.run(10);
  line.state.isNegotiated = false;
  rig.run(LATER);
  t.equal(rig.isUp, true);
  t.ok(store.load()!.versionId > versionId, 'another UUID, above the one before');
  t.match(rig.notices.join('\n'), /logon refused/);
  t.same(rig.position(), { net: 0, open: LOTS }, 'the exchange had named the order, so it stands');
  rig.others('sell', rig.buyTicks, LOTS);
  rig.run(200);
  t.same(rig.position(), { net: LOTS, open: 0 });
});

t.test('messages that the venue cannot give again are told to a person, and the rest goes on', async (t) => {
  const bench = cmeBench();
  const rig = new OrderTestRig(bench);
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(200);
  const [line] = bench.venue.venue.lines.values();
  line.state.oldest = line.state.nextOut;
  rig.beginAnew();
  rig.run(LATER);
  t.match(rig.notices.join('\n'), /cme orders: \d+ messages from 1 on cannot be had/);
  t.equal(rig.isUp, true);
  t.match(rig.words().at(-1), /^state #1 new/, 'what the exchange had named stands');
  t.same(rig.position(), { net: 0, open: LOTS });
});
