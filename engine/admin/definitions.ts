/** What a configuration defines, as the commands that tell the core. */
import { LimitMode } from '../../protocol/codes/enums.js';
import type { Registry } from '../config/registry.js';
import type { AdminLane } from './admin-lane.js';

/** Accounts, instruments, contracts, rates and limits. Venues, which only an engine with adapters has, come besides. */
export function sendDefinitions(admin: AdminLane, registry: Registry): void {
  const { accounts, streetAccounts, instruments, contracts, rates, limits } = registry;
  for (const { id, fees } of accounts) admin.defineAccount(id, true, fees);
  for (const { id } of streetAccounts) admin.defineStreetAccount(id);
  for (const instrument of instruments) admin.defineInstrument(instrument);
  for (const [i, contract] of contracts.entries()) admin.defineContract(instruments[i].id, contract);
  for (const rate of rates) admin.currencyRate(rate);
  for (const limit of limits) admin.setLimit(limit, LimitMode.Initial);
}
