import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './risk-state.js';

/** The instrument is defined and open to new orders. */
export function checkInstrument({ instruments }: RiskState, instrument: number): Reason {
  if (!instruments.knows(instrument)) return Reason.UnknownInstrument;
  return instruments.isOpen(instrument) ? Reason.None : Reason.InstrumentClosed;
}
