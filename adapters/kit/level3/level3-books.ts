/**
 * The order-by-order books of a venue's instruments, in one store: orders by the venue's number, queues in the levels of each side, first come first. Fed by a venue's
 * decoder; says of each event whether it fitted. Prices are int32 in whatever unit the feed has.
 */
import { LevelSize, LevelStore, Lvl, NO_LEVEL } from './level-store.js';
import { NO_SLOT, Ord, OrderSize, OrderStore } from './order-store.js';

export const enum BookSide {
  Bid = 0,
  Ask = 1,
}

export const enum Fit {
  Done = 0,
  /** An order of this number rests already. */
  Duplicate = 1,
  /** No order of this number rests. */
  Unknown = 2,
  /** More is to be taken than the order has: it is gone. */
  TooMuch = 3,
  /** All room is taken. */
  NoRoom = 4,
}

export interface Level3Limits {
  readonly books: number;
  readonly orders: number;
  readonly levels: number;
}

export class Level3Books {
  /** The level that the last event was at, as it is now; without lots it is gone. Of a replace, the new order's; the old one's is in `left…`. */
  touchedBook = 0;
  touchedSide = BookSide.Bid;
  touchedPrice = 0;
  touchedLots = Number.NaN;
  leftPrice = 0;
  leftLots = Number.NaN;
  private readonly orders: OrderStore;
  private readonly levels: LevelStore;

  constructor({ books, orders, levels }: Level3Limits) {
    this.orders = new OrderStore(orders);
    this.levels = new LevelStore(2 * books, levels);
  }

  /** Orders that rest in all books. */
  get orderCount(): number {
    return this.orders.count;
  }

  /** At the end of its level's queue. */
  add(book: number, side: BookSide, low: number, high: number, price: number, lots: number): Fit {
    if (this.orders.find(low, high) !== NO_SLOT) return Fit.Duplicate;
    return this.enter((book << 1) | side, low, high, side === BookSide.Bid ? price : -price, lots);
  }

  /** Takes lots off an order, executed or cancelled; with nothing left it is gone. */
  reduce(low: number, high: number, lots: number): Fit {
    const slot = this.orders.find(low, high);
    if (slot === NO_SLOT) return Fit.Unknown;
    const left = this.orders.lots(slot) - lots;
    if (left <= 0) {
      this.take(slot);
      return left === 0 ? Fit.Done : Fit.TooMuch;
    }
    this.orders.setLots(slot, left);
    this.addLots(this.levelOf(slot), -lots);
    return Fit.Done;
  }

  remove(low: number, high: number): Fit {
    const slot = this.orders.find(low, high);
    if (slot === NO_SLOT) return Fit.Unknown;
    this.take(slot);
    return Fit.Done;
  }

  /** Another order in place of one, on its side, behind all others of its level. */
  replace(oldLow: number, oldHigh: number, low: number, high: number, price: number, lots: number): Fit {
    const slot = this.orders.find(oldLow, oldHigh);
    if (slot === NO_SLOT) return Fit.Unknown;
    const side = this.levels.i32[(this.levelOf(slot) << LevelSize.Shift) | Lvl.Side];
    this.take(slot);
    this.leftPrice = this.touchedPrice;
    this.leftLots = this.touchedLots;
    if (this.orders.find(low, high) !== NO_SLOT) return Fit.Duplicate;
    return this.enter(side, low, high, (side & 1) === BookSide.Bid ? price : -price, lots);
  }

  /** An order has another size, or another price too. Smaller at its price it keeps its place, else it goes behind all others of its level; the level that it leaves is in `left…`. */
  change(low: number, high: number, price: number, lots: number): Fit {
    const slot = this.orders.find(low, high);
    if (slot === NO_SLOT) return Fit.Unknown;
    const { i32 } = this.levels;
    const level = this.levelOf(slot) << LevelSize.Shift;
    const isBid = (i32[level | Lvl.Side] & 1) === BookSide.Bid;
    const taken = this.orders.lots(slot) - lots;
    if (i32[level | Lvl.Key] !== (isBid ? price : -price) || taken < 0)
      return this.replace(low, high, low, high, price, lots);
    this.orders.setLots(slot, lots);
    this.addLots(this.levelOf(slot), -taken);
    this.leftPrice = this.touchedPrice;
    this.leftLots = this.touchedLots;
    return Fit.Done;
  }

  clear(): void {
    this.orders.clear();
    this.levels.clear();
  }

  /** Price levels of a side. */
  levelCount(book: number, side: BookSide): number {
    return this.levels.count((book << 1) | side);
  }

  /** Of the level `rank` places from the best (0); only below `levelCount`. */
  priceAt(book: number, side: BookSide, rank: number): number {
    const key = this.levels.i32[(this.levels.levelAt((book << 1) | side, rank) << LevelSize.Shift) | Lvl.Key];
    return side === BookSide.Bid ? key : -key;
  }

  lotsAt(book: number, side: BookSide, rank: number): number {
    return this.levels.lots(this.levels.levelAt((book << 1) | side, rank));
  }

  ordersAt(book: number, side: BookSide, rank: number): number {
    return this.levels.i32[(this.levels.levelAt((book << 1) | side, rank) << LevelSize.Shift) | Lvl.Orders];
  }

  /** The orders of a level, first come first. */
  walk(
    book: number,
    side: BookSide,
    rank: number,
    visit: (low: number, high: number, lots: number) => void,
  ): void {
    const { i32 } = this.orders;
    const level = this.levels.levelAt((book << 1) | side, rank);
    let slot = this.levels.i32[(level << LevelSize.Shift) | Lvl.First];
    for (; slot !== NO_SLOT; slot = i32[(slot << OrderSize.Shift) | Ord.Next]) {
      const at = slot << OrderSize.Shift;
      visit(i32[at | Ord.Low], i32[at | Ord.High], this.orders.lots(slot));
    }
  }

  private levelOf(slot: number): number {
    return this.orders.i32[(slot << OrderSize.Shift) | Ord.Level];
  }

  private enter(side: number, low: number, high: number, key: number, lots: number): Fit {
    const { orders, levels } = this;
    const slot = orders.add(low, high);
    if (slot === NO_SLOT) return Fit.NoRoom;
    const level = levels.open(side, key);
    if (level === NO_LEVEL) {
      orders.remove(slot);
      return Fit.NoRoom;
    }
    orders.setLots(slot, lots);
    this.addLots(level, lots);
    this.append(slot, level);
    return Fit.Done;
  }

  private addLots(level: number, lots: number): void {
    this.levels.addLots(level, lots);
    this.touch(level, this.levels.lots(level));
  }

  private touch(level: number, lots: number): void {
    const { i32 } = this.levels;
    const side = i32[(level << LevelSize.Shift) | Lvl.Side];
    const key = i32[(level << LevelSize.Shift) | Lvl.Key];
    this.touchedBook = side >> 1;
    this.touchedSide = side & 1;
    this.touchedPrice = (side & 1) === BookSide.Bid ? key : -key;
    this.touchedLots = lots;
  }

  private append(slot: number, level: number): void {
    const orders = this.orders.i32;
    const levels = this.levels.i32;
    const at = slot << OrderSize.Shift;
    const queue = level << LevelSize.Shift;
    const last = levels[queue | Lvl.Last];
    orders[at | Ord.Level] = level;
    orders[at | Ord.Previous] = last;
    orders[at | Ord.Next] = NO_SLOT;
    if (last === NO_SLOT) levels[queue | Lvl.First] = slot;
    else orders[(last << OrderSize.Shift) | Ord.Next] = slot;
    levels[queue | Lvl.Last] = slot;
    levels[queue | Lvl.Orders]++;
  }

  private take(slot: number): void {
    const orders = this.orders.i32;
    const levels = this.levels.i32;
    const at = slot << OrderSize.Shift;
    const level = orders[at | Ord.Level];
    const queue = level << LevelSize.Shift;
    const next = orders[at | Ord.Next];
    const previous = orders[at | Ord.Previous];
    if (previous === NO_SLOT) levels[queue | Lvl.First] = next;
    else orders[(previous << OrderSize.Shift) | Ord.Next] = next;
    if (next === NO_SLOT) levels[queue | Lvl.Last] = previous;
    else orders[(next << OrderSize.Shift) | Ord.Previous] = previous;
    if (--levels[queue | Lvl.Orders] > 0) this.addLots(level, -this.orders.lots(slot));
    else {
      this.touch(level, 0);
      this.levels.close(level);
    }
    this.orders.remove(slot);
  }
}
