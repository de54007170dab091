/** What the schema cannot say of strategies: some need an account to themselves. */
import type { Complaint } from './complaint.js';
import type { ParsedConfig, StrategyEntry } from './schema.js';

/** By its name, or by the path of its module. */
const SPREAD = /(^|\/)spread-crypto-etf(\/plugin)?(\.[cm]?[jt]s)?$/;

/** What its account holds tells it how much has filled and is hedged, so whatever another one trades for it would be counted. */
const needsOwnAccount = ({ plugin }: StrategyEntry): boolean => SPREAD.test(plugin);

export function sharedAccounts({ strategies }: ParsedConfig): Complaint[] {
  return strategies.flatMap((entry, i) => {
    if (!needsOwnAccount(entry)) return [];
    const other = strategies.find(
      (each, e) => each.account === entry.account && e !== i && (e < i || !needsOwnAccount(each)),
    );
    if (other === undefined) return [];
    const message = `"${entry.account}" is the account of "${other.name}" too: each run of spread-crypto-etf needs one of its own`;
    return [{ path: ['strategies', i, 'account'], message }];
  });
}
