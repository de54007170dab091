import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './risk-state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

/** A limit price within the instrument's bounds. Ticks are whole by construction; off-tick prices end at the door. */
export function checkPrice({ instruments }: RiskState, instrument: number, priceTicks: number): Reason {
  return instruments.hasPrice(instrument, priceTicks) ? None : Reason.PriceOutOfRange;
}
