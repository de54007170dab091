/**
 * The books of a session as their readers see them: changed at the end of an event, by all that it changed, and only those that follow their snapshot without a gap. Keeps what each book waits for; what
 * changes come from is the agent's.
 */
import type { Side } from '../../../protocol/codes/enums.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { BookUpdate } from '../book/book-update.js';
import { VenueBook } from '../book/venue-book.js';
import { BookShow } from '../feed/book-show.js';
import type { TopSink } from '../feed/sink.js';
import { TopView } from '../feed/top-view.js';
import type { VenueRing } from '../feed/venue-ring.js';
import type { VenueInstrument } from '../instrument.js';
import { stampTime } from './venue-time.js';

export interface EventBookOptions {
  readonly instruments: readonly VenueInstrument[];
  /** Levels that a side of a book keeps. */
  readonly levelsPerSide: number;
  /** Of each side, for routing and risk. */
  readonly topLevels: number;
  /** Changes of one event that a reader is told as such; of more, it gets the book whole. */
  readonly changes: number;
}

export interface BookFeed {
  readonly sync: { gaps: number };
  readonly show: BookShow;
}

export class EventBooks {
  readonly feeds: readonly BookFeed[];
  /** Books that wait for a snapshot. */
  waiting: number;
  /** Places of the books that the last event has left crossed, as many as `endOfEvent` says. */
  readonly crossed: Int32Array;
  private readonly shows: readonly BookShow[];
  private readonly updates: readonly BookUpdate[];
  /** A book is its snapshot, and the packets behind this number. */
  private readonly isBased: Uint8Array;
  private readonly from: Float64Array;
  private readonly why: Uint8Array;
  /** Changes of this event that found no room are in the book, and its readers have not been told. */
  private readonly isCut: Uint8Array;
  private readonly isTouched: Uint8Array;
  private readonly touched: Int32Array;
  private touchedCount = 0;
  private isInEvent = false;
  /** Of the channel. */
  private reason: StatusReason = StatusReason.Disconnected;
  private readonly stamp = { lastId: 0, venueSeconds: 0, venueNanos: 0 };

  constructor(
    { instruments, levelsPerSide, topLevels, changes }: EventBookOptions,
    ring: VenueRing,
    sink: TopSink,
  ) {
    const { length } = instruments;
    this.shows = instruments.map(
      ({ id }) => new BookShow(id, new VenueBook(levelsPerSide), ring, new TopView(sink, topLevels)),
    );
    this.feeds = this.shows.map((show) => ({ sync: { gaps: 0 }, show }));
    this.updates = instruments.map(() => new BookUpdate(changes));
    this.waiting = length;
    this.isBased = new Uint8Array(length);
    this.from = new Float64Array(length);
    this.why = new Uint8Array(length).fill(StatusReason.Synchronizing);
    this.isCut = new Uint8Array(length);
    this.isTouched = new Uint8Array(length);
    this.touched = new Int32Array(length);
    this.crossed = new Int32Array(length);
  }

  has(place: number): boolean {
    return this.isBased[place] !== 0;
  }

  /** Whether a packet changes the book: it is proved, and its snapshot does not hold the packet already. */
  isFollowing(place: number, sequence: number): boolean {
    return this.isBased[place] !== 0 && sequence > this.from[place];
  }

  level(place: number, side: Side, ticks: number, lots: number): void {
    const update = this.updates[place];
    if (update.count === update.capacity) this.spill(place);
    update.push(side, ticks, lots);
    this.touch(place);
  }

  /** The event goes on in the next message. */
  goesOn(): void {
    this.isInEvent = true;
  }

  /** @param low nanoseconds since 1970 at which it happened, in halves @returns how many books are crossed now */
  endOfEvent(sequence: number, low: number, high: number): number {
    this.isInEvent = false;
    if (this.touchedCount === 0) return 0;
    this.stamp.lastId = sequence;
    stampTime(this.stamp, low, high);
    let crossed = 0;
    for (let i = 0; i < this.touchedCount; i++) {
      const place = this.touched[i];
      this.isTouched[place] = 0;
      if (this.isBased[place] !== 0 && !this.present(place)) this.crossed[crossed++] = place;
    }
    this.touchedCount = 0;
    return crossed;
  }

  /** A snapshot begins: its levels come next. */
  begin(place: number): void {
    this.updates[place].count = 0;
    this.isCut[place] = 0;
    this.shows[place].book.clear();
  }

  /** It is whole, and holds the packets up to this one. */
  base(place: number, sequence: number): void {
    this.isBased[place] = 1;
    this.from[place] = sequence;
    this.waiting--;
  }

  /** All that came since its snapshot has been told it. @returns false when it is crossed */
  settle(place: number): boolean {
    if (!this.isInEvent) return this.present(place);
    this.touch(place);
    return true;
  }

  /** No packet up to this one will come any more. */
  lost(last: number): void {
    this.isInEvent = false;
    for (let place = 0; place < this.shows.length; place++) {
      if (this.isBased[place] === 0 || this.from[place] >= last) continue;
      this.feeds[place].sync.gaps++;
      this.lose(place, StatusReason.Gap);
    }
  }

  /** It waits for a snapshot. */
  lose(place: number, reason: StatusReason): void {
    if (this.isBased[place] !== 0) this.waiting++;
    this.isBased[place] = 0;
    this.updates[place].count = 0;
    this.isCut[place] = 0;
    this.why[place] = reason;
    this.refresh(place);
  }

  /** How the channel stands. */
  stands(reason: StatusReason): void {
    this.reason = reason;
    for (let place = 0; place < this.shows.length; place++) this.refresh(place);
  }

  flush(): void {
    for (let place = 0; place < this.shows.length; place++) this.shows[place].flush();
  }

  tellTops(): void {
    for (const show of this.shows) show.tellTop();
  }

  private touch(place: number): void {
    if (this.isTouched[place] !== 0) return;
    this.isTouched[place] = 1;
    this.touched[this.touchedCount++] = place;
  }

  private present(place: number): boolean {
    const show = this.shows[place];
    const update = this.updates[place];
    update.lastId = this.stamp.lastId;
    update.venueSeconds = this.stamp.venueSeconds;
    update.venueNanos = this.stamp.venueNanos;
    const isWhole = this.isCut[place] === 0;
    this.isCut[place] = 0;
    if (show.isLive && isWhole) {
      const isRight = show.update(update);
      update.count = 0;
      return isRight;
    }
    show.keep(update);
    update.count = 0;
    if (show.book.isCrossed()) return false;
    if (show.isLive) show.set(StatusReason.Synchronizing);
    this.refresh(place);
    return true;
  }

  /** Room for more changes of one event: the book has them, its readers get it whole afterwards. */
  private spill(place: number): void {
    const update = this.updates[place];
    this.shows[place].keep(update);
    update.count = 0;
    this.isCut[place] = 1;
  }

  private refresh(place: number): void {
    const show = this.shows[place];
    const own = this.isBased[place] !== 0 ? StatusReason.None : this.why[place];
    show.set(this.reason !== StatusReason.None ? this.reason : own);
    show.flush();
  }
}
