import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './definitions.js';

/** The account is defined and enabled. */
export function checkAccount({ accounts }: RiskState, account: number): Reason {
  if (!accounts.knows(account)) return Reason.UnknownAccount;
  return accounts.enabled[account] === 1 ? Reason.None : Reason.AccountDisabled;
}
