import { Reason } from '../../protocol/codes/reasons.js';
import type { ClientIds } from './client-ids.js';

/** A client order id is used once per account, among open orders and the last ended ones. 0 = none given. */
export function checkClientId(ids: ClientIds, account: number, low: number, high: number): Reason {
  if ((low | high) === 0) return Reason.None;
  return ids.find(account, low, high) === 0 ? Reason.None : Reason.DuplicateClientOrderId;
}
