import { AccountKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { RiskState } from './risk-state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

/** The account is defined and enabled, and not a venue's. */
export function checkAccount({ accounts }: RiskState, account: number): Reason {
  if (!accounts.knows(account)) return Reason.UnknownAccount;
  const mayTrade = accounts.isEnabled(account) && accounts.kind(account) !== AccountKind.Street;
  return mayTrade ? None : Reason.AccountDisabled;
}
