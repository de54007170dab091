/**
 * A lane: a lock-free ring from one producer to one consumer. The producer writes records into claimed slots and
 * publishes them together with one atomic store; until then the consumer sees none of them, so a producer that dies
 * half-way has said nothing. The last `reserved` slots are kept for `claimUrgent` (cancels): an overloaded producer
 * can always reduce its risk.
 */

import { Doorbell } from './doorbell.js';
import {
  assertHeader,
  assertSlots,
  Header,
  Line,
  MAGIC,
  ringBytes,
  SLOT_SHIFT,
  SLOT_WORDS,
  slotsWord,
  wordOf,
} from './layout.js';

/** `claim` answers this when the ring has no slot for it. Back pressure is a returned value. */
export const LANE_FULL = -1;

/** What travels to another thread so that it can attach. `bell` wakes the consumer. */
export interface LaneMemory {
  readonly ring: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
}

export function createLane(slots: number, reserved: number, bell: SharedArrayBuffer): LaneMemory {
  assertSlots(slots);
  if (reserved < 0 || reserved >= slots)
    throw new RangeError(`reserved slots must be in [0, ${slots}), not ${reserved}`);
  const ring = new SharedArrayBuffer(ringBytes(slots, 1));
  const header = new Int32Array(ring);
  header[Header.Slots] = slots;
  header[Header.Readers] = 1;
  header[Header.Reserved] = reserved;
  header[Header.Magic] = MAGIC;
  return { ring, bell };
}

export class LaneWriter {
  /** The slots. Offsets that `claim` returns are into `i32`; doubles stand at half of them in `f64`. */
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly counters: Int32Array;
  private readonly slots: number;
  private readonly reserved: number;
  private readonly mask: number;
  private readonly bell: Doorbell;
  private claimed: number;
  private published: number;
  private consumed: number;

  constructor(memory: LaneMemory) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    this.reserved = this.counters[Header.Reserved];
    this.mask = this.slots - 1;
    const first = slotsWord(1);
    this.i32 = new Int32Array(memory.ring, first * 4, this.slots * SLOT_WORDS);
    this.f64 = new Float64Array(memory.ring, first * 4, (this.slots * SLOT_WORDS) >> 1);
    this.bell = new Doorbell(memory.bell);
    this.published = Atomics.load(this.counters, wordOf(Line.Published));
    this.claimed = this.published;
    this.consumed = Atomics.load(this.counters, wordOf(Line.Consumed));
  }

  /** Word offset of a fresh slot, or LANE_FULL. Its content is what an earlier record left: write every word. */
  claim(): number {
    return this.take(this.slots - this.reserved);
  }

  /** The same, but may use the reserved slots: for cancels and for what cannot be refused. */
  claimUrgent(): number {
    return this.take(this.slots);
  }

  /** Publishes everything claimed since the last commit and wakes the consumer if it is parked. */
  commit(): void {
    if (this.claimed === this.published) return;
    this.published = this.claimed;
    Atomics.store(this.counters, wordOf(Line.Published), this.published);
    this.bell.ring();
  }

  private take(bound: number): number {
    if (((this.claimed - this.consumed) | 0) >= bound) {
      this.consumed = Atomics.load(this.counters, wordOf(Line.Consumed));
      if (((this.claimed - this.consumed) | 0) >= bound) return LANE_FULL;
    }
    const at = (this.claimed & this.mask) << SLOT_SHIFT;
    this.claimed = (this.claimed + 1) | 0;
    return at;
  }
}

export class LaneReader {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly counters: Int32Array;
  private readonly mask: number;
  private published: number;
  private consumed: number;

  constructor(memory: LaneMemory) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    const slots = this.counters[Header.Slots];
    this.mask = slots - 1;
    const first = slotsWord(1);
    this.i32 = new Int32Array(memory.ring, first * 4, slots * SLOT_WORDS);
    this.f64 = new Float64Array(memory.ring, first * 4, (slots * SLOT_WORDS) >> 1);
    this.consumed = Atomics.load(this.counters, wordOf(Line.Consumed));
    this.published = this.consumed;
  }

  /** How many records are there to read, at most `limit`. */
  available(limit: number): number {
    if (this.published === this.consumed)
      this.published = Atomics.load(this.counters, wordOf(Line.Published));
    const ready = (this.published - this.consumed) | 0;
    return Math.min(ready, limit);
  }

  /** Word offset of the record `index` places behind the last one released. */
  offset(index: number): number {
    return ((this.consumed + index) & this.mask) << SLOT_SHIFT;
  }

  /** Gives `count` slots back to the producer. */
  release(count: number): void {
    if (count === 0) return;
    this.consumed = (this.consumed + count) | 0;
    Atomics.store(this.counters, wordOf(Line.Consumed), this.consumed);
  }
}
