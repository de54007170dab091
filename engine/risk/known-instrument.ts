import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './risk-state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

/** The instrument is defined and open to new orders. */
export function checkInstrument({ instruments }: RiskState, instrument: number): Reason {
  if (!instruments.knows(instrument)) return Reason.UnknownInstrument;
  return instruments.isOpen(instrument) ? None : Reason.InstrumentClosed;
}
