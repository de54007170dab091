/**
 * Writes market data of venues onto their broadcast ring. Called by an adapter on its own thread, for one message after the
 * other; `publish` at the end of each makes it visible.
 *
 * With gating readers there may be no room: then a book is not written and `false` says so (its owner writes it whole later, see
 * `BookFeed`), and other records are left out and counted; a Lost record says how many before the next one that goes out.
 */

import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Clock } from '../../../engine/threads/agent.js';
import { Side } from '../../../protocol/codes/enums.js';
import { head } from '../../../protocol/records/layout.js';
import {
  type ReferenceKind,
  type StatusReason,
  VBookDouble,
  VENUE_LEVELS_PER_RECORD,
  VenueKind,
  type VenueStatus,
  VLostDouble,
  VLvl,
  VLvlDouble,
  VRefDouble,
  VTime,
  VTop,
  VTopDouble,
  VTrd,
  VTrdDouble,
} from '../../../protocol/records/venue-data.js';
import type { BookSide } from '../book/book-side.js';
import type { BookStamp, BookUpdate } from '../book/book-update.js';
import { ticksOfKey, type VenueBook } from '../book/venue-book.js';
import type { MarketEvent } from './market-event.js';

/** A book of two empty sides: its beginning and its end. */
const FRAME_RECORDS = 2;

export class VenueRing {
  /** Trades, tops and references that found no room, in all. */
  lost = 0;
  private untold = 0;

  constructor(
    private readonly ring: BroadcastWriter,
    private readonly clock: Clock,
  ) {}

  publish(): void {
    this.ring.publish();
  }

  /** Most records that an update takes: each change of side begins a record. */
  update(instrument: number, update: BookUpdate): boolean {
    const { count, sides, ticks, lots } = update;
    if (!this.ring.room(count + 1)) return false;
    for (let i = 0; i < count; ) {
      const side = sides[i];
      const at = this.beginLevels(instrument, update.lastId);
      let levels = 0;
      for (; i < count && levels < VENUE_LEVELS_PER_RECORD && sides[i] === side; i++, levels++) {
        this.ring.i32[at + VLvl.FirstTicks + levels] = ticks[i];
        this.ring.f64[(at >> 1) + VLvlDouble.FirstLots + levels] = lots[i];
      }
      this.ring.i32[at] = head(VenueKind.Levels, side, levels);
    }
    this.stamp(VenueKind.BookEnd, instrument, update);
    return true;
  }

  /** The whole book: what readers begin with. */
  book(instrument: number, book: VenueBook, stamp: BookStamp): boolean {
    if (!this.ring.room(recordsOf(book.bids) + recordsOf(book.asks) + FRAME_RECORDS)) return false;
    this.stamp(VenueKind.SnapshotBegin, instrument, stamp);
    this.side(instrument, Side.Buy, book.bids, stamp.lastId);
    this.side(instrument, Side.Sell, book.asks, stamp.lastId);
    this.stamp(VenueKind.BookEnd, instrument, stamp);
    return true;
  }

  /** False: no room, it has to be said again. */
  status(instrument: number, status: VenueStatus, reason: StatusReason): boolean {
    if (!this.ring.room(1)) return false;
    this.venueTime(this.begin(head(VenueKind.Status, status, reason), instrument), 0, 0);
    return true;
  }

  trade(instrument: number, { side, id, priceTicks, qtyLots, venueSeconds, venueNanos }: MarketEvent): void {
    if (!this.roomForOne()) return;
    const at = this.begin(head(VenueKind.Trade, side), instrument);
    this.venueTime(at, venueSeconds, venueNanos);
    this.ring.f64[(at >> 1) + VTrdDouble.TradeId] = id;
    this.ring.i32[at + VTrd.PriceTicks] = priceTicks;
    this.ring.f64[(at >> 1) + VTrdDouble.QtyLots] = qtyLots;
  }

  top(instrument: number, event: MarketEvent): void {
    if (!this.roomForOne()) return;
    const at = this.begin(head(VenueKind.Top), instrument);
    const { i32, f64 } = this.ring;
    this.venueTime(at, event.venueSeconds, event.venueNanos);
    f64[(at >> 1) + VTopDouble.UpdateId] = event.id;
    i32[at + VTop.BidTicks] = event.bidTicks;
    i32[at + VTop.AskTicks] = event.askTicks;
    f64[(at >> 1) + VTopDouble.BidLots] = event.bidLots;
    f64[(at >> 1) + VTopDouble.AskLots] = event.askLots;
  }

  reference(
    instrument: number,
    kind: ReferenceKind,
    value: number,
    places: number,
    event: MarketEvent,
  ): void {
    if (!this.roomForOne()) return;
    const at = this.begin(head(VenueKind.Reference, kind, places), instrument);
    this.venueTime(at, event.venueSeconds, event.venueNanos);
    this.ring.f64[(at >> 1) + VRefDouble.Value] = value;
  }

  private side(instrument: number, side: Side, levels: BookSide, id: number): void {
    const { i32, f64 } = this.ring;
    for (let rank = 0; rank < levels.count; rank += VENUE_LEVELS_PER_RECORD) {
      const at = this.beginLevels(instrument, id);
      const count = Math.min(VENUE_LEVELS_PER_RECORD, levels.count - rank);
      for (let i = 0; i < count; i++) {
        i32[at + VLvl.FirstTicks + i] = ticksOfKey(side, levels.keyAt(rank + i));
        f64[(at >> 1) + VLvlDouble.FirstLots + i] = levels.lotsAt(rank + i);
      }
      i32[at] = head(VenueKind.Levels, side, count);
    }
  }

  private beginLevels(instrument: number, id: number): number {
    const at = this.ring.claim();
    this.ring.i32[at + VLvl.Instrument] = instrument;
    this.ring.f64[(at >> 1) + VLvlDouble.UpdateId] = id;
    return at;
  }

  private stamp(kind: VenueKind, instrument: number, { lastId, venueSeconds, venueNanos }: BookStamp): void {
    const at = this.begin(head(kind), instrument);
    this.venueTime(at, venueSeconds, venueNanos);
    this.ring.f64[(at >> 1) + VBookDouble.UpdateId] = lastId;
  }

  private begin(word0: number, instrument: number): number {
    const at = this.ring.claim();
    const { i32 } = this.ring;
    i32[at + VTime.Head] = word0;
    i32[at + VTime.Instrument] = instrument;
    i32[at + VTime.Seconds] = this.clock.seconds;
    i32[at + VTime.Nanos] = this.clock.nanos;
    return at;
  }

  private venueTime(at: number, seconds: number, nanos: number): void {
    this.ring.i32[at + VTime.VenueSeconds] = seconds;
    this.ring.i32[at + VTime.VenueNanos] = nanos;
  }

  private roomForOne(): boolean {
    const isFree = this.ring.room(2);
    if (!isFree) {
      this.lost++;
      this.untold++;
    } else if (this.untold > 0) this.tellLost();
    return isFree;
  }

  private tellLost(): void {
    const at = this.begin(head(VenueKind.Lost), 0);
    this.venueTime(at, 0, 0);
    this.ring.f64[(at >> 1) + VLostDouble.Records] = this.untold;
    this.untold = 0;
  }
}

const recordsOf = ({ count }: BookSide): number => Math.ceil(count / VENUE_LEVELS_PER_RECORD);
