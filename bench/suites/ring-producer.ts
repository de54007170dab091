/** The producing half of each job of the suite `ring`. Spins when its ring is full, as the consumer does when it is empty. */
import type { MessagePort } from 'node:worker_threads';
import { RingBuffer } from 'ringbuf.js';
import { COMMANDS_PER_TURN } from '../../engine/config/limits.js';
import { BroadcastWriter } from '../../engine/rings/broadcast.js';
import { LANE_FULL, LaneWriter } from '../../engine/rings/lane.js';
import { RECORD_DOUBLES } from '../../protocol/records/layout.js';
import { monotonicNs } from './ring-clock.js';
import { writeRecord } from './ring-record.js';
import { type Scratch, scratch } from './ring-scratch.js';
import { BATCH, type Job, type RingMemory } from './ring-shared.js';

/** Records of one turn of a door: as many as the core takes from a lane in one of its turns. */
const TURN = COMMANDS_PER_TURN;

/** Between two records of the latency job: far enough apart that none waits for the one before it. */
const PACE_NS = 5_000;

export function producers(memory: RingMemory, peer: MessagePort): Record<Job, (records: number) => void> {
  const lane = new LaneWriter(memory.lane);
  const broadcast = new BroadcastWriter(memory.broadcast);
  const bytes = new RingBuffer(memory.ringbuf, Uint8Array);
  const words = new RingBuffer(memory.ringbufInt32, Int32Array);
  return {
    lane: (records) => producePublishing(lane, records, 1),
    laneCommitted: (records) => produceCommitting(lane, records),
    laneBatched: (records) => producePublishing(lane, records, BATCH),
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

/** Published record by record, or batch by batch; the bell is looked at once a turn, as a door does. */
function producePublishing(lane: LaneWriter, records: number, batch: number): void {
  for (let number = 0; number < records; ) {
    const turn = Math.min(records, number + TURN);
    while (number < turn) {
      number = claimBatch(lane, number, Math.min(turn, number + batch));
      lane.publish();
    }
    lane.commit();
  }
}

/** Every record wakes the consumer, if it is parked. */
function produceCommitting(lane: LaneWriter, records: number): void {
  for (let number = 0; number < records; ) {
    number = claimBatch(lane, number, number + 1);
    lane.commit();
  }
}

/** As many as there is room for; the number of the next one. */
function claimBatch(lane: LaneWriter, from: number, to: number): number {
  let number = from;
  for (; number < to; number++) {
    const at = lane.claim();
    if (at === LANE_FULL) break;
    writeRecord(lane.f64, at >> 1, number);
  }
  return number;
}

function produceBroadcast(ring: BroadcastWriter, records: number, batch: number): void {
  for (let number = 0; number < records; ) {
    const count = Math.min(batch, records - number);
    while (!ring.room(count));
    for (let i = 0; i < count; i++) writeRecord(ring.f64, ring.claim() >> 1, number++);
    ring.publish();
  }
}

function produceRingbuf(ring: RingBuffer, { f64, elements, each, batch }: Scratch, records: number): void {
  for (let number = 0; number < records; ) {
    const count = Math.min(batch, records - number);
    for (let i = 0; i < count; i++) writeRecord(f64, i * RECORD_DOUBLES, number++);
    const length = count * each;
    for (let pushed = 0; pushed < length; ) pushed += ring.push(elements, length - pushed, pushed);
  }
}

function producePosts(peer: MessagePort, records: number): void {
  for (let number = 0; number < records; number++) {
    const record = new Float64Array(RECORD_DOUBLES);
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
