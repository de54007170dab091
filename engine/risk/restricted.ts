import { Reason } from '../../protocol/codes/reasons.js';
import { Flag } from './flags.js';

/** The instrument is not on the restricted list of the firm or of the account. */
export const checkRestricted = (flags: number): Reason =>
  (flags & Flag.Restricted) === 0 ? Reason.None : Reason.InstrumentRestricted;
