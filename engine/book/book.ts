/**
 * What the core asks of a book. Two are written against it: the one that runs (`FastBook`) and a plain one to check it
 * by (`NaiveBook`); one suite of tests runs on both. A book holds all instruments and orders by slot; the orders
 * themselves stand in the `OrderPool`, and a book changes nothing there but queue links and level.
 *
 * A quantity is named by where it stands, `lots[at]`: a number beyond 2^31 that goes into a call, or comes out of one, is
 * an object on the heap unless the compiler happens to inline that call, and then the core has garbage to collect.
 */
export const enum Rest {
  Done = 0,
  /** No chunk of price levels is left. */
  NoLevel = 1,
  /** The level would hold 2^53 lots or more. */
  Overflow = 2,
}

export interface Book {
  /** Puts the order at the end of its price level's queue. */
  rest(slot: number): Rest;
  /** Takes the order off its level. */
  remove(slot: number): void;
  /** The order's open quantity falls by `lots[at]` in place; the caller writes the pool's. */
  reduce(slot: number, lots: Float64Array, at: number): void;
  /** First order in priority of a side (see `sideIndex`) at `rank` or better; 0 = none. */
  first(side: number, rank: number): number;
  /** The order after this one in priority on its side, whatever its price; 0 = it is the last. */
  after(slot: number): number;
  /** Rank of the best level of a side, or `NO_RANK`. */
  bestRank(side: number): number;
  /** True when the side has at least `lots[at]` at `rank` or better. */
  offers(side: number, rank: number, lots: Float64Array, at: number): boolean;
  /**
   * Rank of the side's best level that is worse than `rank` (`ABOVE_ALL` = the best there is), or `NO_RANK`; `lots[at]`
   * becomes what it holds, or 0.
   */
  nextLevel(side: number, rank: number, lots: Float64Array, at: number): number;
  /** Rank of the side's worst level, or `NO_RANK`. */
  worstRank(side: number): number;
  /** Visits a side's orders from the first in priority to the last. */
  walk(side: number, visit: (slot: number) => void): void;
}
