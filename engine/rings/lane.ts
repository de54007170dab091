/**
 * A lane: a lock-free ring from one producer to one consumer. The producer writes records into claimed slots and
 * publishes them together with one atomic store; until then the consumer sees none of them, so a producer that dies
 * half-way has said nothing. The last `reserved` slots are kept for `claimUrgent` (cancels): an overloaded producer
 * can always reduce its risk.
 *
 * There is no shared "published" counter, whose line would travel between the cores for every record. Instead the first
 * record of a batch carries, in its word 15, the counter at which the batch ends; the consumer looks for it in the slot
 * it reads next anyway. `claim` sets the word to the slot's own counter, which says "not published": so the word is
 * fresh in every round of the ring and never mistaken for one written 2^32 records ago.
 */

import { Doorbell } from './doorbell.js';
import {
  assertHeader,
  assertSlots,
  Header,
  Line,
  MAGIC,
  ringBytes,
  Slot,
  slotsWord,
  wordOf,
} from './layout.js';

/** `claim` answers this when the ring has no slot for it. Back pressure is a returned value. */
export const LANE_FULL = -1;

const STORES_IN_ORDER = process.arch === 'x64';

/** What travels to another thread so that it can attach. `bell` wakes the consumer. */
export interface LaneMemory {
  readonly ring: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
}

/** `start` is the counter of the first record; tests begin shortly before a wrap-around. */
export function createLane(slots: number, reserved: number, bell: SharedArrayBuffer, start = 0): LaneMemory {
  assertSlots(slots);
  if (reserved < 0 || reserved >= slots)
    throw new RangeError(`reserved slots must be in [0, ${slots}), not ${reserved}`);
  const ring = new SharedArrayBuffer(ringBytes(slots, 1));
  const words = new Int32Array(ring);
  words[Header.Slots] = slots;
  words[Header.Readers] = 1;
  words[Header.Reserved] = reserved;
  words[wordOf(Line.Consumed)] = start;
  for (let at = slotsWord(1); at < words.length; at += Slot.Words) words[at + Slot.CommitWord] = start;
  words[Header.Magic] = MAGIC;
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
  /** Counters at which `claim` and `claimUrgent` have to look how far the consumer is. */
  private fullAt: number;
  private urgentFullAt: number;
  /** False while something is published for which the bell was not rung. */
  private rung = true;
  /** An atomic write, wherever it goes, makes all earlier ones visible before the bell is looked at. */
  private readonly fence = new Int32Array(1);

  /** A second writer on the same memory goes on where the one before it, which must be gone, had published. */
  constructor(memory: LaneMemory) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    this.reserved = this.counters[Header.Reserved];
    this.mask = this.slots - 1;
    const first = slotsWord(1);
    this.i32 = new Int32Array(memory.ring, first * 4, this.slots * Slot.Words);
    this.f64 = new Float64Array(memory.ring, first * 4, (this.slots * Slot.Words) >> 1);
    this.bell = new Doorbell(memory.bell);
    this.published = this.endOfPublished();
    this.claimed = this.published;
    this.fullAt = this.claimed;
    this.urgentFullAt = this.claimed;
  }

  /** Word offset of a fresh slot, or LANE_FULL. Its content is what an earlier record left: write words 0 to 13. */
  claim(): number {
    if (((this.claimed - this.fullAt) | 0) >= 0 && !this.lookForRoom(this.reserved)) return LANE_FULL;
    return this.take();
  }

  /** The same, but may use the reserved slots: for cancels and for what cannot be refused. */
  claimUrgent(): number {
    if (this.claimed === this.urgentFullAt && !this.lookForRoom(0)) return LANE_FULL;
    return this.take();
  }

  /** Publishes everything claimed since the last commit and wakes the consumer if it is parked. */
  commit(): void {
    if (this.claimed !== this.published) {
      const first = (this.published & this.mask) << Slot.Shift;
      Atomics.store(this.i32, first + Slot.CommitWord, this.claimed);
      this.published = this.claimed;
    } else if (this.rung) return;
    else Atomics.exchange(this.fence, 0, 0);
    this.rung = true;
    this.bell.ring();
  }

  /**
   * Publishes like `commit`, three times cheaper, but wakes nobody: a consumer that is awake sees the records at once,
   * one that is parked only after the `commit` that has to follow before the producer does something else. A processor
   * that keeps stores in order (x64) needs no atomic store here; the others get one.
   */
  publish(): void {
    if (this.claimed === this.published) return;
    const first = (this.published & this.mask) << Slot.Shift;
    if (STORES_IN_ORDER) this.i32[first + Slot.CommitWord] = this.claimed;
    else Atomics.store(this.i32, first + Slot.CommitWord, this.claimed);
    this.published = this.claimed;
    this.rung = false;
  }

  /** True when the consumer has released everything that was published. */
  get drained(): boolean {
    return Atomics.load(this.counters, wordOf(Line.Consumed)) === this.published;
  }

  /** True when `count` calls of `claim` will all get a slot. */
  room(count: number): boolean {
    return this.unread + count <= this.slots - this.reserved;
  }

  /** Records claimed that the consumer has not released. */
  get unread(): number {
    return (this.claimed - Atomics.load(this.counters, wordOf(Line.Consumed))) | 0;
  }

  /** True while the consumer's counter is one that no working consumer writes: it says nothing about room then. */
  get damaged(): boolean {
    const { unread } = this;
    return unread < 0 || unread > this.slots;
  }

  private take(): number {
    const counter = this.claimed;
    const at = (counter & this.mask) << Slot.Shift;
    this.i32[at + Slot.CommitWord] = counter;
    this.claimed = (counter + 1) | 0;
    return at;
  }

  /** Reads the consumer's counter, which is slow while the consumer writes it, and so only when the ring seems full. */
  private lookForRoom(kept: number): boolean {
    const consumed = Atomics.load(this.counters, wordOf(Line.Consumed));
    this.urgentFullAt = (consumed + this.slots) | 0;
    this.fullAt = (this.urgentFullAt - this.reserved) | 0;
    return ((this.claimed - consumed) | 0) < this.slots - kept;
  }

  private endOfPublished(): number {
    const consumed = Atomics.load(this.counters, wordOf(Line.Consumed));
    let end = consumed;
    while (((end - consumed) | 0) < this.slots) {
      const next = Atomics.load(this.i32, ((end & this.mask) << Slot.Shift) + Slot.CommitWord);
      if (((next - end) | 0) <= 0) break;
      end = next;
    }
    return end;
  }
}

export class LaneReader {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly counters: Int32Array;
  private readonly slots: number;
  private readonly mask: number;
  private published: number;
  private consumed: number;
  private broken = false;

  constructor(memory: LaneMemory) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    this.mask = this.slots - 1;
    const first = slotsWord(1);
    this.i32 = new Int32Array(memory.ring, first * 4, this.slots * Slot.Words);
    this.f64 = new Float64Array(memory.ring, first * 4, (this.slots * Slot.Words) >> 1);
    this.consumed = Atomics.load(this.counters, wordOf(Line.Consumed));
    this.published = this.consumed;
  }

  /** True once the producer has written a commit word that no working producer writes. Nothing comes any more. */
  get damaged(): boolean {
    return this.broken;
  }

  /** How many records are there to read, at most `limit`. */
  available(limit: number): number {
    let ready = (this.published - this.consumed) | 0;
    if (this.broken) return Math.min(ready, limit);
    while (ready < limit) {
      const at = ((this.published & this.mask) << Slot.Shift) + Slot.CommitWord;
      const batch = (Atomics.load(this.i32, at) - this.published) | 0;
      if (batch <= 0 || batch > this.slots - ready) {
        if (batch !== 0) this.inspect(batch, ready);
        return ready;
      }
      this.published = (this.published + batch) | 0;
      ready += batch;
    }
    return limit;
  }

  /** Word offset of the record `index` places behind the last one released. */
  offset(index: number): number {
    return ((this.consumed + index) & this.mask) << Slot.Shift;
  }

  /** Gives `count` slots back to the producer. */
  release(count: number): void {
    if (count === 0) return;
    this.consumed = (this.consumed + count) | 0;
    Atomics.store(this.counters, wordOf(Line.Consumed), this.consumed);
  }

  /** What a slot still says from the round before lies at most one ring back; with a full ring any word is old. */
  private inspect(batch: number, ready: number): void {
    if (ready < this.slots && (batch < -this.slots || batch > 0)) this.broken = true;
  }
}
