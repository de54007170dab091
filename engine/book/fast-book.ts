/** The book that runs: queues of orders in the levels of a ladder. Price first, then time: who came later stands behind. */
import { type Book, Rest } from './book.js';
import { Ladder, LEVEL_WORDS, Lvl, NO_LEVEL } from './ladder.js';
import { HOT_WORDS, Hot, NOT_RESTING, type OrderPool } from './order-pool.js';
import { rankOf, sideIndex } from './rank.js';

export class FastBook implements Book {
  private readonly ladder: Ladder;
  private readonly hot: Int32Array;

  constructor(
    private readonly orders: OrderPool,
    instruments: number,
    chunks: number,
  ) {
    this.ladder = new Ladder(instruments * 2, chunks);
    this.hot = orders.hot;
  }

  rest(slot: number): Rest {
    const { orders, ladder, hot } = this;
    const side = orders.side(slot);
    const level = ladder.open(
      sideIndex(orders.instrument[slot], side),
      rankOf(side, orders.priceTicks(slot)),
    );
    if (level === NO_LEVEL) return Rest.NoLevel;
    const open = orders.openAt(slot);
    if (ladder.overflows(level, orders.hotF64, open)) return Rest.Overflow;
    ladder.addLots(level, orders.hotF64, open);
    const queue = level * LEVEL_WORDS;
    const last = ladder.i32[queue + Lvl.Last];
    const at = slot * HOT_WORDS;
    hot[at + Hot.Level] = level;
    hot[at + Hot.Next] = 0;
    hot[at + Hot.Previous] = last;
    if (last === 0) ladder.i32[queue + Lvl.First] = slot;
    else hot[last * HOT_WORDS + Hot.Next] = slot;
    ladder.i32[queue + Lvl.Last] = slot;
    return Rest.Done;
  }

  remove(slot: number): void {
    const { orders, ladder, hot } = this;
    const at = slot * HOT_WORDS;
    const level = hot[at + Hot.Level];
    const queue = level * LEVEL_WORDS;
    const next = hot[at + Hot.Next];
    const previous = hot[at + Hot.Previous];
    if (previous === 0) ladder.i32[queue + Lvl.First] = next;
    else hot[previous * HOT_WORDS + Hot.Next] = next;
    if (next === 0) ladder.i32[queue + Lvl.Last] = previous;
    else hot[next * HOT_WORDS + Hot.Previous] = previous;
    hot[at + Hot.Level] = NOT_RESTING;
    if ((next | previous) !== 0) ladder.takeLots(level, orders.hotF64, orders.openAt(slot));
    else this.closeLevel(slot, level);
  }

  reduce(slot: number, lots: Float64Array, at: number): void {
    this.ladder.takeLots(this.hot[slot * HOT_WORDS + Hot.Level], lots, at);
  }

  first(side: number, rank: number): number {
    const { ladder } = this;
    if (ladder.bestRank(side) < rank) return 0;
    const level = ladder.bestLevel(side);
    return level === NO_LEVEL ? 0 : ladder.i32[level * LEVEL_WORDS + Lvl.First];
  }

  bestRank(side: number): number {
    return this.ladder.bestRank(side);
  }

  offers(side: number, rank: number, lots: Float64Array, at: number): boolean {
    return this.ladder.holds(side, rank, lots, at);
  }

  walk(side: number, visit: (slot: number) => void): void {
    this.ladder.walk(side, (level) => {
      let slot = this.ladder.i32[level * LEVEL_WORDS + Lvl.First];
      for (; slot !== 0; slot = this.hot[slot * HOT_WORDS + Hot.Next]) visit(slot);
    });
  }

  /** Levels from the best on, with what the ladder says they hold; for the invariant checker. */
  walkLevels(side: number, visit: (rank: number, lots: number, first: number) => void): void {
    this.ladder.walk(side, (level, rank) =>
      visit(rank, this.ladder.lots(level), this.ladder.i32[level * LEVEL_WORDS + Lvl.First]),
    );
  }

  private closeLevel(slot: number, level: number): void {
    const { orders } = this;
    const side = orders.side(slot);
    this.ladder.close(sideIndex(orders.instrument[slot], side), rankOf(side, orders.priceTicks(slot)), level);
  }
}
