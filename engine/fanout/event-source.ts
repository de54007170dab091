/**
 * Every event that is on disk, in order, without a gap: out of the ring as long as it keeps up, out of the journal at the
 * start, after it was lapped, and after a rewind, until it has caught up with the ring again. Contiguity is seen in the
 * events themselves: each must follow the one before.
 *
 * ```
 *              lapped, rewind
 *     ring  ─────────────────▶  journal
 *    (live) ◀─────────────────
 *              at its end, and the ring goes on from there
 * ```
 */
import { isImage } from '../../protocol/records/event.js';
import { kindOf } from '../../protocol/records/layout.js';
import type { JournalFiles } from '../journal/files.js';
import { JournalReader } from '../journal/reader.js';
import type { BroadcastMemory } from '../rings/broadcast.js';
import { LossyReader } from '../rings/lossy.js';
import { EventPosition, endsGroup, indexAt, sequenceAt } from './event-position.js';

/** Journal records taken at once, and ring records left behind at once while they are older than what we have. */
const BLOCK_RECORDS = 256;

/** What the ring has for us next. */
const enum Ahead {
  Nothing = 0,
  /** More old records than one look leaves behind. */
  Unknown = 1,
  Newer = 2,
}

export interface EventSourceOptions {
  readonly events: BroadcastMemory;
  readonly reader: number;
  /** Reader of the ring whose cursor says what is on disk. */
  readonly behind: number;
  readonly journal: JournalFiles;
  readonly durable: SharedArrayBuffer;
}

export class EventSource {
  /** The event that `next` found. */
  i32: Int32Array;
  f64: Float64Array;
  at = 0;
  /** The event that `next` gave last. */
  readonly position = new EventPosition();
  /** Reading from the ring. */
  live = false;
  /** Times it fell behind the ring, and events that came out of the journal. */
  laps = 0;
  fromJournal = 0;
  /** Records looked at, also those that were of no use. */
  looked = 0;
  private readonly ring: LossyReader;
  private journal: JournalReader | undefined;
  private blockNext = 0;
  private blockEnd = 0;
  /** The ring's reader holds a record that was not used yet. */
  private held = false;

  constructor(private readonly options: EventSourceOptions) {
    this.ring = new LossyReader(options.events, options.reader, options.behind);
    this.i32 = this.ring.i32;
    this.f64 = this.ring.f64;
  }

  /** The next event; false: none now. */
  next(): boolean {
    const wasLive = this.live;
    if (this.nextOfNow()) return true;
    return this.live !== wasLive && this.nextOfNow();
  }

  /** From the first event on. */
  rewind(): void {
    this.position.set(0, 0);
    this.leaveRing();
  }

  /** Where others see how far it is. */
  show(): void {
    this.ring.show();
  }

  close(): void {
    this.journal?.close();
    this.journal = undefined;
    this.blockNext = this.blockEnd = 0;
  }

  private nextOfNow(): boolean {
    return this.live ? this.nextOfRing() : this.nextOfJournal();
  }

  private nextOfRing(): boolean {
    if (this.lookAhead() !== Ahead.Newer) return false;
    if (!this.ringFollows()) {
      this.laps++;
      this.leaveRing();
      return false;
    }
    this.held = false;
    return this.give(this.ring.i32, this.ring.f64, 0);
  }

  private nextOfJournal(): boolean {
    for (let tries = 0; tries < BLOCK_RECORDS && this.nextOfBlock(); tries++) {
      const journal = this.journal!;
      const at = journal.offset(this.blockNext++);
      this.looked++;
      if (this.position.covers(sequenceAt(journal.f64, at), indexAt(journal.i32, at))) continue;
      this.fromJournal++;
      return this.give(journal.i32, journal.f64, at);
    }
    return false;
  }

  private nextOfBlock(): boolean {
    if (this.blockNext < this.blockEnd) return true;
    this.journal ??= this.openJournal();
    this.blockNext = 0;
    this.blockEnd = this.journal.read(BLOCK_RECORDS);
    if (this.blockEnd === 0 && this.journal.atEnd) this.joinRing();
    return this.blockEnd > 0;
  }

  private openJournal(): JournalReader {
    const { journal, durable } = this.options;
    return new JournalReader({ files: journal, durable, fromSequence: this.position.sequence });
  }

  /** The journal has given all it has: the ring may go on from there. If it is ahead, the journal has more by now. */
  private joinRing(): void {
    const ahead = this.lookAhead();
    if (ahead === Ahead.Unknown || (ahead === Ahead.Newer && !this.ringFollows())) return;
    this.live = true;
    this.close();
  }

  /** Leaves behind what we have already. */
  private lookAhead(): Ahead {
    for (let left = BLOCK_RECORDS; left > 0; left--) {
      if (!this.held && !this.ring.next()) return Ahead.Nothing;
      this.held = !this.isOld();
      if (this.held) return Ahead.Newer;
      this.looked++;
    }
    return Ahead.Unknown;
  }

  private ringFollows(): boolean {
    return this.position.leadsTo(sequenceAt(this.ring.f64, 0), indexAt(this.ring.i32, 0));
  }

  private isOld(): boolean {
    const { i32, f64 } = this.ring;
    return isImage(kindOf(i32[0])) || this.position.covers(sequenceAt(f64, 0), indexAt(i32, 0));
  }

  private leaveRing(): void {
    this.live = false;
    this.close();
  }

  private give(i32: Int32Array, f64: Float64Array, at: number): boolean {
    this.i32 = i32;
    this.f64 = f64;
    this.at = at;
    this.position.set(sequenceAt(f64, at), indexAt(i32, at), endsGroup(i32, at));
    return true;
  }
}
