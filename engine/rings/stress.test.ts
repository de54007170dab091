/**
 * Rings between real threads that stumble at random: every record arrives once, in order and whole, at any ring size, over
 * both wrap-arounds of the counters; who dies, is lapped or is detached loses only what it must, and knows it.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import t from 'tap';
import { BroadcastReader, createBroadcast } from './broadcast.js';
import { Doorbell } from './doorbell.js';
import { Deadline, Gate } from './gate.js';
import { createLane, LANE_FULL, LaneReader, LaneWriter } from './lane.js';
import { Dice, expectRecord, fillRecord, sleep, stumble } from './test-stress-record.js';
import type { StressData } from './test-stress-thread.js';

const SEED = Number(process.env.SEED ?? Date.now() % 1e9);
/** Threads that spin for each other get on slowly while other programs want the same few cores. */
const HANG_MS = 60_000;
const FILE_MS = 600_000;

t.setTimeout(FILE_MS);
t.comment(`SEED=${SEED}`);

/** Started and waiting; `go` lets it run, `done` is what it came to. */
interface Other {
  readonly worker: Worker;
  go(): void;
  readonly done: Promise<unknown>;
}

async function other(data: Partial<StressData> & Pick<StressData, 'role'>): Promise<Other> {
  const workerData = { seed: SEED, records: 0, slots: 2, ...data };
  const worker = new Worker(new URL('./test-stress-thread.js', import.meta.url), { workerData });
  await once(worker, 'message');
  const done = once(worker, 'message').then(([message]) => (message as { done: unknown }).done);
  return { worker, go: () => worker.postMessage('go'), done };
}

/** Calls `step` until it says that all is done. This thread has to be busy meanwhile, like a core thread. */
function drive(step: () => boolean): void {
  const untilMs = performance.now() + HANG_MS;
  while (!step()) if (performance.now() > untilMs) throw new Error(`hangs (SEED=${SEED})`);
}

const CASES = [
  { slots: 2, records: 4_000, start: 0 },
  { slots: 2, records: 4_000, start: 2 ** 31 - 2_000 },
  { slots: 2, records: 4_000, start: -2_000 },
  { slots: 16, records: 40_000, start: 2 ** 31 - 20_000 },
  { slots: 1_024, records: 200_000, start: -100_000 },
];

for (const { slots, records, start } of CASES)
  t.test(`lane of ${slots} slots, ${records} records from counter ${start}`, async (t) => {
    const lane = createLane(slots, slots >> 2, Doorbell.create(), start | 0);
    const writer = await other({ role: 'laneWriter', records, slots, lane });
    const reader = new LaneReader(lane);
    const bell = new Doorbell(lane.bell);
    const dice = new Dice(SEED + 1);
    let number = 0;
    writer.go();
    drive(() => {
      const count = reader.available(dice.throw(slots));
      if (count === 0 && number < records) {
        bell.park();
        if (reader.available(1) === 0) bell.wait(50);
        bell.unpark();
      }
      for (let i = 0; i < count; i++) expectRecord(reader.i32, reader.offset(i), number++);
      reader.release(count);
      stumble(dice);
      return number === records;
    });
    await writer.done;
    t.equal(reader.available(1), 0, 'and not one more');
    t.notOk(reader.damaged);
    t.equal(new LaneReader(lane).available(1), 0, 'nor for a reader that comes later');
    await writer.worker.terminate();
  });

t.test('a producer killed in the middle of a write loses only what it had not published', async (t) => {
  const slots = 64;
  const lane = createLane(slots, 0, Doorbell.create(), -10_000);
  const shared = new SharedArrayBuffer(8);
  const committed = new Int32Array(shared);
  const reader = new LaneReader(lane);
  const dice = new Dice(SEED);
  let number = 0;
  const readAll = () => {
    const count = reader.available(slots);
    for (let i = 0; i < count; i++) expectRecord(reader.i32, reader.offset(i), number++);
    reader.release(count);
  };
  for (let life = 1; life <= 15; life++) {
    committed[0] = number;
    const writer = await other({ role: 'doomedWriter', seed: SEED + life, slots, lane, shared });
    writer.done.catch(() => {});
    writer.go();
    const enough = number + dice.throw(20_000);
    drive(() => {
      readAll();
      return number >= enough;
    });
    let dead = false;
    void writer.worker.terminate().then(() => (dead = true));
    while (!dead) {
      readAll();
      await new Promise(setImmediate);
    }
    readAll();
    const certain = Atomics.load(committed, 0);
    t.ok(number >= certain, `life ${life}: ${number} arrived, ${certain} were committed for certain`);
    t.ok(number <= certain + slots, 'and at most one batch more');
    const heir = new LaneWriter(lane);
    const at = heir.claim();
    t.not(at, LANE_FULL);
    fillRecord(heir.i32, at, number);
    heir.commit();
    readAll();
    t.notOk(reader.damaged);
  }
});

t.test('the doorbell never loses a wake-up: ping-pong of two threads that park each time', async (t) => {
  const records = 6_000;
  const [lane, back] = [0, 1].map(() => createLane(4, 0, Doorbell.create()));
  const echo = await other({ role: 'echo', records, lane, back });
  const [writer, reader] = [new LaneWriter(lane), new LaneReader(back)];
  const bell = new Doorbell(back.bell);
  const dice = new Dice(SEED);
  let late = 0;
  echo.go();
  for (let number = 0; number < records; number++) {
    for (let spin = dice.throw(2_000); spin > 0; spin--); // arrive at every moment of the other's parking
    fillRecord(writer.i32, writer.claim(), number);
    if (dice.throw(2) === 1) writer.publish();
    writer.commit();
    drive(() => {
      if (reader.available(1) > 0) return true;
      bell.park();
      const startMs = performance.now();
      if (reader.available(1) === 0) bell.wait(3_000);
      if (performance.now() - startMs >= 3_000) late++;
      bell.unpark();
      return reader.available(1) > 0;
    });
    expectRecord(reader.i32, reader.offset(0), number);
    reader.release(1);
  }
  t.equal(late, 0, 'on this side');
  t.equal(await echo.done, 0, 'on the other');
  await echo.worker.terminate();
});

for (const { slots, records, start } of CASES)
  t.test(`event ring of ${slots} slots, ${records} records from counter ${start}`, async (t) => {
    const bells = [0, 1, 2].map(() => Doorbell.create());
    const ring = createBroadcast(slots, bells, {
      gating: [0, 1],
      behind: [undefined, 0, 0],
      start: start | 0,
    });
    const follower = await other({ role: 'follower', seed: SEED + 1, records, slots, ring });
    const lossy = await other({ role: 'lossy', seed: SEED + 2, records, ring });
    const writer = await other({ role: 'ringWriter', records, slots, ring });
    const reader = new BroadcastReader(ring, 0);
    const bell = new Doorbell(bells[0]);
    const dice = new Dice(SEED + 3);
    for (const each of [follower, lossy, writer]) each.go();
    let number = 0;
    drive(() => {
      const count = reader.available(dice.throw(slots));
      if (count === 0) {
        bell.park();
        if (reader.available(1) === 0) bell.wait(50);
        bell.unpark();
      }
      for (let i = 0; i < count; i++) expectRecord(reader.i32, reader.offset(i), number++);
      reader.release(count);
      stumble(dice);
      return number === records;
    });
    await writer.done;
    t.equal(await follower.done, 0, 'the follower got everything and was woken each time');
    const { read, lost, laps } = (await lossy.done) as { read: number; lost: number; laps: number };
    t.equal(read + lost, records, `the lossy reader got ${read}, and knows of ${lost} lost in ${laps} laps`);
    t.equal(laps > 0, lost > 0);
    for (const { worker } of [follower, lossy, writer]) await worker.terminate();
  });

t.test('a reader that stands still is detached, comes back, and takes nothing overwritten', async (t) => {
  const [slots, records] = [64, 150_000];
  const ring = createBroadcast(slots, [Doorbell.create(), Doorbell.create()], {
    gating: [0, 1],
    start: -50_000,
  });
  const shared = new SharedArrayBuffer(8);
  const flaky = await other({ role: 'flaky', seed: SEED + 1, ring, shared });
  const writer = await other({ role: 'ringWriter', records, slots, ring });
  const reader = new BroadcastReader(ring, 0);
  const deadline = new Deadline(new Gate(ring, 1), 5, slots, performance.now());
  for (const each of [flaky, writer]) each.go();
  let number = 0;
  let detached = 0;
  drive(() => {
    const count = reader.available(slots);
    for (let i = 0; i < count; i++) expectRecord(reader.i32, reader.offset(i), number++);
    reader.release(count);
    if (deadline.look(performance.now())) detached++;
    if (count === 0) sleep(0.05);
    return number === records;
  });
  Atomics.store(new Int32Array(shared), 1, 1);
  const came = (await flaky.done) as { read: number; detached: number };
  t.ok(detached > 0, `detached ${detached} times`);
  t.ok(came.detached <= detached && came.detached >= detached - 1, `attached again ${came.detached} times`);
  t.ok(came.read > 0 && came.read < records, `read ${came.read} of ${records}`);
  for (const { worker } of [flaky, writer]) await worker.terminate();
});
