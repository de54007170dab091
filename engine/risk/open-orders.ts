import { Reason } from '../../protocol/codes/reasons.js';
import type { Accounts } from './accounts.js';
import { Flag } from './flags.js';

/** The account has room for one more open order. */
export function checkOpenOrders(accounts: Accounts, flags: number, account: number): Reason {
  if ((flags & Flag.OpenOrders) === 0) return Reason.None;
  return accounts.openOrders(account) < accounts.maxOpenOrders.values[account]
    ? Reason.None
    : Reason.OpenOrderLimitExceeded;
}
