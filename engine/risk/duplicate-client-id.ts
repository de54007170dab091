import { Reason } from '../../protocol/codes/reasons.js';
import type { ClientIds } from './client-ids.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;

/** A client order id is used once per account, among open orders and the last ended ones. 0 = none given. */
export function checkClientId(ids: ClientIds, account: number, low: number, high: number): Reason {
  if ((low | high) === 0) return None;
  return ids.find(account, low, high) === 0 ? None : Reason.DuplicateClientOrderId;
}
