/**
 * Books by order as Binary UMDF tells them, one an instrument: of every order its number, side, price and quantity. Levels are sums of orders. Orders without a price, as they stand before an auction, are known and
 * are in no level. Nothing is known of a number beyond its instrument.
 */
import { Side } from '../../../protocol/codes/enums.js';
import {
  DeleteOrderMBO51,
  MDEntryTypeValue,
  MDUpdateActionValue,
  OrderMBO50,
  type SnapshotFullRefreshOrdersMBO71,
  SnapshotFullRefreshOrdersMBO71NoMDEntries,
} from '../../../protocol/messages/generated/umdf.js';
import { Fault } from '../../kit/json/fault.js';
import { BookSide, Fit, Level3Books } from '../../kit/level3/level3-books.js';
import type { B3Contract } from '../contract.js';

export interface UmdfBookLimits {
  readonly orders: number;
  readonly levels: number;
}

/** Whom books tell what has become of them. */
export interface BookHost {
  /** A level has so many lots now, 0 = it is gone. */
  level(place: number, side: Side, ticks: number, lots: number): void;
  /** The book is not the venue's any more. */
  wrong(place: number, fault: Fault): void;
}

/** Books of one store: with a price, and without. */
const PRICED = 0;
const PRICELESS = 1;
const MOST_TICKS = 2 ** 31 - 1;

export class UmdfBooks {
  private readonly books: readonly Level3Books[];

  constructor(
    private readonly contracts: readonly B3Contract[],
    { orders, levels }: UmdfBookLimits,
    private readonly host: BookHost,
  ) {
    this.books = contracts.map(() => new Level3Books({ books: 2, orders, levels }));
  }

  clear(place: number): void {
    this.books[place].clear();
  }

  order(place: number, message: OrderMBO50): void {
    const low = message.lowOf(OrderMBO50.secondaryOrderIDAt, true);
    const high = message.highOf(OrderMBO50.secondaryOrderIDAt, true);
    const isNew = message.mdUpdateAction === MDUpdateActionValue.NEW;
    if (!isNew && message.mdUpdateAction !== MDUpdateActionValue.CHANGE)
      return this.host.wrong(place, Fault.WrongType);
    const { mdEntryType, hasMdEntryPx, mdEntryPx, mdEntrySize } = message;
    if (isNew) this.add(place, mdEntryType, low, high, hasMdEntryPx, mdEntryPx, mdEntrySize);
    else this.change(place, low, high, hasMdEntryPx, mdEntryPx, mdEntrySize);
  }

  /** Entries of a snapshot: what rests. @returns how many there were */
  snapshot(place: number, { noMDEntries: entry }: SnapshotFullRefreshOrdersMBO71): number {
    const { secondaryOrderIDAt } = SnapshotFullRefreshOrdersMBO71NoMDEntries;
    entry.rewind();
    while (entry.next()) {
      const low = entry.lowOf(secondaryOrderIDAt, true);
      const high = entry.highOf(secondaryOrderIDAt, true);
      const { mdEntryType, hasMdEntryPx, mdEntryPx, mdEntrySize } = entry;
      this.add(place, mdEntryType, low, high, hasMdEntryPx, mdEntryPx, mdEntrySize);
    }
    return entry.entries;
  }

  remove(place: number, message: DeleteOrderMBO51): void {
    const { secondaryOrderIDAt } = DeleteOrderMBO51;
    const low = message.lowOf(secondaryOrderIDAt, true);
    this.fits(place, this.books[place].remove(low, message.highOf(secondaryOrderIDAt, true)));
  }

  /** Every order: a mass deletion names no place at which it would begin or end. */
  removeSide(place: number, entryType: number): void {
    const side = sideOf(entryType);
    if (side < 0) return this.host.wrong(place, Fault.WrongType);
    const books = this.books[place];
    for (const book of [PRICED, PRICELESS])
      while (books.levelCount(book, side) > 0)
        for (const { low, high } of ordersOf(books, book, side)) this.fits(place, books.remove(low, high));
  }

  private add(
    place: number,
    entryType: number,
    low: number,
    high: number,
    isPriced: boolean,
    mantissa: number,
    units: number,
  ): void {
    const side = sideOf(entryType);
    const ticks = isPriced ? this.ticksOf(place, mantissa) : 0;
    const lots = this.lotsOf(place, units);
    if (side < 0) return this.host.wrong(place, Fault.WrongType);
    if (Number.isNaN(ticks) || Number.isNaN(lots)) return this.host.wrong(place, Fault.OffStep);
    this.fits(place, this.books[place].add(isPriced ? PRICED : PRICELESS, side, low, high, ticks, lots));
  }

  /** One that keeps its number keeps its priority too, so it can only have become smaller; anything else is taken as it is told. */
  private change(
    place: number,
    low: number,
    high: number,
    isPriced: boolean,
    mantissa: number,
    units: number,
  ): void {
    const books = this.books[place];
    const ticks = isPriced ? this.ticksOf(place, mantissa) : 0;
    const lots = this.lotsOf(place, units);
    if (Number.isNaN(ticks) || Number.isNaN(lots)) return this.host.wrong(place, Fault.OffStep);
    const fit = books.change(low, high, ticks, lots);
    const { leftPrice, leftLots, touchedPrice } = books;
    this.fits(place, fit);
    if (fit === Fit.Done && leftPrice !== touchedPrice) this.tell(place, leftPrice, leftLots);
  }

  private fits(place: number, fit: Fit): void {
    const { touchedPrice, touchedLots } = this.books[place];
    if (fit === Fit.Done) return this.tell(place, touchedPrice, touchedLots);
    this.host.wrong(place, fit === Fit.NoRoom ? Fault.TooMany : Fault.OutOfRange);
  }

  private tell(place: number, ticks: number, lots: number): void {
    const { touchedBook, touchedSide } = this.books[place];
    if (touchedBook === PRICED)
      this.host.level(place, touchedSide === BookSide.Bid ? Side.Buy : Side.Sell, ticks, lots);
  }

  /** NaN: between two ticks, or out of reach. */
  private ticksOf(place: number, mantissa: number): number {
    const ticks = mantissa / this.contracts[place].mantissaPerTick;
    return Number.isInteger(ticks) && ticks <= MOST_TICKS && ticks >= -MOST_TICKS ? ticks : Number.NaN;
  }

  /** NaN: no whole lots, or none. */
  private lotsOf(place: number, units: number): number {
    const lots = units / this.contracts[place].unitsPerLot;
    return Number.isSafeInteger(lots) && lots > 0 ? lots : Number.NaN;
  }
}

const sideOf = (entryType: number): number => {
  if (entryType === MDEntryTypeValue.BID) return BookSide.Bid;
  return entryType === MDEntryTypeValue.OFFER ? BookSide.Ask : -1;
};

/** Of the best level. */
function ordersOf(books: Level3Books, book: number, side: BookSide): { low: number; high: number }[] {
  const orders: { low: number; high: number }[] = [];
  books.walk(book, side, 0, (low, high) => void orders.push({ low, high }));
  return orders;
}
