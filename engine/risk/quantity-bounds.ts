import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './definitions.js';

/** A quantity that can be one, and no more than the instrument's largest order. */
export function checkQuantity({ instruments }: RiskState, instrument: number, lots: number): Reason {
  if (!isQuantity(lots)) return Reason.QuantityOutOfRange;
  return lots <= instruments.maxQtyLots[instrument] ? Reason.None : Reason.MaxQuantityExceeded;
}

/** Whole lots above zero and below 2^53; NaN is none. */
export const isQuantity = (lots: number): boolean =>
  lots > 0 && lots <= Number.MAX_SAFE_INTEGER && Math.floor(lots) === lots;
