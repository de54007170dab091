import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './risk-state.js';

/** A limit price within the instrument's bounds. Ticks are whole by construction; off-tick prices end at the door. */
export function checkPrice({ instruments }: RiskState, instrument: number, priceTicks: number): Reason {
  return instruments.hasPrice(instrument, priceTicks) ? Reason.None : Reason.PriceOutOfRange;
}
