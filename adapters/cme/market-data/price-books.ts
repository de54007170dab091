/**
 * Books by price as MDP 3.0 tells them: changes name the place of a level, from the best on. A change that does not fit the level at its place proves that the book is not the venue's any more. What is
 * pushed out of the depth by an insertion is not told by the venue, and is here.
 */
import { Side } from '../../../protocol/codes/enums.js';
import {
  MDIncrementalRefreshBook46,
  MDIncrementalRefreshBook46NoMDEntries,
  MDIncrementalRefreshBookLongQty64,
  SnapshotFullRefresh52,
  SnapshotFullRefresh52NoMDEntries,
  SnapshotFullRefreshLongQty69,
} from '../../../protocol/messages/generated/mdp3.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import { BookSide, Change } from '../../kit/book/book-side.js';
import { ticksOfKey } from '../../kit/book/venue-book.js';
import { Fault } from '../../kit/json/fault.js';
import { Action, type BookHost, EntryType, lotsIn, MdpBooks, NO_TICKS, Template } from './mdp-books.js';

const { mdEntryPxAt: SNAPSHOT_PX_AT } = SnapshotFullRefresh52NoMDEntries;
const { mdEntryPxAt: PX_AT } = MDIncrementalRefreshBook46NoMDEntries;
type Book = MDIncrementalRefreshBook46 | MDIncrementalRefreshBookLongQty64;
type Snapshot = SnapshotFullRefresh52 | SnapshotFullRefreshLongQty69;
/** Before the definition says otherwise. */
const NO_DEPTH = 1;

export class PriceBooks extends MdpBooks {
  private readonly bids: BookSide[];
  private readonly asks: BookSide[];
  private readonly book = new MDIncrementalRefreshBook46();
  private readonly longBook = new MDIncrementalRefreshBookLongQty64();
  private readonly shortSnapshot = new SnapshotFullRefresh52();
  private readonly longSnapshot = new SnapshotFullRefreshLongQty69();
  /** The one that was read. */
  private snapshot: Snapshot = this.shortSnapshot;

  constructor(books: number, mantissaPerTick: Float64Array, host: BookHost) {
    super(mantissaPerTick, host);
    this.bids = Array.from({ length: books }, () => new BookSide(NO_DEPTH));
    this.asks = Array.from({ length: books }, () => new BookSide(NO_DEPTH));
  }

  define(place: number, depth: number): void {
    if (this.bids[place].capacity === depth) return;
    this.bids[place] = new BookSide(depth);
    this.asks[place] = new BookSide(depth);
  }

  clear(place: number): void {
    this.bids[place].clear();
    this.asks[place].clear();
  }

  follows(template: number): boolean {
    return template === Template.Book || template === Template.BookLong;
  }

  take(template: number, bytes: Buffer, start: number, end: number): SbeFault {
    return template === Template.Book
      ? this.takeBook(this.book, bytes, start, end)
      : this.takeBook(this.longBook, bytes, start, end);
  }

  private takeBook(book: Book, bytes: Buffer, start: number, end: number): SbeFault {
    const { host } = this;
    const fault = book.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    const entry = book.noMDEntries;
    while (entry.next()) {
      const place = host.placeOf(entry.securityID);
      if (place >= 0) this.entry(place, entry, entry.mdEntryType);
    }
    return SbeFault.None;
  }

  readSnapshot(bytes: Buffer, start: number, end: number): SbeFault {
    const { shortSnapshot, longSnapshot, head } = this;
    this.snapshot = shortSnapshot;
    let fault = shortSnapshot.wrap(bytes, start, end);
    if (fault === SbeFault.WrongTemplate) {
      this.snapshot = longSnapshot;
      fault = longSnapshot.wrap(bytes, start, end);
    }
    if (fault !== SbeFault.None) return fault;
    const { snapshot } = this;
    head.securityId = snapshot.securityID;
    head.lastSequence = snapshot.lastMsgSeqNumProcessed;
    head.status = snapshot.mdSecurityTradingStatus;
    return SbeFault.None;
  }

  takeSnapshot(place: number): void {
    const entry = this.snapshot.noMDEntries;
    entry.rewind();
    while (entry.next()) {
      const type = entry.mdEntryType;
      if (type !== EntryType.Bid && type !== EntryType.Offer) continue;
      const ticks = this.ticksOf(entry, SNAPSHOT_PX_AT, place);
      if (ticks === NO_TICKS) return;
      this.insert(place, sideOf(type), entry.mdPriceLevel - 1, ticks, lotsIn(entry));
    }
  }

  /** Prices become ticks here: beyond this they are small numbers, which nobody boxes. */
  private entry(place: number, entry: Book['noMDEntries'], type: number): void {
    if (type === EntryType.EmptyBook) return this.empty(place);
    if (type !== EntryType.Bid && type !== EntryType.Offer) return;
    const rank = entry.mdPriceLevel - 1;
    const action = entry.mdUpdateAction;
    if (action === Action.DeleteThru) return this.removeRanks(place, sideOf(type), 0, rank + 1);
    if (action === Action.DeleteFrom)
      return this.removeRanks(place, sideOf(type), rank, this.levelsOf(place, sideOf(type)).count);
    const ticks = this.ticksOf(entry, PX_AT, place);
    if (ticks !== NO_TICKS) this.level(place, sideOf(type), action, rank, ticks, lotsIn(entry));
  }

  private level(place: number, side: Side, action: number, rank: number, ticks: number, lots: number): void {
    switch (action) {
      case Action.New:
        return this.insert(place, side, rank, ticks, lots);
      case Action.Change:
        return lots > 0
          ? this.change(place, side, rank, ticks, lots)
          : this.host.wrong(place, Fault.OutOfRange);
      case Action.Delete:
        return this.change(place, side, rank, ticks, 0);
      case Action.Overlay:
        this.removeRanks(place, side, rank, rank + 1);
        return this.insert(place, side, rank, ticks, lots);
      default:
        return this.host.wrong(place, Fault.WrongType);
    }
  }

  private insert(place: number, side: Side, rank: number, ticks: number, lots: number): void {
    const levels = this.levelsOf(place, side);
    if (lots === 0) return this.host.wrong(place, Fault.OutOfRange);
    if (levels.count === levels.capacity) this.tell(place, side, levels.keyAt(levels.count - 1), 0);
    const key = keyOf(side, ticks);
    if (levels.set(key, lots) !== Change.Added || levels.rank !== rank)
      return this.host.wrong(place, Fault.OutOfRange);
    this.tell(place, side, key, lots);
  }

  /** @param lots 0: it is gone */
  private change(place: number, side: Side, rank: number, ticks: number, lots: number): void {
    const levels = this.levelsOf(place, side);
    const key = keyOf(side, ticks);
    const isThere = rank >= 0 && rank < levels.count && levels.keyAt(rank) === key;
    if (!isThere) return this.host.wrong(place, Fault.OutOfRange);
    levels.set(key, lots);
    this.tell(place, side, key, lots);
  }

  private removeRanks(place: number, side: Side, from: number, end: number): void {
    const levels = this.levelsOf(place, side);
    if (end > levels.count || from < 0) return this.host.wrong(place, Fault.OutOfRange);
    for (let left = end - from; left > 0; left--) {
      const key = levels.keyAt(from);
      levels.set(key, 0);
      this.tell(place, side, key, 0);
    }
  }

  private empty(place: number): void {
    this.removeRanks(place, Side.Buy, 0, this.bids[place].count);
    this.removeRanks(place, Side.Sell, 0, this.asks[place].count);
  }

  private tell(place: number, side: Side, key: number, lots: number): void {
    this.host.level(place, side, ticksOfKey(side, key), lots);
  }

  private levelsOf(place: number, side: Side): BookSide {
    return side === Side.Buy ? this.bids[place] : this.asks[place];
  }
}

const sideOf = (type: number): Side => (type === EntryType.Bid ? Side.Buy : Side.Sell);

const keyOf = (side: Side, ticks: number): number => (side === Side.Buy ? ticks : -ticks | 0);
