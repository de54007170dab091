/** The book that runs: queues of orders in the levels of a ladder. Price first, then time: who came later stands behind. */
import { type Book, Rest } from './book.js';
import { Ladder, Lvl, LvlSize } from './ladder.js';
import { Ord, type OrderPool, OrderSize, Rests } from './order-pool.js';
import * as ranks from './rank.js';
import { Sides } from './rank.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { rankOf } = ranks;

export class FastBook implements Book {
  private readonly ladder: Ladder;

  constructor(
    private readonly orders: OrderPool,
    instruments: number,
    chunks: number,
  ) {
    this.ladder = new Ladder(instruments * Sides.PerInstrument, chunks);
  }

  rest(slot: number): Rest {
    const { orders, ladder } = this;
    const side = orders.side(slot);
    const level = ladder.open(orders.bookSide(slot), rankOf(side, orders.priceTicks(slot)));
    if (level < 0) return Rest.NoLevel;
    if (!ladder.addLots(level, orders.f64, orders.openAt(slot))) return Rest.Overflow;
    this.append(slot, level);
    return Rest.Done;
  }

  remove(slot: number): void {
    const { orders, ladder } = this;
    const { i32 } = orders;
    const queues = ladder.i32;
    const at = slot << OrderSize.Shift;
    const level = i32[at | Ord.Level];
    const queue = level << LvlSize.Shift;
    const next = i32[at | Ord.Next];
    const previous = i32[at | Ord.Previous];
    if (previous === 0) queues[queue | Lvl.First] = next;
    else i32[(previous << OrderSize.Shift) | Ord.Next] = next;
    if (next === 0) queues[queue | Lvl.Last] = previous;
    else i32[(next << OrderSize.Shift) | Ord.Previous] = previous;
    i32[at | Ord.Level] = Rests.Nowhere;
    ladder.takeLots(level, orders.f64, orders.openAt(slot));
    if ((next | previous) === 0) this.closeLevel(slot, level);
  }

  reduce(slot: number, lots: Float64Array, at: number): void {
    this.ladder.takeLots(this.orders.i32[(slot << OrderSize.Shift) | Ord.Level], lots, at);
  }

  first(side: number, rank: number): number {
    const { ladder } = this;
    if (ladder.bestRank(side) < rank) return 0;
    return ladder.i32[(ladder.bestLevel(side) << LvlSize.Shift) | Lvl.First];
  }

  after(slot: number): number {
    const { orders, ladder } = this;
    const next = orders.i32[(slot << OrderSize.Shift) | Ord.Next];
    if (next !== 0) return next;
    const rank = rankOf(orders.side(slot), orders.priceTicks(slot));
    const level = ladder.below(orders.bookSide(slot), rank);
    return level < 0 ? 0 : this.firstOf(level);
  }

  bestRank(side: number): number {
    return this.ladder.bestRank(side);
  }

  offers(side: number, rank: number, lots: Float64Array, at: number): boolean {
    return this.ladder.holds(side, rank, lots, at);
  }

  nextLevel(side: number, rank: number, lots: Float64Array, at: number): number {
    return this.ladder.next(side, rank, lots, at);
  }

  worstRank(side: number): number {
    return this.ladder.worstRank(side);
  }

  walk(side: number, visit: (slot: number) => void): void {
    const { i32 } = this.orders;
    this.ladder.walk(side, (level) => {
      let slot = this.firstOf(level);
      for (; slot !== 0; slot = i32[(slot << OrderSize.Shift) | Ord.Next]) visit(slot);
    });
  }

  /** Levels from the best on, with what the ladder says they hold; for the invariant checker. */
  walkLevels(side: number, visit: (rank: number, lots: number, first: number) => void): void {
    this.ladder.walk(side, (level, rank) => visit(rank, this.ladder.lots(level), this.firstOf(level)));
  }

  private append(slot: number, level: number): void {
    const { i32 } = this.orders;
    const queues = this.ladder.i32;
    const at = slot << OrderSize.Shift;
    const queue = level << LvlSize.Shift;
    const last = queues[queue | Lvl.Last];
    i32[at | Ord.Level] = level;
    i32[at | Ord.Next] = 0;
    i32[at | Ord.Previous] = last;
    if (last === 0) queues[queue | Lvl.First] = slot;
    else i32[(last << OrderSize.Shift) | Ord.Next] = slot;
    queues[queue | Lvl.Last] = slot;
  }

  private firstOf(level: number): number {
    return this.ladder.i32[(level << LvlSize.Shift) | Lvl.First];
  }

  private closeLevel(slot: number, level: number): void {
    const { orders } = this;
    this.ladder.close(orders.bookSide(slot), rankOf(orders.side(slot), orders.priceTicks(slot)), level);
  }
}
