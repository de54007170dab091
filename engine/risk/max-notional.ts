import * as enums from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Instruments } from './instruments.js';
import type { RiskState } from './risk-state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { hasPrice } = enums;
const { None } = Reason;

/**
 * Price × quantity within the instrument's limit; of an order without a price the worst that it can get. Exact though a product may exceed 2^53: the limit does not, so a
 * product that is rounded is above it either way. Of a replaced order what is open counts: what has executed cannot cost
 * more any more.
 *
 * @param ticks 0, of an order without a price: nobody knows any
 */
export function checkNotional(
  { instruments }: RiskState,
  instrument: number,
  ordType: number,
  ticks: number,
  lots: Float64Array,
  at: number,
): Reason {
  if (ticks === 0 && !hasPrice(ordType)) return Reason.NoReferencePrice;
  return Math.abs(ticks) * lots[at] <= instruments.maxNotional(instrument)
    ? None
    : Reason.MaxNotionalExceeded;
}

/**
 * The price by which risk judges an order without one whose worst price nobody knows: the last trade's, or the reference while
 * there is none or while it says nothing because it was 0, or what it cannot be better than, whichever is more, and a margin.
 *
 * @param knownTicks 0 = nothing is known of it
 * @returns 0 = it cannot be priced
 */
export function withMargin(instruments: Instruments, instrument: number, knownTicks: number): number {
  const ticks = Math.max(Math.abs(instruments.markTicks(instrument)), Math.abs(knownTicks));
  return Math.ceil((ticks * (100 + instruments.marginPercent(instrument))) / 100);
}

/** The same of an inverse contract: whichever is less, and a margin off it. */
export function lessMargin(instruments: Instruments, instrument: number, knownTicks: number): number {
  const mark = instruments.markTicks(instrument);
  const ticks = mark === 0 || knownTicks === 0 ? mark || knownTicks : Math.min(mark, knownTicks);
  return ticks === 0
    ? 0
    : Math.max(1, Math.floor((ticks * 100) / (100 + instruments.marginPercent(instrument))));
}
