/**
 * A rank says how good a resting price is for who takes it: the higher, the better, on both sides. A bid's rank is its
 * price, an offer's the negated price. One ladder then serves both sides, and "best" is always "highest".
 */
import { Side } from '../../protocol/codes/enums.js';

/** No order has this rank: prices are above -2^31. */
export const NO_RANK = -(2 ** 31);

/** No rank is as high. */
export const ABOVE_ALL = 2 ** 31;

/** Price to rank, and rank to price. */
export const rankOf = (side: number, priceTicks: number): number =>
  side === Side.Buy ? priceTicks : -priceTicks | 0;

export const opposite = (side: number): number => Side.Buy + Side.Sell - side;

/**
 * Where in the book an order rests. Continuous trading knows the first alone; an auction takes the orders of the market
 * shelf before any others, and at each price those at open or at close before the ordinary ones.
 */
export const enum Shelf {
  Ordinary = 0,
  /** Limit orders at open or at close while their auction collects. */
  Auction = 1,
  /** Market orders while an auction collects; they have no price, so their rank is 0. */
  Market = 2,
  /** Orders for an auction that does not collect yet: nothing trades with them. */
  Waiting = 3,
}
export const enum Sides {
  /** Two of each shelf. */
  PerInstrument = 8,
  Shift = 3,
}

/** One side of one instrument's book, as a number. */
export const sideIndex = (instrument: number, side: number, shelf: Shelf = Shelf.Ordinary): number =>
  (instrument << Sides.Shift) | (shelf << 1) | (side - 1);
