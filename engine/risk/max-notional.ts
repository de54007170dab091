import { hasPrice } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './definitions.js';

/**
 * Price × quantity within the instrument's limit. Exact though a product may exceed 2^53: the limit does not, so a
 * product that is rounded is above it either way. An order that has no price of its own is priced at the last trade (or the reference) and a
 * margin.
 */
export function checkNotional(
  { instruments }: RiskState,
  instrument: number,
  ordType: number,
  priceTicks: number,
  lots: Float64Array,
  at: number,
): Reason {
  let ticks = priceTicks;
  if (!hasPrice(ordType)) {
    const traded = instruments.traded[instrument] === 1;
    const reference = traded ? instruments.lastTicks[instrument] : instruments.referenceTicks[instrument];
    if (!traded && reference === 0) return Reason.NoReferencePrice;
    ticks = Math.ceil((Math.abs(reference) * (100 + instruments.marginPercent[instrument])) / 100);
  }
  return Math.abs(ticks) * lots[at] <= instruments.maxNotional[instrument]
    ? Reason.None
    : Reason.MaxNotionalExceeded;
}
