/**
 * A rank says how good a resting price is for who takes it: the higher, the better, on both sides. A bid's rank is its
 * price, an offer's the negated price. One ladder then serves both sides, and "best" is always "highest".
 */
import { Side } from '../../protocol/codes/enums.js';

/** No order has this rank: prices are above -2^31. */
export const NO_RANK = -(2 ** 31);

/** Price to rank, and rank to price. */
export const rankOf = (side: number, priceTicks: number): number =>
  side === Side.Buy ? priceTicks : -priceTicks | 0;

export const opposite = (side: number): number => Side.Buy + Side.Sell - side;

/** One side of one instrument's book, as a number. */
export const sideIndex = (instrument: number, side: number): number => (instrument << 1) | (side - 1);
