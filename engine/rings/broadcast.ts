/**
 * The broadcast ring: one producer, many readers, each with a cursor of its own in shared memory. Gating readers hold
 * the producer back when they fall a full ring behind; a lossy reader is lapped and finds out (see `lossy.ts`).
 * A gating reader may itself be gated by another one (the gateway by the journal: nothing leaves before it is on disk);
 * it is woken when that one releases, not when the producer publishes.
 */
import type { BroadcastMemory } from './broadcast-memory.js';
import { Doorbell } from './doorbell.js';
import { assertHeader, Header, Line, PublishedWord, ReaderWord, Slot, slotsWord, wordOf } from './layout.js';

export { type BroadcastMemory, type BroadcastOptions, createBroadcast } from './broadcast-memory.js';

const PUBLISHED = wordOf(Line.Published) + PublishedWord.Published;
const ANNOUNCED = wordOf(Line.Published) + PublishedWord.Announced;

/** The producer announces its writing to lossy readers this many records at a time, in a small ring fewer. */
const ANNOUNCE = 64;

export class BroadcastWriter {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  readonly slots: number;
  /** 1 = the record claimed last may still change: it is not published before it is let go or another one follows. */
  held: 0 | 1 = 0;
  private readonly counters: Int32Array;
  private readonly mask: number;
  private readonly bells: Doorbell[];
  private readonly gates: Int32Array;
  private readonly announceStep: number;
  private next: number;
  private published: number;
  private slowest: number;
  private announced: number;

  constructor(memory: BroadcastMemory) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    const readers = this.counters[Header.Readers];
    this.mask = this.slots - 1;
    const first = slotsWord(readers);
    this.i32 = new Int32Array(memory.ring, first * 4, this.slots * Slot.Words);
    this.f64 = new Float64Array(memory.ring, first * 4, (this.slots * Slot.Words) >> 1);
    this.bells = bellsOf(memory, undefined);
    this.gates = Int32Array.from(memory.gating, (reader) => wordOf(Line.Consumed + reader));
    this.published = Atomics.load(this.counters, PUBLISHED);
    this.next = this.published;
    this.slowest = this.published;
    this.announced = this.published;
    this.announceStep = memory.gating.length < readers ? Math.min(ANNOUNCE, Math.max(1, this.slots >> 3)) : 0;
    this.lookAtReaders();
  }

  /** Records claimed so far. Wraps at 32 bits. */
  get written(): number {
    return this.next;
  }

  /** True when `count` more records fit without overrunning a gating reader. Ask once per command, then `claim` freely. */
  room(count: number): boolean {
    if (this.fits(count)) return true;
    return this.lookForRoom(count);
  }

  /** How many records fit now. */
  free(): number {
    this.lookAtReaders();
    return this.slots - ((this.next - this.slowest) | 0);
  }

  /** Word offset of the next slot. Only after `room` said yes. */
  claim(): number {
    if (this.announceStep !== 0 && this.next === this.announced) this.announce();
    const at = (this.next & this.mask) << Slot.Shift;
    this.next = (this.next + 1) | 0;
    return at;
  }

  /** Makes every claimed record visible, but one that is held, and wakes parked readers. */
  publish(): void {
    const end = (this.next - this.held) | 0;
    if (end === this.published) return;
    this.published = end;
    Atomics.store(this.counters, PUBLISHED, this.published);
    for (let i = 0; i < this.bells.length; i++) this.bells[i].ring();
  }

  private fits(count: number): boolean {
    return ((this.next - this.slowest) | 0) + count <= this.slots;
  }

  /** Asks to be woken before the last look, so that a reader that moves in between is not missed. */
  private lookForRoom(count: number): boolean {
    this.lookAtReaders();
    if (this.fits(count)) return true;
    Atomics.store(this.counters, Header.HeldBack, 1);
    this.lookAtReaders();
    return this.fits(count);
  }

  /** Counts from what is published, not from what is claimed: a reader that attaches now starts there. */
  private lookAtReaders(): void {
    let slowest = this.published;
    for (let i = 0; i < this.gates.length; i++) {
      const line = this.gates[i];
      if (Atomics.load(this.counters, line + ReaderWord.Detached) !== 0) continue;
      const cursor = Atomics.load(this.counters, line + ReaderWord.Cursor);
      if (((cursor - slowest) | 0) < 0) slowest = cursor;
    }
    this.slowest = slowest;
  }

  private announce(): void {
    this.announced = (this.next + this.announceStep) | 0;
    Atomics.store(this.counters, ANNOUNCED, this.announced);
  }
}

export class BroadcastReader {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  private readonly counters: Int32Array;
  private readonly mask: number;
  private readonly line: number;
  private readonly limitWord: number;
  private readonly followers: Doorbell[];
  private readonly producer: Doorbell | undefined;
  private limit: number;
  private cursor: number;

  /**
   * @param reader index of this reader's cursor
   * @param behind read only what that reader has released already; by default as the ring was created. Another
   *   reader than there is not woken when that one releases.
   */
  constructor(memory: BroadcastMemory, reader: number, behind = memory.behind[reader]) {
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    const slots = this.counters[Header.Slots];
    const readers = this.counters[Header.Readers];
    if (reader < 0 || reader >= readers)
      throw new RangeError(`this ring has ${readers} readers, not a reader ${reader}`);
    this.mask = slots - 1;
    const first = slotsWord(readers);
    this.i32 = new Int32Array(memory.ring, first * 4, slots * Slot.Words);
    this.f64 = new Float64Array(memory.ring, first * 4, (slots * Slot.Words) >> 1);
    this.line = wordOf(Line.Consumed + reader);
    this.limitWord = behind === undefined ? PUBLISHED : wordOf(Line.Consumed + behind);
    this.followers = bellsOf(memory, reader);
    this.producer = memory.producerBell && new Doorbell(memory.producerBell);
    this.cursor = Atomics.load(this.counters, this.line);
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
    return ((this.cursor + index) & this.mask) << Slot.Shift;
  }

  /** Gives `count` slots back to the producer and wakes who reads behind this reader. */
  release(count: number): void {
    if (count === 0) return;
    this.cursor = (this.cursor + count) | 0;
    Atomics.store(this.counters, this.line, this.cursor);
    for (let i = 0; i < this.followers.length; i++) this.followers[i].ring();
    if (Atomics.load(this.counters, Header.HeldBack) !== 0) this.wakeProducer();
  }

  private wakeProducer(): void {
    Atomics.store(this.counters, Header.HeldBack, 0);
    this.producer?.ring();
  }

  /**
   * True when the producer has stopped waiting for this reader (see `Gate`). A reader that can be detached asks
   * after it has copied records and before it acts on them: they may have been overwritten meanwhile.
   */
  detached(): boolean {
    return Atomics.load(this.counters, this.line + ReaderWord.Detached) !== 0;
  }

  /** The producer is not to wait for it: nobody will read here for some time. */
  detach(): void {
    Atomics.store(this.counters, this.line + ReaderWord.Detached, 1);
  }

  /**
   * Counts again, from the current position on. Returns how many records were passed over.
   * The flag is cleared before the position is taken: a producer that has not seen the flag cleared has room up to one
   * ring behind what it had published then, which is no further than one ring behind our new position.
   */
  attach(): number {
    const before = this.cursor;
    Atomics.store(this.counters, this.line, Atomics.load(this.counters, this.limitWord));
    Atomics.store(this.counters, this.line + ReaderWord.Detached, 0);
    this.cursor = Atomics.load(this.counters, this.limitWord);
    this.limit = this.cursor;
    Atomics.store(this.counters, this.line, this.cursor);
    return (this.cursor - before) | 0;
  }
}

/** The bells, each once, of the readers that read behind `leader`, or behind nobody. */
function bellsOf(memory: BroadcastMemory, leader: number | undefined): Doorbell[] {
  const bells = memory.bells.filter((_, reader) => memory.behind[reader] === leader);
  return [...new Set(bells)].map((bell) => new Doorbell(bell));
}
