/**
 * A reader of one venue's market-data ring: makes each instrument's book again out of the records alone, and tells of every record.
 * Gateway and feed have one for each venue; so has a replay, which proves the records and not only the adapter's own book.
 */
import { VenueBook } from '../../adapters/kit/book/venue-book.js';
import type { Side } from '../../protocol/codes/enums.js';
import { byteA, byteB, kindOf } from '../../protocol/records/layout.js';
import {
  type ReferenceKind,
  type StatusReason,
  VBookDouble,
  VenueKind,
  VenueStatus,
  VLostDouble,
  VLvl,
  VLvlDouble,
  VRefDouble,
  VTime,
  VTop,
  VTopDouble,
  VTrd,
  VTrdDouble,
} from '../../protocol/records/venue-data.js';
import { type BroadcastMemory, BroadcastReader } from '../rings/broadcast.js';

const BATCH = 1 << 12;

export interface TopRecord {
  updateId: number;
  bidTicks: number;
  bidLots: number;
  askTicks: number;
  askLots: number;
  seconds: number;
  nanos: number;
}

export interface TradeRecord {
  tradeId: number;
  priceTicks: number;
  qtyLots: number;
  side: Side;
  seconds: number;
  nanos: number;
}

/** What a BookEnd says. */
export interface BookRecord {
  updateId: number;
  seconds: number;
  nanos: number;
  /** The book begins with this. */
  isWhole: boolean;
}

/** Instruments are numbers of the engine. Records are filled again for each call. */
export interface VenueDataListener {
  /** The book as it is after an update of the venue, or as it begins. */
  book(instrument: number, book: VenueBook, record: BookRecord): void;
  /** One level of an update, before it is set. */
  level?(instrument: number, side: Side, ticks: number, before: number, after: number): void;
  top?(instrument: number, top: TopRecord): void;
  trade?(instrument: number, trade: TradeRecord): void;
  /** An integer of so many decimal places. */
  reference?(instrument: number, kind: ReferenceKind, value: number, places: number): void;
  status(instrument: number, status: VenueStatus, reason: StatusReason): void;
}

export class VenueDataReader {
  records = 0;
  /** Records that the adapter left out, or levels that came while there was no book to take them. */
  lost = 0;
  private readonly reader: BroadcastReader;
  /** Its BookEnd is still to come. */
  private isInUpdate = false;
  private readonly books: VenueBook[] = [];
  /** What comes up to the next BookEnd is all of the book. */
  private readonly isWhole: boolean[] = [];
  private readonly bookRecord: BookRecord = { updateId: 0, seconds: 0, nanos: 0, isWhole: false };
  private readonly hasBook: boolean[] = [];
  private readonly topRecord: TopRecord = {
    updateId: 0,
    bidTicks: 0,
    bidLots: 0,
    askTicks: 0,
    askLots: 0,
    seconds: 0,
    nanos: 0,
  };
  private readonly tradeRecord: TradeRecord = {
    tradeId: 0,
    priceTicks: 0,
    qtyLots: 0,
    side: 1,
    seconds: 0,
    nanos: 0,
  };

  /**
   * @param reader which of the ring's readers this is
   * @param instruments their numbers; no record speaks of others
   * @param levels that a side of a book keeps
   */
  constructor(
    memory: BroadcastMemory,
    reader: number,
    instruments: readonly number[],
    levels: number,
    private readonly listener: VenueDataListener,
  ) {
    this.reader = new BroadcastReader(memory, reader);
    for (const instrument of instruments) this.books[instrument] = new VenueBook(levels);
  }

  book(instrument: number): VenueBook {
    return this.books[instrument];
  }

  /** Takes what is there, but no more than about so many records: an update is read to its end. Returns how many. */
  read(most = Number.POSITIVE_INFINITY): number {
    const { reader } = this;
    let read = 0;
    while (read < most || this.isInUpdate) {
      const count = reader.available(Math.min(BATCH, Math.max(1, most - read)));
      if (count === 0) break;
      for (let i = 0; i < count; i++) this.take(reader.offset(i));
      reader.release(count);
      read += count;
    }
    this.records += read;
    return read;
  }

  private take(at: number): void {
    const { i32 } = this.reader;
    const instrument = i32[at + VTime.Instrument];
    const kind = kindOf(i32[at]);
    this.isInUpdate = kind === VenueKind.Levels || kind === VenueKind.SnapshotBegin;
    switch (kind) {
      case VenueKind.Levels:
        return this.levels(at, instrument);
      case VenueKind.BookEnd:
        return this.end(at, instrument);
      case VenueKind.SnapshotBegin:
        this.books[instrument].clear();
        this.hasBook[instrument] = this.isWhole[instrument] = true;
        return;
      case VenueKind.Top:
        return this.top(at, instrument);
      case VenueKind.Trade:
        return this.trade(at, instrument);
      case VenueKind.Status:
        return this.status(instrument, byteA(i32[at]), byteB(i32[at]));
      case VenueKind.Reference:
        return this.reference(at, instrument);
      case VenueKind.Lost:
        this.lost += this.reader.f64[(at >> 1) + VLostDouble.Records];
    }
  }

  private levels(at: number, instrument: number): void {
    const { i32, f64 } = this.reader;
    if (!this.hasBook[instrument]) this.lost++;
    const side = byteA(i32[at]);
    const book = this.books[instrument];
    for (let i = 0; i < byteB(i32[at]); i++) {
      const ticks = i32[at + VLvl.FirstTicks + i];
      const lots = f64[(at >> 1) + VLvlDouble.FirstLots + i];
      if (!this.isWhole[instrument])
        this.listener.level?.(instrument, side, ticks, book.lotsAt(side, ticks), lots);
      book.set(side, ticks, lots);
    }
  }

  private end(at: number, instrument: number): void {
    const { i32, f64 } = this.reader;
    const record = this.bookRecord;
    record.updateId = f64[(at >> 1) + VBookDouble.UpdateId];
    record.seconds = i32[at + VTime.VenueSeconds] >>> 0;
    record.nanos = i32[at + VTime.VenueNanos];
    record.isWhole = this.isWhole[instrument];
    this.isWhole[instrument] = false;
    this.listener.book(instrument, this.books[instrument], record);
  }

  private top(at: number, instrument: number): void {
    const { i32, f64 } = this.reader;
    const record = this.topRecord;
    record.updateId = f64[(at >> 1) + VTopDouble.UpdateId];
    record.bidTicks = i32[at + VTop.BidTicks];
    record.bidLots = f64[(at >> 1) + VTopDouble.BidLots];
    record.askTicks = i32[at + VTop.AskTicks];
    record.askLots = f64[(at >> 1) + VTopDouble.AskLots];
    record.seconds = i32[at + VTime.VenueSeconds] >>> 0;
    record.nanos = i32[at + VTime.VenueNanos];
    this.listener.top?.(instrument, record);
  }

  private trade(at: number, instrument: number): void {
    const { i32, f64 } = this.reader;
    const record = this.tradeRecord;
    record.tradeId = f64[(at >> 1) + VTrdDouble.TradeId];
    record.priceTicks = i32[at + VTrd.PriceTicks];
    record.qtyLots = f64[(at >> 1) + VTrdDouble.QtyLots];
    record.side = byteA(i32[at]);
    record.seconds = i32[at + VTime.VenueSeconds] >>> 0;
    record.nanos = i32[at + VTime.VenueNanos];
    this.listener.trade?.(instrument, record);
  }

  private reference(at: number, instrument: number): void {
    const { i32, f64 } = this.reader;
    const value = f64[(at >> 1) + VRefDouble.Value];
    this.listener.reference?.(instrument, byteA(i32[at]), value, byteB(i32[at]));
  }

  private status(instrument: number, status: VenueStatus, reason: StatusReason): void {
    if (status !== VenueStatus.Live) this.hasBook[instrument] = false;
    this.listener.status(instrument, status, reason);
  }
}
