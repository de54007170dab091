/** One thread on all ends of a broadcast ring: gating, following, detaching and attaching, wrap-around. */
import t from 'tap';
import { type BroadcastOptions, BroadcastReader, BroadcastWriter, createBroadcast } from './broadcast.js';
import { Doorbell } from './doorbell.js';
import { Deadline, Gate } from './gate.js';

const STARTS = [0, 2 ** 31 - 5, -5];

function ring(slots: number, readers: number, options: BroadcastOptions) {
  const bells = Array.from({ length: readers }, () => Doorbell.create());
  const memory = createBroadcast(slots, bells, options);
  return { memory, bells: bells.map((bell) => new Int32Array(bell)), writer: new BroadcastWriter(memory) };
}

function write(writer: BroadcastWriter, value: number): boolean {
  if (!writer.room(1)) return false;
  writer.i32[writer.claim()] = value;
  return true;
}

function readAll(reader: BroadcastReader, limit = 1 << 20): number[] {
  const count = reader.available(limit);
  const values = Array.from({ length: count }, (_, index) => reader.i32[reader.offset(index)]);
  reader.release(count);
  return values;
}

for (const start of STARTS)
  for (const slots of [2, 8])
    t.test(`${slots} slots from counter ${start}: every reader gets everything in order`, async (t) => {
      const { memory, writer } = ring(slots, 2, { gating: [0, 1], start: start | 0 });
      const readers = [new BroadcastReader(memory, 0), new BroadcastReader(memory, 1)];
      for (let round = 0, value = 0; round < 20; round++) {
        const batch = 1 + (round % slots);
        const values = Array.from({ length: batch }, () => value++);
        for (const each of values) t.ok(write(writer, each));
        t.same(readAll(readers[0]), [], 'nothing before publish');
        writer.publish();
        for (const reader of readers) t.same(readAll(reader), values);
      }
    });

t.test('a record that is held is published with the one that follows, or when it is let go', async (t) => {
  const { memory, writer } = ring(8, 1, { gating: [0] });
  const reader = new BroadcastReader(memory, 0);
  for (const value of [1, 2]) write(writer, value);
  writer.held = 1;
  writer.publish();
  t.same(readAll(reader), [1]);
  writer.publish();
  t.same(readAll(reader), []);
  t.notOk(writer.room(8), 'it takes its place');
  write(writer, 3);
  writer.publish();
  t.same(readAll(reader), [2]);
  writer.held = 0;
  writer.publish();
  t.same(readAll(reader), [3]);
});

t.test('the slowest gating reader holds the producer back', async (t) => {
  const { memory, writer } = ring(4, 2, { gating: [0, 1] });
  const [fast, slow] = [new BroadcastReader(memory, 0), new BroadcastReader(memory, 1)];
  for (let value = 0; value < 4; value++) t.ok(write(writer, value));
  writer.publish();
  t.equal(fast.available(9), 4);
  fast.release(4);
  t.notOk(writer.room(1));
  t.equal(writer.free(), 0);
  slow.release(slow.available(2));
  t.ok(writer.room(2));
  t.notOk(writer.room(3));
});

t.test('a follower sees only what its leader has released, and is woken by it', async (t) => {
  const { memory, bells, writer } = ring(8, 2, { gating: [0, 1], behind: [undefined, 0] });
  const [leader, follower] = [new BroadcastReader(memory, 0), new BroadcastReader(memory, 1)];
  bells[0][0] = bells[1][0] = 1; // both parked
  for (const value of [1, 2, 3]) write(writer, value);
  writer.publish();
  t.equal(bells[0][0], 0, 'publishing wakes the leader');
  t.equal(bells[1][0], 1, 'and not the follower');
  t.same(readAll(follower), []);
  leader.available(9);
  leader.release(2);
  t.equal(bells[1][0], 0, 'the release wakes the follower');
  t.same(readAll(follower), [1, 2]);
});

t.test('a reader that stands still while the ring is full is detached after its deadline', async (t) => {
  const { memory, writer } = ring(8, 2, { gating: [0, 1] });
  const [alive, stuck] = [new BroadcastReader(memory, 0), new BroadcastReader(memory, 1)];
  const deadline = new Deadline(new Gate(memory, 1), 250, 2, 0);
  t.notOk(deadline.look(10_000), 'a still reader on an empty ring is in order');
  for (let value = 0; value < 7; value++) write(writer, value);
  writer.publish();
  readAll(alive);
  t.notOk(deadline.look(10_249));
  t.ok(deadline.look(10_250));
  t.notOk(deadline.look(10_600), 'once');
  t.ok(stuck.detached());
  t.ok(writer.room(8), 'the producer no longer waits for it');
  for (let value = 7; value < 15; value++) t.ok(write(writer, value));
  writer.publish();
  t.equal(stuck.attach(), 15, 'it passes over what it missed');
  t.notOk(stuck.detached());
  readAll(alive);
  for (const value of [15, 16]) write(writer, value);
  writer.publish();
  t.same(readAll(stuck), [15, 16]);
  readAll(alive);
  for (let value = 17; value < 25; value++) t.ok(write(writer, value));
  writer.publish();
  readAll(alive);
  t.notOk(writer.room(1), 'and holds the producer back again');
});

t.test('a reader that moves, however slowly, is not detached', async (t) => {
  const { memory, writer } = ring(4, 1, { gating: [0] });
  const reader = new BroadcastReader(memory, 0);
  const deadline = new Deadline(new Gate(memory, 0), 250, 1, 0);
  for (let now = 0; now < 5_000; now += 200) {
    while (write(writer, now));
    writer.publish();
    t.notOk(deadline.look(now));
    reader.available(1);
    reader.release(1);
  }
});

t.test('a reader that waits for the one it reads behind is not detached', async (t) => {
  const { memory, writer } = ring(8, 2, { gating: [0, 1], behind: [undefined, 0] });
  const leader = new BroadcastReader(memory, 0);
  const follower = new Deadline(new Gate(memory, 1), 250, 2, 0);
  for (let value = 0; value < 8; value++) write(writer, value);
  writer.publish();
  t.notOk(follower.look(0));
  t.notOk(follower.look(10_000), 'the leader stands still');
  leader.release(leader.available(8));
  t.notOk(follower.look(10_100), 'now it may read');
  t.ok(follower.look(10_250));
});

t.test('bad shapes are refused', async (t) => {
  const bells = [Doorbell.create(), Doorbell.create()];
  t.throws(() => createBroadcast(8, bells, [2]), /not a gating reader 2/);
  t.throws(() => createBroadcast(8, bells, { gating: [0], behind: [1] }), /gates nobody/);
  t.throws(() => createBroadcast(8, bells, { gating: [0], behind: [0] }), /behind itself/);
  const memory = createBroadcast(8, bells, [0]);
  t.throws(() => new BroadcastReader(memory, 2), RangeError);
  t.throws(() => new Gate(memory, 1), RangeError);
});

t.test('a producer that found no room is woken by the reader that makes it, and only then', async (t) => {
  const producerBell = Doorbell.create();
  const { memory, writer } = ring(4, 1, { gating: [0], producerBell });
  const parked = new Int32Array(producerBell);
  const reader = new BroadcastReader(memory, 0);
  parked[0] = 1;
  for (let value = 0; value < 4; value++) write(writer, value);
  writer.publish();
  readAll(reader, 1);
  t.equal(parked[0], 1, 'nobody was held back: nobody is woken');
  write(writer, 4);
  t.notOk(write(writer, 5), 'full');
  t.equal(parked[0], 1);
  readAll(reader, 1);
  t.equal(parked[0], 0, 'woken');
  parked[0] = 1;
  readAll(reader, 1);
  t.equal(parked[0], 1, 'once');
  t.ok(write(writer, 5));
});
