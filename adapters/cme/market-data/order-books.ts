/**
 * Books by order as MDP 3.0 tells them: of every order its number, price and quantity, in the messages of changes by price, where its entry points to the level's, or in messages of their own. Levels are sums of
 * orders. Each instrument has a store of its own, because numbers are the exchange's and nobody says that two instruments share none.
 */
import { Side } from '../../../protocol/codes/enums.js';
import {
  MDIncrementalRefreshBook46,
  MDIncrementalRefreshBook46NoMDEntries,
  MDIncrementalRefreshBookLongQty64,
  MDIncrementalRefreshOrderBook47,
  MDIncrementalRefreshOrderBook47NoMDEntries,
  SnapshotFullRefreshOrderBook53,
  SnapshotFullRefreshOrderBook53NoMDEntries,
} from '../../../protocol/messages/generated/mdp3.js';
import type { BlockView } from '../../../protocol/views/block-view.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import { Fault } from '../../kit/json/fault.js';
import { BookSide, Fit, Level3Books } from '../../kit/level3/level3-books.js';
import { Action, type BookHost, EntryType, isSize, MdpBooks, NO_TICKS, Template } from './mdp-books.js';

export interface OrderBookLimits {
  readonly orders: number;
  readonly levels: number;
}

const FIRST = 0;
/** In all entries. */
const ORDER_ID_AT = 0;
const { mdEntryPxAt: SNAPSHOT_PX_AT } = SnapshotFullRefreshOrderBook53NoMDEntries;
const { mdEntryPxAt: LEVEL_PX_AT } = MDIncrementalRefreshBook46NoMDEntries;
const { mdEntryPxAt: ORDER_PX_AT } = MDIncrementalRefreshOrderBook47NoMDEntries;

export class OrderBooks extends MdpBooks {
  private readonly books: readonly Level3Books[];
  private readonly book = new MDIncrementalRefreshBook46();
  private readonly longBook = new MDIncrementalRefreshBookLongQty64();
  private readonly orders = new MDIncrementalRefreshOrderBook47();
  private readonly snapshot = new SnapshotFullRefreshOrderBook53();
  private low = 0;
  private high = 0;

  constructor(
    books: number,
    { orders, levels }: OrderBookLimits,
    mantissaPerTick: Float64Array,
    host: BookHost,
  ) {
    super(mantissaPerTick, host);
    this.books = Array.from({ length: books }, () => new Level3Books({ books: 1, orders, levels }));
  }

  /** Every level is told, whatever the depth of books by price. */
  define(): void {}

  clear(place: number): void {
    this.books[place].clear();
  }

  follows(template: number): boolean {
    return template === Template.Book || template === Template.OrderBook || template === Template.BookLong;
  }

  take(template: number, bytes: Buffer, start: number, end: number): SbeFault {
    if (template === Template.BookLong) return this.refuse(bytes, start, end);
    return template === Template.Book ? this.takeBook(bytes, start, end) : this.takeOrders(bytes, start, end);
  }

  readSnapshot(bytes: Buffer, start: number, end: number): SbeFault {
    const { snapshot, head } = this;
    const fault = snapshot.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    head.securityId = snapshot.securityID;
    head.lastSequence = snapshot.lastMsgSeqNumProcessed;
    head.piece = snapshot.currentChunk;
    head.pieces = snapshot.noChunks;
    return SbeFault.None;
  }

  takeSnapshot(place: number): void {
    const entry = this.snapshot.noMDEntries;
    entry.rewind();
    while (entry.next()) {
      const ticks = this.ticksOf(entry, SNAPSHOT_PX_AT, place);
      if (ticks === NO_TICKS) return;
      this.name(entry);
      this.change(place, entry.mdEntryType, Action.New, ticks, entry.mdDisplayQty);
    }
  }

  /** Orders stand behind the levels, and say which of them is theirs. */
  private takeBook(bytes: Buffer, start: number, end: number): SbeFault {
    const { book, host } = this;
    const fault = book.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    const { noMDEntries: level, noOrderIDEntries: order } = book;
    while (order.next()) {
      const reference = order.referenceID;
      if (reference < 1 || reference > level.entries) return SbeFault.BadLength;
      level.index = reference - 2;
      level.next();
      const place = host.placeOf(level.securityID);
      if (place < 0) continue;
      const ticks = this.ticksOf(level, LEVEL_PX_AT, place);
      if (ticks === NO_TICKS) continue;
      this.name(order);
      this.change(place, level.mdEntryType, order.orderUpdateAction, ticks, order.mdDisplayQty);
    }
    return SbeFault.None;
  }

  private takeOrders(bytes: Buffer, start: number, end: number): SbeFault {
    const { orders, host } = this;
    const fault = orders.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    const entry = orders.noMDEntries;
    while (entry.next()) {
      const place = host.placeOf(entry.securityID);
      if (place < 0) continue;
      const ticks = this.ticksOf(entry, ORDER_PX_AT, place);
      if (ticks === NO_TICKS) continue;
      this.name(entry);
      this.change(place, entry.mdEntryType, entry.mdUpdateAction, ticks, entry.mdDisplayQty);
    }
    return SbeFault.None;
  }

  /** Snapshots by order have no room for quantities of 64 bits: a book that has such cannot be shown. */
  private refuse(bytes: Buffer, start: number, end: number): SbeFault {
    const { longBook, host } = this;
    const fault = longBook.wrap(bytes, start, end);
    if (fault !== SbeFault.None) return fault;
    const entry = longBook.noMDEntries;
    while (entry.next()) {
      const place = host.placeOf(entry.securityID);
      if (place >= 0) host.wrong(place, Fault.WrongType);
    }
    return SbeFault.None;
  }

  /** Of whom the next change is. */
  private name(entry: BlockView): void {
    this.low = entry.lowOf(ORDER_ID_AT, true);
    this.high = entry.highOf(ORDER_ID_AT, true);
  }

  private change(place: number, type: number, action: number, ticks: number, lots: number): void {
    const { host, low, high } = this;
    if (type !== EntryType.Bid && type !== EntryType.Offer) return host.wrong(place, Fault.WrongType);
    const books = this.books[place];
    if (action === Action.Delete) return this.fits(place, books.remove(low, high));
    if (!isSize(lots)) return host.wrong(place, Fault.OutOfRange);
    if (action === Action.Change) return this.changed(place, books.change(low, high, ticks, lots));
    if (action !== Action.New) return host.wrong(place, Fault.WrongType);
    const side = type === EntryType.Bid ? BookSide.Bid : BookSide.Ask;
    this.fits(place, books.add(FIRST, side, low, high, ticks, lots));
  }

  /** The level that the order has left is another one than where it is now. */
  private changed(place: number, fit: Fit): void {
    const { leftPrice, leftLots, touchedPrice } = this.books[place];
    this.fits(place, fit);
    if (fit === Fit.Done && leftPrice !== touchedPrice) this.tell(place, leftPrice, leftLots);
  }

  private fits(place: number, fit: Fit): void {
    const { touchedPrice, touchedLots } = this.books[place];
    if (fit === Fit.Done) return this.tell(place, touchedPrice, touchedLots);
    this.host.wrong(place, fit === Fit.NoRoom ? Fault.TooMany : Fault.OutOfRange);
  }

  private tell(place: number, ticks: number, lots: number): void {
    const side = this.books[place].touchedSide === BookSide.Bid ? Side.Buy : Side.Sell;
    this.host.level(place, side, ticks, lots);
  }
}
