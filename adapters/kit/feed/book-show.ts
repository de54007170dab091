/**
 * Shows one instrument's book to its readers: every change to the ring, the best levels to the sink, and whether it may be traded
 * on. Readers that are behind do not stop it: the book goes on, and when there is room again it is written whole (`flush`).
 */
import { StatusReason, VenueStatus } from '../../../protocol/records/venue-data.js';
import type { BookStamp, BookUpdate } from '../book/book-update.js';
import type { VenueBook } from '../book/venue-book.js';
import type { TopView } from './top-view.js';
import type { VenueRing } from './venue-ring.js';

export class BookShow {
  /** Times that a bid stood at or above an ask. */
  crossed = 0;
  reason: StatusReason = StatusReason.Disconnected;
  private readonly stamp: BookStamp = { lastId: 0, venueSeconds: 0, venueNanos: 0 };
  /** What the ring has told makes the book as it is. */
  private isOnRing = false;
  private isStatusTold = false;

  /** @param instrument the engine's number of it */
  constructor(
    readonly instrument: number,
    readonly book: VenueBook,
    private readonly ring: VenueRing,
    private readonly tops: TopView,
  ) {}

  get isLive(): boolean {
    return this.reason === StatusReason.None;
  }

  /** The book is this one now, and proved. False: it is crossed. */
  begin(snapshot: BookUpdate): boolean {
    this.book.clear();
    this.book.apply(snapshot);
    this.stampOf(snapshot);
    this.reason = StatusReason.None;
    this.isOnRing = this.isStatusTold = false;
    this.tops.due();
    return this.showUnlessCrossed();
  }

  /** False: the book is crossed, so something is wrong with it. */
  update(update: BookUpdate): boolean {
    this.book.apply(update);
    this.stampOf(update);
    return this.showUnlessCrossed(update);
  }

  /** A change of a book that may not be traded on now, so nobody is told. */
  keep(update: BookUpdate): void {
    this.book.apply(update);
    this.stampOf(update);
  }

  /** None: it may be traded on again, as it is. Anything else: it may not. */
  set(reason: StatusReason): void {
    if (reason === this.reason) return;
    this.reason = reason;
    this.isOnRing = this.isStatusTold = false;
    this.tops.due();
    if (!this.isLive) this.flush();
  }

  /** The best levels have to be told once more. */
  tellTop(): void {
    this.tops.due();
  }

  /** Says what could not be said for want of room. */
  flush(): void {
    const { ring, instrument, reason, isLive } = this;
    if (!this.isStatusTold)
      this.isStatusTold = ring.status(instrument, isLive ? VenueStatus.Live : VenueStatus.Stale, reason);
    if (isLive && !this.isOnRing && this.isStatusTold)
      this.isOnRing = ring.book(instrument, this.book, this.stamp);
    this.tops.flush(instrument, this.book, isLive);
  }

  /** @param update what has changed; without it the book is told whole */
  private showUnlessCrossed(update?: BookUpdate): boolean {
    if (this.book.isCrossed()) {
      this.crossed++;
      this.set(StatusReason.Inconsistent);
      return false;
    }
    if (this.isOnRing && update !== undefined) this.isOnRing = this.ring.update(this.instrument, update);
    this.flush();
    return true;
  }

  private stampOf(update: BookUpdate): void {
    this.stamp.lastId = update.lastId;
    this.stamp.venueSeconds = update.venueSeconds;
    this.stamp.venueNanos = update.venueNanos;
  }
}
