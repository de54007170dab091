/** Price bands: hundredths of a percent of the price that the band is around, both ends included. */
import type { Side } from '../../../protocol/codes/enums.js';
import { isBeyond, type Market, REFERENCE } from './test-world.js';

const isWithin = (price: number, around: number, basisPoints: number): boolean =>
  Math.abs(price - around) * 10_000 <= basisPoints * around;

/** Around the last uncross, before there was one around the reference. */
export const isOutsideStatic = ({ bands, uncrossed }: Market, price: number): boolean =>
  bands.fixed !== 0 && !isWithin(price, uncrossed ?? REFERENCE, bands.fixed);

export type Band = (price: number) => boolean;

/**
 * Around the last trade as it is now: an order keeps the band that stood when it came in. It holds a buyer from above
 * and a seller from below, as far as each pushes the price; what is better for them than the band they may take.
 */
export function dynamicBand({ bands, last }: Market, side: Side): Band {
  const [around, width] = [last ?? REFERENCE, bands.dynamic];
  return (price) => width === 0 || !isBeyond(side, price, around) || isWithin(price, around, width);
}
