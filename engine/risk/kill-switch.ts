import { Reason } from '../../protocol/codes/reasons.js';
import { Flag } from './flags.js';

/** No switch is on over the firm, the account, the session or the instrument. Cancels never come here. */
export const checkKillSwitch = (flags: number): Reason =>
  (flags & Flag.Kill) === 0 ? Reason.None : Reason.KillSwitchOn;
