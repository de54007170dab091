import t from 'tap';
import { EventKind } from '../../protocol/records/event.js';
import { head } from '../../protocol/records/layout.js';
import { BroadcastReader, BroadcastWriter, createBroadcast } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { JournalIoError } from './errors.js';
import { JournalAgent } from './journal-agent.js';
import { JournalWriter } from './journal-writer.js';
import { newJournal } from './position.js';
import { testWorkload } from './test-core.js';
import { journaled, Rig, run, TEST_LIMITS, verify } from './test-rig.js';
import { SimulatedFiles, seeded } from './test-simulated-files.js';
import { listSegments } from './walk.js';

t.test('a batch is released only when its sync has returned', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(1)));
  rig.send(1, 2);
  t.equal(rig.released.size, 0);
  t.equal(rig.work(), 3);
  t.same(rig.released, rig.written);
  t.same(journaled(rig.files), rig.written);
});

t.test('batches are bounded, wrap around the ring, and segments roll', async (t) => {
  const rig = new Rig(new SimulatedFiles(seeded(2)), { batchRecords: 5, segmentBytes: 1_000, ringSlots: 16 });
  rig.churn(seeded(3), 800, testWorkload(12));
  rig.settle();
  t.same(journaled(rig.files), rig.written);
  t.ok(listSegments(rig.files).length > 20, `${listSegments(rig.files).length} segments`);
  const counters = rig.journal.writer.meter.read();
  t.equal(counters.records, rig.written.size);
  t.equal(counters.sequence, rig.core.sequence);
  t.ok(counters.batches >= counters.records / 5);
  t.equal(counters.segments, listSegments(rig.files).length);
  t.equal(counters.lag_records, 0);
  t.equal(verify(rig.files).stateHash, rig.core.stateHash());
});

t.test('image records are never journaled, but released', async (t) => {
  const files = new SimulatedFiles(seeded(4));
  const memory = createBroadcast(16, [Doorbell.create(), Doorbell.create()], [0, 1]);
  const events = new BroadcastWriter(memory);
  const journal = new JournalAgent({
    files,
    events: memory,
    start: newJournal(),
    epoch: 1,
    coreVersion: 1,
    limits: TEST_LIMITS,
    durability: 'sync',
  });
  const kinds = [EventKind.ImageBegin, EventKind.ImageOrder, 1, 8, EventKind.ImageEnd, 2, EventKind.Trade];
  kinds.forEach((kind, i) => {
    const at = events.claim();
    events.i32.fill(0, at, at + 16);
    events.i32[at] = head(kind);
    events.f64[(at >> 1) + 7] = i;
  });
  events.publish();
  t.equal(journal.doWork(), kinds.length);
  t.equal(new BroadcastReader(memory, 1, 0).available(100), kinds.length);
  t.equal(journaled(files).size, 4);
});

for (const [what, breakIt] of [
  ['full', (files: SimulatedFiles) => void (files.capacityBytes = 2_000)],
  ['unable to sync', (files: SimulatedFiles) => void (files.syncsLeft = 3)],
] as const) {
  t.test(`a disk that is ${what} stops the journal, and nothing is skipped`, async (t) => {
    const files = new SimulatedFiles(seeded(5));
    const rig = new Rig(files);
    breakIt(files);
    t.throws(() => run(rig, 40), { name: 'JournalIoError' });
    t.throws(() => rig.work(), JournalIoError, 'it stays dead');
    const released = new Map(rig.released);
    const disk = files.restart('kill');
    const again = new Rig(disk, { epoch: 2 });
    run(again, 5);
    const all = journaled(disk);
    for (const [identity, record] of released) t.equal(all.get(identity), record);
    t.equal(verify(disk).stateHash, again.core.stateHash());
  });
}

t.test('the error of a full disk says what to do', async (t) => {
  const files = new SimulatedFiles(seeded(6));
  const rig = new Rig(files);
  files.capacityBytes = 300;
  t.throws(() => run(rig, 40), { code: 'ENOSPC', message: /make room on the disk/, exitCode: 74 });
});

t.test('a slow disk is said to be slow', async (t) => {
  const lines: string[] = [];
  const journal = new JournalWriter({
    files: new SimulatedFiles(seeded(7)),
    start: newJournal(),
    epoch: 1,
    coreVersion: 1,
    limits: TEST_LIMITS,
    durability: 'sync',
    log: (line) => void lines.push(line),
    nowMs: clockOf([0, 1, 240, 1_000, 1_001, 1_400]),
  });
  for (let batch = 0; batch < 2; batch++) {
    journal.add(new Int32Array(16).fill(1), 0, 1);
    journal.commit();
  }
  t.same(lines, ['the disk took 399 ms to sync 128 bytes; orders waited for it']);
});

function clockOf(times: number[]): () => number {
  return () => times.shift()!;
}
