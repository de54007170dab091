import { hasPrice } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Instruments } from './instruments.js';
import type { RiskState } from './risk-state.js';

/**
 * Price × quantity within the instrument's limit. Exact though a product may exceed 2^53: the limit does not, so a
 * product that is rounded is above it either way. Of a replaced order what is open counts: what has executed cannot cost
 * more any more.
 */
export function checkNotional(
  { instruments }: RiskState,
  instrument: number,
  ordType: number,
  priceTicks: number,
  lots: Float64Array,
  at: number,
): Reason {
  const ticks = riskTicks(instruments, instrument, ordType, priceTicks);
  if (ticks === 0 && !hasPrice(ordType)) return Reason.NoReferencePrice;
  return Math.abs(ticks) * lots[at] <= instruments.maxNotional(instrument)
    ? Reason.None
    : Reason.MaxNotionalExceeded;
}

/**
 * The price by which risk judges an order. Market orders and stops have none of their own: they get the last trade's, or the reference
 * while there is none or while it says nothing because it was 0, and a margin. 0 = it cannot be priced.
 */
export function riskTicks(
  instruments: Instruments,
  instrument: number,
  ordType: number,
  priceTicks: number,
): number {
  if (hasPrice(ordType)) return priceTicks;
  const mark = Math.abs(instruments.markTicks(instrument));
  return Math.ceil((mark * (100 + instruments.marginPercent(instrument))) / 100);
}
