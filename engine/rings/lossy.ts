/**
 * A lossy reader of a broadcast ring (fan-out). It never holds the producer back, so the producer may overwrite what it
 * reads, even while it reads. Before writing, the producer announces how far its pen may go; a record is taken over into
 * a copy of its own, and the copy counts only if the announcement still had not reached that slot afterwards. What was
 * overwritten is counted in `lost`, and reading goes on half a ring behind the producer.
 */
import type { BroadcastMemory } from './broadcast-memory.js';
import { assertHeader, Header, Line, PublishedWord, Slot, slotsWord, wordOf } from './layout.js';

const PUBLISHED = wordOf(Line.Published) + PublishedWord.Published;
const ANNOUNCED = wordOf(Line.Published) + PublishedWord.Announced;

/** A reader that is lapped again each time it skips is too slow to get anything now; it gives its thread back. */
const MAX_TRIES = 4;

export class LossyReader {
  /** The copy of the record that `next` took last. */
  readonly i32 = new Int32Array(Slot.Words);
  readonly f64 = new Float64Array(this.i32.buffer);
  /** Records that were overwritten before this reader got them. */
  lost = 0;
  /** How many times it was lapped. */
  laps = 0;
  private readonly counters: Int32Array;
  private readonly ring: Int32Array;
  private readonly slots: number;
  private readonly mask: number;
  private readonly line: number;
  private readonly limitWord: number;
  private limit: number;
  private cursor: number;

  constructor(memory: BroadcastMemory, reader: number, behind = memory.behind[reader]) {
    if (memory.gating.includes(reader)) throw new RangeError(`reader ${reader} is a gating one`);
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    this.mask = this.slots - 1;
    const readers = this.counters[Header.Readers];
    if (reader < 0 || reader >= readers)
      throw new RangeError(`this ring has ${readers} readers, not a reader ${reader}`);
    this.ring = new Int32Array(memory.ring, slotsWord(readers) * 4, this.slots * Slot.Words);
    this.line = wordOf(Line.Consumed + reader);
    this.limitWord = behind === undefined ? PUBLISHED : wordOf(Line.Consumed + behind);
    this.cursor = Atomics.load(this.counters, this.line);
    this.limit = this.cursor;
  }

  /** Copies the next record into `i32`/`f64`. False: there is none now. Compare `lost` to learn of a gap before it. */
  next(): boolean {
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      if (this.limit === this.cursor && !this.lookForMore()) return false;
      if (!this.overwritten()) {
        this.copy();
        if (!this.overwritten()) {
          this.cursor = (this.cursor + 1) | 0;
          return true;
        }
      }
      this.skip();
    }
    return false;
  }

  /** Writes the cursor where others can see how far this reader is. Once per batch is enough. */
  show(): void {
    Atomics.store(this.counters, this.line, this.cursor);
  }

  private lookForMore(): boolean {
    this.limit = Atomics.load(this.counters, this.limitWord);
    return this.limit !== this.cursor;
  }

  /** The producer may be writing, or have written, the slot under the cursor again. */
  private overwritten(): boolean {
    return ((Atomics.load(this.counters, ANNOUNCED) - this.cursor) | 0) > this.slots;
  }

  private copy(): void {
    const from = (this.cursor & this.mask) << Slot.Shift;
    for (let word = 0; word < Slot.Words; word++) this.i32[word] = this.ring[from + word];
  }

  private skip(): void {
    this.limit = Atomics.load(this.counters, this.limitWord);
    const middle = (Atomics.load(this.counters, ANNOUNCED) - (this.slots >> 1)) | 0;
    const target = ((middle - this.limit) | 0) > 0 ? this.limit : middle;
    this.lost += (target - this.cursor) | 0;
    this.laps++;
    this.cursor = target;
  }
}
