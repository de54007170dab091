import t from 'tap';
import { listImages } from './image.js';
import { Rig, run, TEST_LIMITS, verify } from './test-rig.js';
import { SimulatedFiles, seeded } from './test-simulated-files.js';
import { listSegments } from './walk.js';

function stopped(starts: number): SimulatedFiles {
  const files = new SimulatedFiles(seeded(1));
  for (let epoch = 1; epoch <= starts; epoch++) {
    const rig = new Rig(files, { epoch, segmentBytes: 2_000 });
    run(rig, 10);
    rig.stop();
  }
  return files;
}

t.test('an orderly stop leaves an image, and the next start replays nothing', async (t) => {
  const files = stopped(1);
  const rig = new Rig(files, { epoch: 2 });
  t.equal(rig.recovered.image, 'image-0000000000000010.bin');
  t.equal(rig.recovered.commands, 0);
  t.equal(rig.core.sequence, 10);
});

t.test('image and tail lead to the state of a replay from zero', async (t) => {
  const files = stopped(2);
  const rig = new Rig(files, { epoch: 3 });
  run(rig, 7);
  const again = new Rig(files.copy(), { epoch: 4 });
  t.equal(again.recovered.commands, 7);
  const checked = verify(files);
  t.equal(checked.stateHash, again.core.stateHash());
  t.equal(checked.recoveredStateHash, again.core.stateHash());
  t.equal(checked.commands, 27);
  t.same(
    checked.images.map(({ problem }) => problem),
    ['', ''],
  );
});

t.test('the last two are kept', async (t) => {
  t.same(listImages(stopped(4)), ['image-0000000000000040.bin', 'image-0000000000000030.bin']);
});

t.test('any damaged bit makes an image useless, and the one before and the tail stand in', async (t) => {
  const files = stopped(3);
  const [newest, older] = listImages(files);
  const bits = files.contents(newest).length * 8;
  for (let bit = 0; bit < bits; bit += 3) {
    const disk = files.copy();
    disk.contents(newest)[bit >> 3] ^= 1 << (bit & 7);
    const rig = new Rig(disk, { epoch: 4 });
    if (rig.recovered.image !== older || rig.core.sequence !== 30) t.fail(`bit ${bit}`);
    if (verify(disk).images[0].problem === '') t.fail(`bit ${bit} was not reported`);
  }
  t.pass(`${bits} bits`);
});

t.test('without any image the journal is replayed from zero', async (t) => {
  const files = stopped(3);
  for (const name of listImages(files)) files.remove(name);
  const rig = new Rig(files, { epoch: 4 });
  t.equal(rig.recovered.commands, 30);
});

t.test('an image beyond the end of the journal stops the start', async (t) => {
  const files = stopped(1);
  const { name } = listSegments(files).at(-1)!;
  files.open(name)!.truncate(files.contents(name).length - 64);
  t.throws(() => new Rig(files, { epoch: 2 }), { name: 'JournalDamage', message: /too short/ });
});

t.test('a newer core loads an image, but refuses the tail of an older one', async (t) => {
  const files = stopped(2);
  const after = new Rig(files.copy(), { epoch: 3, coreVersion: 2 });
  t.equal(after.core.sequence, 20);
  run(after, 5);
  const checked = verify(after.files, 2);
  t.equal(checked.stateHash, after.core.stateHash());
  t.equal(checked.commands, 5);
  t.ok(checked.notReplayed > 0);

  const tail = new Rig(files, { epoch: 3 });
  run(tail, 1);
  t.throws(() => new Rig(files.copy(), { epoch: 4, coreVersion: 2 }), {
    name: 'JournalMismatch',
    message: /written by core version 1 .* start the program with core version 1 once more/,
  });
});

t.test('other limits are taken over from an image, but not in a tail', async (t) => {
  const files = stopped(1);
  const limits = { ...TEST_LIMITS, orders: 128 };
  const rig = new Rig(files, { epoch: 2, limits });
  run(rig, 4);
  t.equal(verify(files).stateHash, rig.core.stateHash());
  t.throws(() => new Rig(files, { epoch: 3 }), {
    name: 'JournalMismatch',
    message: /other limits \(orders=128 .*; now orders=64/,
  });
});
