import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './risk-state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

/**
 * A quantity that can be one, and no more than the instrument's largest order. It is read where it stands, `lots[at]`: a
 * number beyond 2^31 that is passed to a function may become an object on the heap.
 */
export function checkQuantity(
  { instruments }: RiskState,
  instrument: number,
  lots: Float64Array,
  at: number,
): Reason {
  if (!isWhole(lots, at)) return Reason.QuantityOutOfRange;
  return lots[at] <= instruments.maxQtyLots(instrument) ? None : Reason.MaxQuantityExceeded;
}

const isWhole = (lots: Float64Array, at: number): boolean =>
  lots[at] > 0 && lots[at] <= Number.MAX_SAFE_INTEGER && Math.floor(lots[at]) === lots[at];

/** Whole lots above zero and below 2^53; NaN is none. */
export const isQuantity = isWhole;
