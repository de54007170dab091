/**
 * What the suite `ring` and its two threads share: the memory of every contender, the jobs, and the figures of a record.
 * Each contender moves the same 64-byte records (`ring-record.ts`).
 */
import { RingBuffer } from 'ringbuf.js';
import { type BroadcastMemory, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, type LaneMemory } from '../../engine/rings/lane.js';
import { RECORD_BYTES, RECORD_WORDS } from '../../protocol/records/layout.js';

export const SLOTS = 1 << 13;
export const BATCH = 64;

export type Job =
  | 'lane'
  | 'laneCommitted'
  | 'laneBatched'
  | 'broadcast'
  | 'broadcastBatched'
  | 'ringbuf'
  | 'ringbufBatched'
  | 'ringbufInt32'
  | 'ringbufInt32Batched'
  | 'postMessage'
  | 'oneWay';

export interface RingMemory {
  readonly lane: LaneMemory;
  readonly broadcast: BroadcastMemory;
  /** ringbuf.js over bytes, and over 32-bit integers. */
  readonly ringbuf: SharedArrayBuffer;
  readonly ringbufInt32: SharedArrayBuffer;
  /** Two threads meet here before each job. */
  readonly barrier: SharedArrayBuffer;
}

/** Data of a thread; `port` leads to the other one. */
export interface RingWorkerData {
  readonly role: 'producer' | 'consumer';
  readonly memory: RingMemory;
  /** Where to run, as `taskset` takes it; undefined = anywhere. */
  readonly core?: string;
}

export interface JobOrder {
  readonly job: Job;
  readonly records: number;
}

/** The consumer's answer; nanoseconds of each record for `oneWay`. */
export interface JobDone {
  readonly seconds: number;
  readonly samples?: Float64Array;
}

export function createRingMemory(): RingMemory {
  return {
    lane: createLane(SLOTS, 0, Doorbell.create()),
    broadcast: createBroadcast(SLOTS, [Doorbell.create()], [0]),
    ringbuf: RingBuffer.getStorageForCapacity(SLOTS * RECORD_BYTES, Uint8Array),
    ringbufInt32: RingBuffer.getStorageForCapacity(SLOTS * RECORD_WORDS, Int32Array),
    barrier: new SharedArrayBuffer(4),
  };
}

/** Spins until both threads have come here `meetings` times. */
export function meet(barrier: Int32Array, meetings: number): void {
  Atomics.add(barrier, 0, 1);
  while (Atomics.load(barrier, 0) < meetings * 2);
}
