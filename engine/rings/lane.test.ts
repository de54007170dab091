/** One thread on both ends of a lane: order, room, reserved slots, wrap-around, a second writer, a lying producer. */
import t from 'tap';
import { Doorbell } from './doorbell.js';
import { createLane, LANE_FULL, type LaneMemory, LaneReader, LaneWriter } from './lane.js';
import { Slot } from './layout.js';

/** Shortly before the counters pass 2^31 (sign) and 2^32 (zero). */
const STARTS = [0, 2 ** 31 - 5, -5];

const lane = (slots: number, reserved = 0, start = 0): LaneMemory =>
  createLane(slots, reserved, Doorbell.create(), start | 0);

function write(writer: LaneWriter, value: number): boolean {
  const at = writer.claim();
  if (at === LANE_FULL) return false;
  writer.i32[at] = value;
  return true;
}

function readAll(reader: LaneReader, limit = 1 << 20): number[] {
  const count = reader.available(limit);
  const values = Array.from({ length: count }, (_, index) => reader.i32[reader.offset(index)]);
  reader.release(count);
  return values;
}

for (const start of STARTS)
  for (const slots of [2, 4, 64])
    t.test(
      `${slots} slots from counter ${start}: what is committed arrives, in order, batch by batch`,
      async (t) => {
        const memory = lane(slots, 0, start);
        const writer = new LaneWriter(memory);
        const reader = new LaneReader(memory);
        let written = 0;
        let read = 0;
        for (let round = 0; round < 40; round++) {
          const batch = 1 + (round % slots);
          for (let i = 0; i < batch; i++) t.ok(write(writer, written++));
          t.same(readAll(reader), [], 'nothing before the commit');
          writer.commit();
          t.same(
            readAll(reader),
            Array.from({ length: batch }, () => read++),
          );
        }
      },
    );

t.test('single commits add up to one batch for the reader, bounded by its limit', async (t) => {
  const memory = lane(16);
  const writer = new LaneWriter(memory);
  const reader = new LaneReader(memory);
  for (let value = 0; value < 10; value++) {
    write(writer, value);
    writer.commit();
  }
  t.same(readAll(reader, 4), [0, 1, 2, 3]);
  t.same(readAll(reader), [4, 5, 6, 7, 8, 9]);
  t.same(readAll(reader), []);
});

t.test('a full lane says so and takes records again when slots are given back', async (t) => {
  const memory = lane(4);
  const writer = new LaneWriter(memory);
  const reader = new LaneReader(memory);
  for (let value = 0; value < 4; value++) t.ok(write(writer, value));
  t.notOk(write(writer, 4));
  writer.commit();
  t.equal(reader.available(100), 4);
  t.equal(reader.available(100), 4, 'a full ring is not taken for damage');
  reader.release(1);
  t.ok(write(writer, 4));
  t.notOk(write(writer, 5));
  writer.commit();
  t.same(readAll(reader), [1, 2, 3, 4]);
});

t.test('the reserved slots are for urgent records alone', async (t) => {
  const memory = lane(8, 3);
  const writer = new LaneWriter(memory);
  for (let value = 0; value < 5; value++) t.ok(write(writer, value));
  t.equal(writer.claim(), LANE_FULL);
  for (let i = 0; i < 3; i++) t.not(writer.claimUrgent(), LANE_FULL);
  t.equal(writer.claimUrgent(), LANE_FULL);
  writer.commit();
  t.equal(new LaneReader(memory).available(100), 8);
});

for (const start of STARTS)
  t.test(`a second writer goes on behind what was committed (counter ${start})`, async (t) => {
    const memory = lane(8, 0, start);
    const reader = new LaneReader(memory);
    const first = new LaneWriter(memory);
    for (const value of [1, 2, 3]) write(first, value);
    first.commit();
    write(first, 4);
    first.commit();
    for (const value of [5, 6]) write(first, value); // never committed
    const second = new LaneWriter(memory);
    write(second, 7);
    second.commit();
    t.same(readAll(reader), [1, 2, 3, 4, 7]);
  });

t.test('commit words that no working producer writes close the lane for good', async (t) => {
  for (const lie of [9, 1000, -9, -(2 ** 31), 2 ** 31 - 1]) {
    const memory = lane(8);
    const reader = new LaneReader(memory);
    const writer = new LaneWriter(memory);
    writer.i32[Slot.CommitWord] = lie;
    t.equal(reader.available(100), 0);
    t.ok(reader.damaged, `word ${lie}`);
    writer.i32[Slot.CommitWord] = 1;
    t.equal(reader.available(100), 0, 'and it stays closed');
  }
});

for (const start of STARTS)
  t.test(
    `the producer asks for room beforehand, and sees a consumer's wild counter (from ${start})`,
    async (t) => {
      const memory = lane(8, 2, start);
      const writer = new LaneWriter(memory);
      const reader = new LaneReader(memory);
      t.ok(writer.room(6));
      t.notOk(writer.room(7), 'two are reserved');
      for (let i = 0; i < 4; i++) write(writer, i);
      writer.commit();
      t.equal(writer.unread, 4);
      t.ok(writer.room(2));
      t.notOk(writer.room(3));
      t.same(readAll(reader), [0, 1, 2, 3]);
      t.equal(writer.unread, 0);
      t.ok(writer.room(6));
      t.notOk(writer.damaged);
      for (const wild of [1, 1_000, -1_000, 2 ** 31 - 1, -(2 ** 31)]) {
        reader.release(wild);
        t.ok(writer.damaged, `${wild} records released that were not there`);
        reader.release(-wild);
        t.notOk(writer.damaged);
      }
    },
  );

t.test('bad shapes are refused', async (t) => {
  const bell = Doorbell.create();
  for (const slots of [0, 1, 3, 1.5, 2 ** 31]) t.throws(() => createLane(slots, 0, bell), RangeError);
  for (const reserved of [-1, 4]) t.throws(() => createLane(4, reserved, bell), RangeError);
  t.throws(() => new LaneReader({ ring: new SharedArrayBuffer(4096), bell }), /not a ring/);
});
