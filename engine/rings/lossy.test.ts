/** A lossy reader and its producer on one thread: nothing lost unnoticed, every loss counted exactly. */
import t from 'tap';
import { BroadcastReader, BroadcastWriter, createBroadcast } from './broadcast.js';
import { Doorbell } from './doorbell.js';
import { LossyReader } from './lossy.js';

function rig(slots: number, options: { gating: number[]; behind?: (number | undefined)[]; start?: number }) {
  const memory = createBroadcast(slots, [Doorbell.create(), Doorbell.create()], options);
  return { memory, writer: new BroadcastWriter(memory), lossy: new LossyReader(memory, 1) };
}

function write(writer: BroadcastWriter, from: number, count: number): void {
  for (let value = from; value < from + count; value++) {
    const at = writer.claim();
    for (let word = 0; word < 16; word++) writer.i32[at + word] = value;
  }
}

function readAll(lossy: LossyReader): number[] {
  const values: number[] = [];
  while (lossy.next()) {
    if (lossy.i32.some((word) => word !== lossy.i32[0])) throw new Error('torn record');
    values.push(lossy.i32[0]);
  }
  return values;
}

for (const start of [0, 2 ** 31 - 40, -40])
  t.test(`what is not lost arrives in order, what is lost is counted (counter ${start})`, async (t) => {
    const { writer, lossy } = rig(16, { gating: [], start: start | 0 });
    let written = 0;
    let expected = 0;
    for (let round = 0; round < 60; round++) {
      const count = 1 + ((round * 7) % 45);
      for (let i = 0; i < count; i += 5) {
        write(writer, written, Math.min(5, count - i));
        written += Math.min(5, count - i);
        writer.publish();
      }
      for (const value of readAll(lossy)) {
        t.equal(value, expected + lossy.lost, 'the gap is exactly as large as counted');
        expected++;
      }
      t.equal(expected + lossy.lost, written);
    }
    t.ok(lossy.laps > 0);
    t.ok(lossy.lost > 0);
  });

t.test('a record that the producer has begun to overwrite is not taken', async (t) => {
  const { writer, lossy } = rig(8, { gating: [] });
  write(writer, 0, 8);
  writer.publish();
  t.ok(lossy.next());
  t.equal(lossy.i32[0], 0);
  write(writer, 8, 2); // unpublished, but records 0 and 1 are gone
  t.ok(lossy.next());
  t.equal(lossy.i32[0], 1 + lossy.lost);
  t.ok(lossy.lost >= 1);
});

t.test('a lossy follower reads only what its leader has released', async (t) => {
  const { memory, writer, lossy } = rig(8, { gating: [0], behind: [undefined, 0] });
  const leader = new BroadcastReader(memory, 0);
  write(writer, 0, 6);
  writer.publish();
  t.same(readAll(lossy), []);
  leader.available(4);
  leader.release(4);
  t.same(readAll(lossy), [0, 1, 2, 3]);
  leader.available(9);
  leader.release(2);
  write(writer, 6, 8);
  writer.publish();
  t.same(readAll(lossy), [], 'lapped while the leader is a full ring behind');
  t.equal(lossy.lost, 2);
  leader.available(9);
  leader.release(8);
  t.same(readAll(lossy), [6, 7, 8, 9, 10, 11, 12, 13].slice(lossy.lost - 2));
});

t.test('a gating reader cannot be read lossily', async (t) => {
  const memory = createBroadcast(8, [Doorbell.create()], [0]);
  t.throws(() => new LossyReader(memory, 0), RangeError);
});
