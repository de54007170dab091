import t from 'tap';
import { DurableMark } from './durable-mark.js';
import { JournalReader } from './reader.js';
import { testWorkload } from './test-core.js';
import { journaled, Rig, run } from './test-rig.js';
import { SimulatedFiles, seeded } from './test-simulated-files.js';

function drain(reader: JournalReader, max = 5): string[] {
  const got: string[] = [];
  for (;;) {
    const records = reader.read(max);
    if (records === 0 && reader.atEnd) return got;
    for (let i = 0; i < records; i++)
      got.push(reader.i32.subarray(reader.offset(i), reader.offset(i) + 16).join(' '));
  }
}

t.test('it follows a live journal over its segments', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)), { segmentBytes: 2_000, batchRecords: 9 });
  const reader = new JournalReader({ files: rig.files, fromSequence: 0 });
  const random = seeded(2);
  const got: string[] = [];
  for (let round = 0; round < 300; round++) {
    rig.churn(random, Math.floor(random() * 8), testWorkload(12));
    if (random() < 0.5) got.push(...drain(reader));
  }
  rig.settle();
  got.push(...drain(reader));
  t.same(got, [...rig.written.values()]);
  t.equal(drain(reader).length, 0);
});

t.test('it begins at any sequence, with the whole group', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)), { segmentBytes: 1_500, batchRecords: 3 });
  rig.churn(seeded(7), 300, testWorkload(9));
  rig.settle();
  for (let from = 1; from <= rig.core.sequence + 1; from++) {
    const wanted = [...rig.written].filter(([identity]) => Number.parseInt(identity, 10) >= from);
    t.same([...journaled(rig.files, from)], wanted, `from ${from}`);
  }
});

t.test('it waits for a batch that is half written, and takes it when it is whole', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)));
  run(rig, 3);
  const source = rig.files as SimulatedFiles;
  const name = 'segment-00000001.journal';
  const whole = source.contents(name).slice();
  const growing = source.copy();
  const file = growing.open(name)!;
  const reader = new JournalReader({ files: growing, fromSequence: 0 });
  const got: string[] = [];
  for (let bytes = 128; bytes <= whole.length; bytes += 40) {
    file.truncate(128);
    file.write(whole, bytes, 0);
    got.push(...drain(reader));
  }
  file.write(whole, whole.length, 0);
  got.push(...drain(reader));
  t.same(got, [...rig.written.values()]);
});

t.test('with a durable mark it reads only what is on disk', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)));
  run(rig, 3);
  const mark = new DurableMark(DurableMark.create());
  const reader = new JournalReader({ files: rig.files, fromSequence: 0, durable: mark.memory });
  t.equal(drain(reader).length, 0);
  mark.set(2);
  t.equal(drain(reader).length, 3, 'an echo, then an echo and its event');
  mark.set(3);
  t.equal(drain(reader).length, 3);
});

t.test('damage behind which the journal went on is an error', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)), { segmentBytes: 600 });
  run(rig, 8);
  const disk = (rig.files as SimulatedFiles).copy();
  disk.contents('segment-00000001.journal')[128 + 64 + 5] ^= 4;
  t.throws(() => drain(new JournalReader({ files: disk, fromSequence: 0 })), {
    name: 'JournalDamage',
    segment: 1,
    offset: 128,
  });
});

t.test('so is damage in what the durable mark covers, although nothing stands behind it', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)));
  run(rig, 3);
  const disk = (rig.files as SimulatedFiles).copy();
  const name = 'segment-00000001.journal';
  disk.contents(name)[128 + 64 + 5] ^= 4;
  const mark = new DurableMark(DurableMark.create());
  const reader = new JournalReader({ files: disk, fromSequence: 0, durable: mark.memory });
  t.equal(drain(reader).length, 0);
  mark.set(3);
  t.throws(() => drain(reader), { name: 'JournalDamage', segment: 1, offset: 128 });
  disk.open(name)!.truncate(140);
  t.throws(() => drain(reader), { message: /a batch that was synced is not there/ });
});
