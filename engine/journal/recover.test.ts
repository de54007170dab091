import fc from 'fast-check';
import t from 'tap';
import { testWorkload } from './test-core.js';
import { journaled, Rig, type RigOptions, run, verify } from './test-rig.js';
import { SimulatedCrash, SimulatedFiles, seeded } from './test-simulated-files.js';

const ROUNDS = 300;

/** Runs until the disk dies; what was promised and what was written until then. */
interface Life {
  /** Where it began: what was written of later sequences before is void. */
  readonly sequence: number;
  readonly released: Map<string, string>;
  readonly written: Map<string, string>;
}

function live(files: SimulatedFiles, random: () => number, options: RigOptions): Life {
  files.operationsLeft = Math.floor(random() * 60);
  let rig: Rig | undefined;
  try {
    rig = new Rig(files, options);
    rig.churn(random, 120, testWorkload(30));
  } catch (error) {
    const cause = (error as Error).cause ?? error;
    if (!(cause instanceof SimulatedCrash)) throw error;
  }
  return {
    sequence: rig?.startedAt ?? Number.POSITIVE_INFINITY,
    released: rig?.released ?? new Map(),
    written: rig?.written ?? new Map(),
  };
}

t.test(`a crash anywhere leaves a beginning of what was written, with all that was released`, async (t) => {
  const property = fc.property(fc.integer(), fc.boolean(), (seed, powerCut) => {
    const random = seeded(seed);
    const options = { ringSlots: 32, segmentBytes: 3_000, batchRecords: 1 + Math.floor(random() * 16) };
    let disk = new SimulatedFiles(random);
    const written = new Map<string, string>();
    const released = new Map<string, string>();
    for (let epoch = 1; epoch <= 5; epoch++) {
      const life = live(disk, random, { ...options, epoch });
      for (const identity of [...written.keys()])
        if (Number.parseInt(identity, 10) > life.sequence) written.delete(identity);
      for (const [identity, record] of life.written) written.set(identity, record);
      for (const [identity, record] of life.released) released.set(identity, record);
      disk = disk.restart(powerCut || random() < 0.5 ? 'power cut' : 'kill');
    }
    const rig = new Rig(disk, { ...options, epoch: 9 });
    const recovered = rig.core.stateHash();
    const found = journaled(disk);
    for (const [identity, record] of released)
      if (found.get(identity) !== record) throw new Error(`released ${identity} is not as released`);
    for (const [identity, record] of found)
      if ((written.get(identity) ?? record) !== record) throw new Error(`${identity} is not as written`);
    const checked = verify(disk);
    return (
      checked.stateHash === recovered && checked.recoveredStateHash === recovered && checked.missing === 0
    );
  });
  fc.assert(property, { numRuns: ROUNDS });
  t.pass(`${ROUNDS} disks`);
});

t.test('a group torn across batches is completed, whatever the crash kept of it', async (t) => {
  for (let kept = 1; kept < 24; kept++) {
    const files = new SimulatedFiles(seeded(kept));
    const rig = new Rig(files, { batchRecords: 1, ringSlots: 32 });
    run(rig, 2);
    rig.send(77, 23);
    for (let batch = 0; batch < kept; batch++) {
      rig.turn();
      rig.work();
    }
    const again = new Rig(files.restart('power cut'), { epoch: 2 });
    t.equal(again.recovered.completed, 24 - kept);
    t.equal(again.core.sequence, 3);
    run(again, 3);
    const records = journaled(again.files);
    t.equal([...records.keys()].filter((identity) => identity.startsWith('3-')).length, 24);
    for (const [identity, record] of rig.released) t.equal(records.get(identity), record);
    t.equal(verify(again.files).stateHash, again.core.stateHash());
    t.equal(verify(again.files).missing, 0);
  }
});

t.test('a torn tail is cut whole and said to be', async (t) => {
  const files = new SimulatedFiles(seeded(1));
  const rig = new Rig(files);
  run(rig, 5);
  const before = rig.journal.position();
  rig.send(6, 3);
  rig.work();
  const name = 'segment-00000001.journal';
  const whole = files.contents(name).length;
  for (let bytes = before.offset + 1; bytes < whole; bytes++) {
    const disk = files.copy();
    disk.open(name)!.truncate(bytes);
    const again = new Rig(disk, { epoch: 2 });
    t.equal(again.core.sequence, 5);
    t.same(again.recovered.torn, {
      segment: 1,
      offset: before.offset,
      bytes: bytes - before.offset,
      records: Math.floor((bytes - before.offset) / 64),
    });
    t.match(
      again.lines.join('\n'),
      /cut \d+ bytes .* segment 1 at offset \d+: .*nothing of it had been acknowledged/,
    );
    t.equal(disk.contents(name).length, before.offset);
  }
});

t.test('a bad batch with a valid commit after it stops the start', async (t) => {
  const files = new SimulatedFiles(seeded(1));
  run(new Rig(files), 6);
  const disk = files.copy();
  disk.contents('segment-00000001.journal')[128 + 70] ^= 1;
  t.throws(() => new Rig(disk, { epoch: 2 }), {
    name: 'JournalDamage',
    exitCode: 65,
    segment: 1,
    offset: 128,
    message: /checksum of a batch differs, and .*commit.*segment 1, offset 128/,
  });
});

t.test('a replay that differs stops the start, with the place', async (t) => {
  const files = new SimulatedFiles(seeded(1));
  const rig = new Rig(files);
  run(rig, 3);
  // A core that computes something else, under the same version.
  rig.core.loadImage(new TextEncoder().encode('3 999'));
  run(rig, 1);
  t.throws(() => new Rig(files.copy(), { epoch: 2 }), {
    name: 'JournalDamage',
    message:
      /replay does not lead to what was journaled: sequence 4: .*segment 1, offset \d+, after sequence 4/,
  });
});

t.test('a missing segment stops the start', async (t) => {
  const files = new SimulatedFiles(seeded(1));
  run(new Rig(files, { segmentBytes: 600 }), 30);
  for (const missing of [1, 2]) {
    const disk = files.copy();
    disk.remove(`segment-0000000${missing}.journal`);
    t.throws(() => new Rig(disk, { epoch: 2 }), /missing/);
  }
});
