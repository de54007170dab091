import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './definitions.js';

/** No switch is on over the firm, the account or the instrument. Cancels never come here. */
export function checkKillSwitch(state: RiskState, account: number, instrument: number): Reason {
  const on = state.firmKilled | state.accounts.killed[account] | state.instruments.killed[instrument];
  return on === 0 ? Reason.None : Reason.KillSwitchOn;
}
