import t from 'tap';
import { SimulatedFiles } from '../journal/test-simulated-files.js';
import { Random } from '../threads/random.js';
import { EventPosition } from './event-position.js';
import { EventSource } from './event-source.js';
import { Rig, TEST_READER } from './test-rig.js';

const newRig = (seed: number, ringSlots?: number): Rig =>
  new Rig(new SimulatedFiles(() => 0.5), seed, ringSlots);

const openSource = ({ events, files, durable }: Rig): EventSource =>
  new EventSource({ events, journal: files, durable, reader: TEST_READER, behind: 0 });

/** Takes up to `most` events; throws where one does not follow the one before. */
function take(source: EventSource, most = Number.POSITIVE_INFINITY): number {
  const before = new EventPosition();
  before.copy(source.position);
  let idle = 0;
  let taken = 0;
  while (taken < most && idle < 100) {
    if (!source.next()) {
      idle++;
      continue;
    }
    const { sequence, index } = source.position;
    if (!before.leadsTo(sequence, index))
      throw new Error(`${before.id} was followed by ${source.position.id}`);
    before.copy(source.position);
    taken++;
  }
  return taken;
}

t.test('from the journal, then live', async (t) => {
  const rig = newRig(1);
  rig.run(500);
  const source = openSource(rig);
  t.ok(take(source) > 500);
  t.ok(source.live);
  t.equal(source.position.sequence, 500);
  const { fromJournal } = source;
  rig.run(20);
  take(source);
  t.equal(source.position.sequence, 520);
  t.equal(source.fromJournal, fromJournal, 'the new ones came out of the ring');
  t.equal(source.laps, 0);
});

t.test('lapped: the rest out of the journal, then live again', async (t) => {
  const rig = newRig(2);
  const source = openSource(rig);
  rig.run(10);
  take(source);
  t.ok(source.live);
  rig.run(3_000);
  take(source);
  t.equal(source.position.sequence, 3_010);
  t.equal(source.laps, 1);
  t.ok(source.live);
});

t.test('what is not on disk is not seen', async (t) => {
  const rig = newRig(3);
  rig.run(10);
  const source = openSource(rig);
  take(source);
  for (let i = 0; i < 10; i++) rig.flow.step();
  t.equal(take(source), 0);
  t.equal(source.position.sequence, 10);
  rig.journal.doWork();
  take(source);
  t.equal(source.position.sequence, 20);
});

t.test('rewound and lapped in the middle of everything', async (t) => {
  let laps = 0;
  for (const seed of [4, 5, 6]) {
    const rig = newRig(seed, 1_024);
    const source = openSource(rig);
    const random = new Random(seed + 100);
    for (let round = 0; round < 150; round++) {
      rig.run(random.below(random.below(10) === 0 ? 900 : 40));
      if (random.below(75) === 0) source.rewind();
      else take(source, random.below(800));
    }
    take(source);
    t.equal(source.position.sequence, rig.flow.sequence, `seed ${seed}`);
    laps += source.laps;
  }
  t.ok(laps > 0, `${laps} laps`);
});
