import t from 'tap';
import { EpochEnds } from './epoch-ends.js';
import { Rig, run } from './test-rig.js';
import { SimulatedFiles, seeded } from './test-simulated-files.js';

t.test('an epoch ends where the next one began, however many segments it had', async (t) => {
  const files = new SimulatedFiles(seeded(1));
  const ends: number[] = [];
  for (const epoch of [1, 2, 5]) {
    const rig = new Rig(files, { epoch, segmentBytes: 1_000 });
    run(rig, 10);
    ends.push(rig.core.sequence);
  }
  const found = new EpochEnds(files);
  t.same(
    [1, 2].map((epoch) => found.of(epoch)),
    ends.slice(0, 2),
  );
  t.equal(found.of(3), ends[1], 'of a start that came to nothing, what the one before it left');
  t.equal(found.of(5), Number.POSITIVE_INFINITY, 'the present one has not ended');
});

t.test('a fresh journal has no ends', async (t) => {
  t.equal(new EpochEnds(new SimulatedFiles(seeded(1))).of(1), Number.POSITIVE_INFINITY);
});
