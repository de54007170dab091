/** The lines and numbers of Binary UMDF: packets that are lost and shuffled, a line that is dead, numbers that begin anew, channels that are reset; and bytes that nobody has written. */
import t from 'tap';
import { HEADER_BYTES } from '../../../protocol/umdf/packet.js';
import { Random } from '../../simulator/kit/random.js';
import { agentOf, feedOf, rigOf } from './test-rig.js';

const SEED = Number(process.env.SEED ?? Math.floor(Math.random() * 1e6));

t.test(
  `both lines lose and shuffle (seed ${SEED}): the books are right in the end, and never crossed`,
  async (t) => {
    const rig = rigOf({ seed: SEED });
    for (const line of ['a', 'b']) {
      rig.fault({ do: 'scatter', stream: `incremental-${line}`, by: 15 });
      rig.fault({ do: 'scatter', stream: `snapshots-${line}`, by: 5 });
    }
    rig.takeTrades();
    rig.lively(30_000);
    const { arbiter } = agentOf(rig).channel;
    t.ok(arbiter.gaps > 0, `${arbiter.gaps} gaps, ${arbiter.lost} packets`);
    rig.clearFaults();
    rig.lively(5_000);
    t.same(rig.book, rig.venueBook);
    t.equal(rig.told().at(-1), 'live');
    t.equal(rig.counters.refused, 0, rig.counters.faultText());
    t.equal(rig.outside.crossed, 0);
    rig.takeTrades();
    rig.lively(5_000);
    const { told, made } = rig.takeTrades();
    t.same(told, made, 'every trade once');
  },
);

t.test('one line loses and shuffles, and the other brings it: nothing is missed', async (t) => {
  const rig = rigOf({ seed: SEED });
  rig.fault({ do: 'scatter', stream: 'incremental-a', by: 30 });
  rig.takeTrades();
  rig.lively(20_000);
  const { told, made } = rig.takeTrades();
  t.same(told, made);
  t.same(rig.book, rig.venueBook);
  t.same(rig.told(), []);
  const [first, second] = agentOf(rig).channel.arbiter.lines;
  t.ok(first.lost > 0);
  t.equal(second.lost, 0);
});

t.test('one line is dead', async (t) => {
  for (const line of ['a', 'b']) {
    const rig = rigOf();
    for (const feed of ['incremental', 'snapshots', 'definitions'])
      rig.fault({ do: 'mute', stream: `${feed}-${line}` });
    rig.lively(10_000);
    t.same(rig.book, rig.venueBook, line);
    t.same(rig.told(), [], line);
    rig.fault({ do: 'gap', by: 1, stream: 'incremental' });
    rig.move();
    rig.lively(5_000);
    t.same(rig.told(), ['gap', 'live'], `${line}: a gap is made good by the other one`);
  }
});

t.test('the last packet of all is missing: the next Sequence says so', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'gap', by: 1, stream: 'incremental' });
  rig.move();
  rig.run(3_000);
  t.same(rig.told(), ['gap', 'live']);
  t.same(rig.book, rig.venueBook);
  t.equal(agentOf(rig).feeds[0].sync.gaps, 1);
});

t.test('the channel is reset: its books are told again, and nobody is shown half of one', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'reset' });
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live']);
  t.same(rig.book, rig.venueBook);
  t.match(rig.outside.notices.join(), /the channel was reset/);
  t.equal(rig.counters.refused, 0, rig.counters.faultText());
});

t.test('packets are numbered anew, under another version', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'renumber' });
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live']);
  t.same(rig.book, rig.venueBook);
  t.match(rig.outside.notices.join(), /begin anew, version 2/);
  const { gaps } = agentOf(rig).channel.arbiter;
  const old = Buffer.alloc(HEADER_BYTES);
  old.writeUInt16LE(1, 2);
  old.writeUInt32LE(1_000_000, 4);
  rig.say(`packet ${old.toString('hex')}`);
  rig.lively(2_000);
  t.equal(agentOf(rig).channel.arbiter.gaps, gaps, 'a slow line may still bring an old one');
  t.same(rig.told(), []);
});

t.test('versions go round', async (t) => {
  const rig = rigOf();
  feedOf(rig).packets.version = 0xffff;
  rig.fault({ do: 'renumber' });
  feedOf(rig).packets.version = 0x8000;
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live'], 'half of the way on');
  feedOf(rig).packets.version = 0xffff;
  feedOf(rig).packets.sequence = 0;
  rig.lively(5_000);
  feedOf(rig).packets.version = 3;
  feedOf(rig).packets.sequence = 0;
  rig.lively(5_000);
  t.same(rig.told(), ['synchronizing', 'live', 'synchronizing', 'live'], 'and over the end');
  t.same(rig.book, rig.venueBook);
});

t.test(`bytes that nobody has written (seed ${SEED}): the books are right afterwards`, async (t) => {
  const rig = rigOf({ seed: SEED });
  const random = new Random(SEED);
  const heard: Buffer[] = [];
  rig.network.listen((bytes) => void heard.push(bytes));
  rig.lively(2_000);
  t.ok(heard.length > 50);
  const { refused } = rig.counters;
  for (let i = 0; i < 500; i++) {
    const bytes = Buffer.from(random.pick(heard));
    for (let changes = random.int(1, 4); changes > 0; changes--)
      bytes[random.int(0, bytes.length - 1)] = random.int(0, 255);
    const cut = random.isOnce(4) ? bytes.subarray(0, random.int(0, bytes.length)) : bytes;
    rig.network.bring(cut, random.int(0, 5));
  }
  rig.lively(1_000);
  t.ok(rig.counters.refused > refused, rig.counters.faultText());
  rig.run(15_000);
  rig.fault({ do: 'reset' });
  rig.lively(30_000);
  t.same(rig.book, rig.venueBook);
  t.equal(rig.told().at(-1), 'live');
});

t.test(
  'a packet from far ahead, or of a version to come, that was none of B3: the channel goes on',
  async (t) => {
    for (const [version, sequence] of [
      [1, 4e9],
      [5, 1],
    ]) {
      const rig = rigOf();
      const alien = Buffer.alloc(HEADER_BYTES);
      alien[0] = 50;
      alien.writeUInt16LE(version, 2);
      alien.writeUInt32LE(sequence, 4);
      rig.say(`packet ${alien.toString('hex')}`);
      rig.lively(30_000);
      t.equal(rig.told().at(-1), 'live');
      t.same(rig.book, rig.venueBook);
    }
  },
);
