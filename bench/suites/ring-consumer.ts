/** The consuming half of each job of the suite `ring`: takes every record, checks it, and ends with the last one. */
import type { MessagePort } from 'node:worker_threads';
import { RingBuffer } from 'ringbuf.js';
import { BroadcastReader } from '../../engine/rings/broadcast.js';
import { LaneReader } from '../../engine/rings/lane.js';
import { RECORD_DOUBLES } from '../../protocol/records/layout.js';
import { monotonicNs } from './ring-clock.js';
import { checkRecord } from './ring-record.js';
import { type Scratch, scratch } from './ring-scratch.js';
import { BATCH, type Job, type RingMemory } from './ring-shared.js';

/** Records that a reader takes before it gives their slots back. */
const TAKE = 256;

type Samples = Float64Array | undefined;

export function consumers(
  memory: RingMemory,
  peer: MessagePort,
): Record<Job, (records: number) => Samples | Promise<Samples>> {
  const lane = new LaneReader(memory.lane);
  const broadcast = new BroadcastReader(memory.broadcast, 0);
  const bytes = new RingBuffer(memory.ringbuf, Uint8Array);
  const words = new RingBuffer(memory.ringbufInt32, Int32Array);
  return {
    lane: (records) => consumeLane(lane, records),
    laneCommitted: (records) => consumeLane(lane, records),
    laneBatched: (records) => consumeLane(lane, records),
    broadcast: (records) => consumeBroadcast(broadcast, records),
    broadcastBatched: (records) => consumeBroadcast(broadcast, records),
    ringbuf: (records) => consumeRingbuf(bytes, scratch(1, Uint8Array), records),
    ringbufBatched: (records) => consumeRingbuf(bytes, scratch(BATCH, Uint8Array), records),
    ringbufInt32: (records) => consumeRingbuf(words, scratch(1, Int32Array), records),
    ringbufInt32Batched: (records) => consumeRingbuf(words, scratch(BATCH, Int32Array), records),
    postMessage: (records) => consumePosts(peer, records),
    oneWay: (records) => consumePaced(lane, records),
  };
}

function consumeLane(lane: LaneReader, records: number): undefined {
  for (let number = 0; number < records; ) {
    const count = lane.available(TAKE);
    for (let i = 0; i < count; i++) checkRecord(lane.f64, lane.offset(i) >> 1, number++);
    lane.release(count);
  }
}

function consumeBroadcast(ring: BroadcastReader, records: number): undefined {
  for (let number = 0; number < records; ) {
    const count = ring.available(TAKE);
    for (let i = 0; i < count; i++) checkRecord(ring.f64, ring.offset(i) >> 1, number++);
    ring.release(count);
  }
}

function consumeRingbuf(
  ring: RingBuffer,
  { f64, elements, each, batch }: Scratch,
  records: number,
): undefined {
  for (let number = 0; number < records; ) {
    const length = ring.pop(elements, Math.min(batch, records - number) * each);
    if (length % each !== 0) throw new Error('ringbuf.js gave a part of a record');
    for (let i = 0; i * each < length; i++) checkRecord(f64, i * RECORD_DOUBLES, number++);
  }
}

function consumePosts(peer: MessagePort, records: number): Promise<undefined> {
  return new Promise((resolve) => {
    let number = 0;
    peer.on('message', (record: Float64Array) => {
      checkRecord(record, 0, number++);
      if (number < records) return;
      peer.removeAllListeners('message');
      resolve(undefined);
    });
  });
}

function consumePaced(lane: LaneReader, records: number): Float64Array {
  const samples = new Float64Array(records);
  for (let number = 0; number < records; ) {
    const count = lane.available(TAKE);
    const nowNs = count > 0 ? monotonicNs() : 0;
    for (let i = 0; i < count; i++) samples[number++] = nowNs - lane.f64[(lane.offset(i) >> 1) + 3];
    lane.release(count);
  }
  return samples;
}
