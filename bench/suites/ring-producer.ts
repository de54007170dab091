/** The producing half of each job of the suite `ring`. Spins when its ring is full, as the consumer does when it is empty. */
import type { MessagePort } from 'node:worker_threads';
import { RingBuffer } from 'ringbuf.js';
import { BroadcastWriter } from '../../engine/rings/broadcast.js';
import { LANE_FULL, LaneWriter } from '../../engine/rings/lane.js';
import { RECORD_WORDS } from '../../protocol/records/layout.js';
import { monotonicNs } from './ring-clock.js';
import { writeRecord } from './ring-record.js';
import { type Scratch, scratch } from './ring-scratch.js';
import { BATCH, type Job, type RingMemory } from './ring-shared.js';

/** Between two records of the latency job: far enough apart that none waits for the one before it. */
const PACE_NS = 5_000;

export function producers(memory: RingMemory, peer: MessagePort): Record<Job, (records: number) => void> {
  const lane = new LaneWriter(memory.lane);
  const broadcast = new BroadcastWriter(memory.broadcast);
  const bytes = new RingBuffer(memory.ringbuf, Uint8Array);
  const words = new RingBuffer(memory.ringbufInt32, Int32Array);
  return {
    lane: (records) => producePublishing(lane, records),
    laneCommitted: (records) => produceCommitting(lane, records, 1),
    laneBatched: (records) => produceCommitting(lane, records, BATCH),
    broadcast: (records) => produceBroadcast(broadcast, records, 1),
    broadcastBatched: (records) => produceBroadcast(broadcast, records, BATCH),
    ringbuf: (records) => produceRingbuf(bytes, scratch(1, Uint8Array), records),
    ringbufBatched: (records) => produceRingbuf(bytes, scratch(BATCH, Uint8Array), records),
    ringbufInt32: (records) => produceRingbuf(words, scratch(1, Int32Array), records),
    ringbufInt32Batched: (records) => produceRingbuf(words, scratch(BATCH, Int32Array), records),
    postMessage: (records) => producePosts(peer, records),
    oneWay: (records) => producePaced(lane, records),
  };
}

/** Each record is published by itself; the bell is looked at once in 64 records, as a door does once a turn. */
function producePublishing(lane: LaneWriter, records: number): void {
  for (let number = 0; number < records; ) {
    const end = Math.min(records, number + BATCH);
    while (number < end) {
      const at = lane.claim();
      if (at === LANE_FULL) continue;
      writeRecord(lane.i32, at, number++);
      lane.publish();
    }
    lane.commit();
  }
}

/** What has been claimed is committed when the batch is whole, or when the ring is full. */
function produceCommitting(lane: LaneWriter, records: number, batch: number): void {
  for (let number = 0; number < records; ) {
    const end = Math.min(records, number + batch);
    while (number < end) {
      const at = lane.claim();
      if (at === LANE_FULL) lane.commit();
      else writeRecord(lane.i32, at, number++);
    }
    lane.commit();
  }
}

function produceBroadcast(ring: BroadcastWriter, records: number, batch: number): void {
  for (let number = 0; number < records; ) {
    const count = Math.min(batch, records - number);
    while (!ring.room(count));
    for (let i = 0; i < count; i++) writeRecord(ring.i32, ring.claim(), number++);
    ring.publish();
  }
}

function produceRingbuf(ring: RingBuffer, { i32, elements, each, batch }: Scratch, records: number): void {
  for (let number = 0; number < records; ) {
    const count = Math.min(batch, records - number);
    for (let i = 0; i < count; i++) writeRecord(i32, i * RECORD_WORDS, number++);
    const length = count * each;
    for (let pushed = 0; pushed < length; ) pushed += ring.push(elements, length - pushed, pushed);
  }
}

function producePosts(peer: MessagePort, records: number): void {
  for (let number = 0; number < records; number++) {
    const record = new Int32Array(RECORD_WORDS);
    writeRecord(record, 0, number);
    peer.postMessage(record);
  }
}

function producePaced(lane: LaneWriter, records: number): void {
  for (let number = 0, dueNs = monotonicNs(); number < records; number++) {
    dueNs = Math.max(dueNs + PACE_NS, monotonicNs());
    let nowNs = monotonicNs();
    while (nowNs < dueNs) nowNs = monotonicNs();
    const at = lane.claim();
    lane.i32[at] = number;
    lane.f64[(at >> 1) + 3] = monotonicNs();
    lane.commit();
  }
}
