/**
 * A wire that takes time: records out of one lane come out of another later, in their order. What is read together arrives
 * together, so that a command and its second record stay one.
 */
import { LANE_FULL, type LaneMemory, LaneReader, LaneWriter } from '../../engine/rings/lane.js';
import { LANE_PAYLOAD_WORDS } from '../../protocol/records/layout.js';
import type { VirtualTime } from './virtual-time.js';

const FIRST_ROOM = 1 << 10;
const ALL = Number.MAX_SAFE_INTEGER;

export class DelayLine {
  private readonly source: LaneReader;
  private readonly target: LaneWriter;
  private words = new Int32Array(FIRST_ROOM * LANE_PAYLOAD_WORDS);
  private due = new Float64Array(FIRST_ROOM);
  private first = 0;
  private count = 0;
  private lastDueNs = 0;

  /** @param delayNs asked once for what is read together; a record never overtakes an earlier one */
  constructor(
    source: LaneMemory,
    target: LaneMemory,
    private readonly time: VirtualTime,
    private readonly delayNs: () => number,
  ) {
    this.source = new LaneReader(source);
    this.target = new LaneWriter(target);
  }

  /** When the next record arrives. */
  get nextNs(): number {
    return this.count === 0 ? Number.POSITIVE_INFINITY : this.due[this.first];
  }

  /** Takes what was sent and hands over what has arrived. Returns records. */
  doWork(): number {
    return this.take() + this.give();
  }

  private take(): number {
    const { source } = this;
    const ready = source.available(ALL);
    if (ready === 0) return 0;
    const dueNs = Math.max(this.lastDueNs, this.time.nowNs + this.delayNs());
    this.lastDueNs = dueNs;
    for (let i = 0; i < ready; i++) this.keep(source.offset(i), dueNs);
    source.release(ready);
    return ready;
  }

  private give(): number {
    const { target, time } = this;
    let given = 0;
    for (; this.count > 0 && this.due[this.first] <= time.nowNs; given++) {
      const at = target.claimUrgent();
      if (at === LANE_FULL) break;
      const from = this.first * LANE_PAYLOAD_WORDS;
      target.i32.set(this.words.subarray(from, from + LANE_PAYLOAD_WORDS), at);
      this.first = (this.first + 1) % this.due.length;
      this.count--;
    }
    target.commit();
    return given;
  }

  private keep(at: number, dueNs: number): void {
    if (this.count === this.due.length) this.grow();
    const slot = (this.first + this.count++) % this.due.length;
    this.due[slot] = dueNs;
    this.words.set(this.source.i32.subarray(at, at + LANE_PAYLOAD_WORDS), slot * LANE_PAYLOAD_WORDS);
  }

  private grow(): void {
    const { due, words, first, count } = this;
    this.due = new Float64Array(count * 2);
    this.words = new Int32Array(count * 2 * LANE_PAYLOAD_WORDS);
    for (let i = 0; i < count; i++) {
      const slot = (first + i) % count;
      this.due[i] = due[slot];
      const from = slot * LANE_PAYLOAD_WORDS;
      this.words.set(words.subarray(from, from + LANE_PAYLOAD_WORDS), i * LANE_PAYLOAD_WORDS);
    }
    this.first = 0;
  }
}
