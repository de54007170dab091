/** The other threads of the stress tests: writers and readers that stumble at random; which one, the data says. */
import { parentPort, workerData } from 'node:worker_threads';
import { BroadcastReader, BroadcastWriter } from './broadcast.js';
import type { BroadcastMemory } from './broadcast-memory.js';
import { Doorbell } from './doorbell.js';
import { LANE_FULL, type LaneMemory, LaneReader, LaneWriter } from './lane.js';
import { LossyReader } from './lossy.js';
import { Dice, expectRecord, fillRecord, sleep, stumble, wholeRecord } from './test-stress-record.js';

export interface StressData {
  readonly role: keyof typeof ROLES;
  readonly seed: number;
  readonly records: number;
  readonly slots: number;
  readonly lane?: LaneMemory;
  /** The way back of the ping-pong. */
  readonly back?: LaneMemory;
  readonly ring?: BroadcastMemory;
  /** Word 0: what the killed producer had committed for certain. Word 1: the test is over. */
  readonly shared?: SharedArrayBuffer;
}

const data = workerData as StressData;
const dice = new Dice(data.seed);

const ROLES = {
  /** Random batches, published in each of the ways there are. */
  laneWriter(): void {
    const writer = new LaneWriter(data.lane!);
    for (let number = 0; number < data.records; ) {
      const end = Math.min(data.records, number + dice.throw(data.slots));
      while (number < end) {
        const at = dice.throw(2) === 1 ? writer.claim() : writer.claimUrgent();
        if (at === LANE_FULL) makeRoom(writer);
        else fillRecord(writer.i32, at, number++);
      }
      if (dice.throw(2) === 1) writer.publish();
      else writer.commit();
      stumble(dice);
    }
    writer.commit();
  },

  /** Writes for ever; somebody will kill it. */
  doomedWriter(): void {
    const writer = new LaneWriter(data.lane!);
    const committed = new Int32Array(data.shared!);
    for (let number = committed[0]; ; ) {
      for (let left = dice.throw(data.slots); left > 0; left--) {
        const at = writer.claim();
        if (at === LANE_FULL) break;
        fillRecord(writer.i32, at, number++);
      }
      writer.commit();
      Atomics.store(committed, 0, number);
    }
  },

  /** Sends back what it gets, parked in between. */
  echo(): number {
    const reader = new LaneReader(data.lane!);
    const writer = new LaneWriter(data.back!);
    const bell = new Doorbell(data.lane!.bell);
    let late = 0;
    for (let number = 0; number < data.records; ) {
      if (reader.available(1) === 0) late += parkUntil(bell, () => reader.available(1) > 0);
      else {
        expectRecord(reader.i32, reader.offset(0), number);
        reader.release(1);
        fillRecord(writer.i32, writer.claim(), number++);
        writer.commit();
      }
    }
    return late;
  },

  ringWriter(): void {
    const writer = new BroadcastWriter(data.ring!);
    for (let number = 0; number < data.records; ) {
      const batch = Math.min(data.records - number, dice.throw(data.slots));
      while (!writer.room(batch)) sleep(0.05);
      for (let left = batch; left > 0; left--) fillRecord(writer.i32, writer.claim(), number++);
      writer.publish();
      stumble(dice);
    }
  },

  /** Reads behind another reader and must get everything. */
  follower(): number {
    const reader = new BroadcastReader(data.ring!, 1);
    const bell = new Doorbell(data.ring!.bells[1]);
    let late = 0;
    for (let number = 0; number < data.records; ) {
      const count = reader.available(dice.throw(data.slots));
      if (count === 0) late += parkUntil(bell, () => reader.available(1) > 0);
      for (let i = 0; i < count; i++) expectRecord(reader.i32, reader.offset(i), number++);
      reader.release(count);
      stumble(dice);
    }
    return late;
  },

  /** Reads what it can get; what it cannot must be counted. */
  lossy(): { read: number; lost: number; laps: number } {
    const reader = new LossyReader(data.ring!, 2);
    let read = 0;
    while (read + reader.lost < data.records) {
      if (reader.next()) expectRecord(reader.i32, 0, read++ + reader.lost);
      else sleep(0.05);
      if (dice.throw(300) === 1) sleep(1);
    }
    return { read, lost: reader.lost, laps: reader.laps };
  },

  /** Stands still so often that it is detached; attaches again; never takes a record that was overwritten. */
  flaky(): { read: number; detached: number } {
    const reader = new BroadcastReader(data.ring!, 1);
    const over = new Int32Array(data.shared!);
    const copy = new Int32Array(8 * 16);
    let last = -1;
    let read = 0;
    let detached = 0;
    while (Atomics.load(over, 1) === 0) {
      if (reader.detached()) {
        reader.attach();
        detached++;
      }
      const count = reader.available(8);
      for (let i = 0; i < count; i++) copyRecord(reader.i32, reader.offset(i), copy, i * 16);
      if (dice.throw(100) === 1) sleep(15);
      if (reader.detached()) continue;
      for (let i = 0; i < count; i++, read++) {
        const number = wholeRecord(copy, i * 16);
        if (number <= last) throw new Error(`record ${number} came after ${last}`);
        last = number;
      }
      reader.release(count);
      if (count === 0) sleep(0.05);
    }
    return { read, detached };
  },
};

function makeRoom(writer: LaneWriter): void {
  writer.commit();
  sleep(0.05);
}

/** 1 when a bounded wait ran out although there was something to wake up for: a lost wake-up. */
function parkUntil(bell: Doorbell, ready: () => boolean): number {
  bell.park();
  const startMs = performance.now();
  if (!ready()) bell.wait(LOST_MS);
  bell.unpark();
  return performance.now() - startMs >= LOST_MS && ready() ? 1 : 0;
}
const LOST_MS = 3_000;

function copyRecord(from: Int32Array, at: number, to: Int32Array, toAt: number): void {
  for (let word = 0; word < 16; word++) to[toAt + word] = from[at + word];
}

parentPort!.postMessage('ready');
parentPort!.once('message', () => parentPort!.postMessage({ done: ROLES[data.role]() }));
