/**
 * Price bands. The static one, around the reference (the last uncross, before one the definition's), holds limit prices:
 * outside they are refused. The dynamic one, around the last trade (before one the reference), holds executions: an
 * order trades up to it. Widths are hundredths of a percent, rounded down to ticks; without a reference there is no band.
 */
import { Side } from '../../protocol/codes/enums.js';
import { NO_RANK, rankOf } from '../book/rank.js';
import type { Market } from './market.js';

const BASIS = 10_000;
const HIGHEST = 2 ** 31 - 1;

/** Widest band there can be: all the way to zero. */
export const WIDEST_BAND = BASIS;

/** What bands are around: the prices of an instrument's definition and of its trades. */
export interface Prices {
  referenceTicks(instrument: number): number;
  lastTicks(instrument: number): number;
  hasTraded(instrument: number): boolean;
}

export function isInStaticBand(
  market: Market,
  prices: Prices,
  instrument: number,
  priceTicks: number,
): boolean {
  const reference = referenceOf(market, prices, instrument);
  const width = market.staticBasisPoints[instrument];
  if (width === 0 || reference === 0) return true;
  return Math.abs(priceTicks - reference) <= halfWidth(reference, width);
}

/** Rank of the worst price among these makers that an order may trade at. */
export function dynamicRank(market: Market, prices: Prices, instrument: number, makers: number): number {
  const traded = prices.hasTraded(instrument);
  const around = traded ? prices.lastTicks(instrument) : referenceOf(market, prices, instrument);
  const width = market.dynamicBasisPoints[instrument];
  if (width === 0 || (around === 0 && !traded)) return NO_RANK + 1;
  const half = halfWidth(around, width);
  if (makers === Side.Buy) return rankOf(Side.Buy, Math.max(around - half, -HIGHEST));
  return rankOf(Side.Sell, Math.min(around + half, HIGHEST));
}

function referenceOf({ uncrossed, uncrossTicks }: Market, prices: Prices, instrument: number): number {
  return uncrossed[instrument] === 1 ? uncrossTicks[instrument] : prices.referenceTicks(instrument);
}

const halfWidth = (ticks: number, basisPoints: number): number =>
  Math.floor((Math.abs(ticks) * basisPoints) / BASIS);
