/**
 * The broadcast ring: one producer, many readers, each with a cursor of its own in shared memory. Gating readers hold
 * the producer back when they fall a full ring behind; a lossy reader is lapped and finds out (see `lossy.ts`).
 * A gating reader may itself be gated by another one (the gateway by the journal: nothing leaves before it is on disk).
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

/** What travels to another thread. One doorbell per reader (readers in one thread may share one). */
export interface BroadcastMemory {
  readonly ring: SharedArrayBuffer;
  readonly bells: readonly SharedArrayBuffer[];
  /** Reader indices that gate the producer. */
  readonly gating: readonly number[];
}

export function createBroadcast(
  slots: number,
  bells: readonly SharedArrayBuffer[],
  gating: readonly number[],
): BroadcastMemory {
  assertSlots(slots);
  const ring = new SharedArrayBuffer(ringBytes(slots, bells.length));
  const header = new Int32Array(ring);
  header[Header.Slots] = slots;
  header[Header.Readers] = bells.length;
  header[Header.Magic] = MAGIC;
  return { ring, bells, gating };
}

export class BroadcastWriter {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly slots: number;
  private readonly counters: Int32Array;
  private readonly mask: number;
  private readonly bells: Doorbell[];
  private readonly gates: Int32Array;
  private next: number;
  private published: number;
  private slowest: number;

  constructor(memory: BroadcastMemory) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    const readers = this.counters[Header.Readers];
    this.mask = this.slots - 1;
    const first = slotsWord(readers);
    this.i32 = new Int32Array(memory.ring, first * 4, this.slots * SLOT_WORDS);
    this.f64 = new Float64Array(memory.ring, first * 4, (this.slots * SLOT_WORDS) >> 1);
    this.bells = [...new Set(memory.bells)].map((bell) => new Doorbell(bell));
    this.gates = Int32Array.from(memory.gating, (reader) => wordOf(Line.Consumed + reader));
    this.published = Atomics.load(this.counters, wordOf(Line.Published));
    this.next = this.published;
    this.slowest = this.published;
    this.lookAtReaders();
  }

  /** True when `count` more records fit without overrunning a gating reader. Ask once per command, then `claim` freely. */
  room(count: number): boolean {
    if (((this.next - this.slowest) | 0) + count <= this.slots) return true;
    this.lookAtReaders();
    return ((this.next - this.slowest) | 0) + count <= this.slots;
  }

  /** How many records fit now. */
  free(): number {
    this.lookAtReaders();
    return this.slots - ((this.next - this.slowest) | 0);
  }

  /** Word offset of the next slot. Only after `room` said yes. */
  claim(): number {
    const at = (this.next & this.mask) << SLOT_SHIFT;
    this.next = (this.next + 1) | 0;
    return at;
  }

  /** Makes every claimed record visible and wakes parked readers. */
  publish(): void {
    if (this.next === this.published) return;
    this.published = this.next;
    Atomics.store(this.counters, wordOf(Line.Published), this.published);
    for (let i = 0; i < this.bells.length; i++) this.bells[i].ring();
  }

  private lookAtReaders(): void {
    let slowest = this.next;
    for (let i = 0; i < this.gates.length; i++) {
      const cursor = Atomics.load(this.counters, this.gates[i]);
      if (((cursor - slowest) | 0) < 0) slowest = cursor;
    }
    this.slowest = slowest;
  }
}

export class BroadcastReader {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly counters: Int32Array;
  private readonly mask: number;
  private readonly cursorWord: number;
  private readonly limitWord: number;
  private limit: number;
  private cursor: number;

  /**
   * @param reader index of this reader's cursor
   * @param behind read only what that reader has released already (`undefined`: all that is published)
   */
  constructor(memory: BroadcastMemory, reader: number, behind?: number) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    const slots = this.counters[Header.Slots];
    const readers = this.counters[Header.Readers];
    if (reader < 0 || reader >= readers)
      throw new RangeError(`this ring has ${readers} readers, not a reader ${reader}`);
    this.mask = slots - 1;
    const first = slotsWord(readers);
    this.i32 = new Int32Array(memory.ring, first * 4, slots * SLOT_WORDS);
    this.f64 = new Float64Array(memory.ring, first * 4, (slots * SLOT_WORDS) >> 1);
    this.cursorWord = wordOf(Line.Consumed + reader);
    this.limitWord = behind === undefined ? wordOf(Line.Published) : wordOf(Line.Consumed + behind);
    this.cursor = Atomics.load(this.counters, this.cursorWord);
    this.limit = this.cursor;
  }

  /** How many records are there to read, at most `max`. */
  available(max: number): number {
    if (this.limit === this.cursor) this.limit = Atomics.load(this.counters, this.limitWord);
    const ready = (this.limit - this.cursor) | 0;
    return Math.min(ready, max);
  }

  /** Word offset of the record `index` places behind the last one released. */
  offset(index: number): number {
    return ((this.cursor + index) & this.mask) << SLOT_SHIFT;
  }

  release(count: number): void {
    if (count === 0) return;
    this.cursor = (this.cursor + count) | 0;
    Atomics.store(this.counters, this.cursorWord, this.cursor);
  }
}
