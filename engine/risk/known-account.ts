import { AccountKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './definitions.js';

/** The account is defined and enabled, and not a venue's. */
export function checkAccount({ accounts }: RiskState, account: number): Reason {
  if (!accounts.knows(account)) return Reason.UnknownAccount;
  const mayTrade = accounts.enabled[account] === 1 && accounts.kind[account] !== AccountKind.Street;
  return mayTrade ? Reason.None : Reason.AccountDisabled;
}
