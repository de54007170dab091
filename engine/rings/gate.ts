/**
 * The view from outside on one gating reader of a broadcast ring: how far it is behind, and the flag that detaches it.
 * Used by whoever watches deadlines (not by producer or reader themselves): a reader that has not moved for its deadline
 * while the ring is full is detached; the producer stops waiting for it; the reader notices and attaches again.
 */
import type { BroadcastMemory } from './broadcast-memory.js';
import { assertHeader, Header, Line, PublishedWord, ReaderWord, wordOf } from './layout.js';

const PUBLISHED = wordOf(Line.Published) + PublishedWord.Published;

export class Gate {
  private readonly counters: Int32Array;
  private readonly line: number;
  private readonly limitWord: number;
  readonly slots: number;

  constructor(memory: BroadcastMemory, reader: number) {
    if (!memory.gating.includes(reader)) throw new RangeError(`reader ${reader} gates nobody`);
    this.counters = new Int32Array(memory.ring);
    assertHeader(this.counters);
    this.slots = this.counters[Header.Slots];
    this.line = wordOf(Line.Consumed + reader);
    const leader = memory.behind[reader];
    this.limitWord = leader === undefined ? PUBLISHED : wordOf(Line.Consumed + leader);
  }

  get cursor(): number {
    return Atomics.load(this.counters, this.line + ReaderWord.Cursor);
  }

  get detached(): boolean {
    return Atomics.load(this.counters, this.line + ReaderWord.Detached) !== 0;
  }

  /** Records published and not yet released by this reader. */
  get lag(): number {
    return (Atomics.load(this.counters, PUBLISHED) - this.cursor) | 0;
  }

  /** Records that this reader may read now: those beyond wait for the one that it reads behind. */
  get ready(): number {
    return (Atomics.load(this.counters, this.limitWord) - this.cursor) | 0;
  }

  detach(): void {
    Atomics.store(this.counters, this.line + ReaderWord.Detached, 1);
  }
}

/**
 * The deadline of one gating reader. `look` is called now and then with a clock's reading and answers true in the one
 * call that detaches. "Full" means that fewer than `margin` records fit: a producer that wants a larger group than fits
 * waits although the ring is not full to the last slot. Who waits for the one that it reads behind holds nobody up.
 */
export class Deadline {
  private cursor: number;
  private movedAtMs: number;

  constructor(
    private readonly gate: Gate,
    private readonly deadlineMs: number,
    private readonly margin: number,
    nowMs: number,
  ) {
    this.cursor = gate.cursor;
    this.movedAtMs = nowMs;
  }

  look(nowMs: number): boolean {
    const cursor = this.gate.cursor;
    const { gate } = this;
    const holdsUp = !gate.detached && gate.ready > 0 && gate.lag > gate.slots - this.margin;
    if (cursor !== this.cursor || !holdsUp) {
      this.cursor = cursor;
      this.movedAtMs = nowMs;
      return false;
    }
    if (nowMs - this.movedAtMs < this.deadlineMs) return false;
    this.gate.detach();
    return true;
  }
}
