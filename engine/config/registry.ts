/**
 * A configuration with its numbers: what every room gets to know of instruments, accounts, keys and strategies. Made
 * once at start by the main thread; plain values, so that it travels to any thread.
 */
import type { Account, Instrument } from '../../protocol/instrument.js';
import type { Identities } from './identities.js';
import { toInstrument } from './instruments.js';
import type { CalendarEntry, KeyEntry, ParsedConfig, StrategyEntry } from './schema.js';

/** A key that may log on, the session that is its own, and the accounts it may act for. */
export interface RegisteredKey {
  readonly id: string;
  readonly publicKey: string;
  readonly session: number;
  readonly accounts: readonly Account[];
}

export interface RegisteredStrategy {
  readonly entry: StrategyEntry;
  readonly session: number;
  readonly account: Account;
  readonly instruments: readonly Instrument[];
}

export interface Registry {
  readonly instruments: readonly Instrument[];
  readonly accounts: readonly Account[];
  readonly keys: readonly RegisteredKey[];
  readonly strategies: readonly RegisteredStrategy[];
  readonly calendars: readonly CalendarEntry[];
}

/** @param keys those of the configuration, and the demo key where there is one */
export function register(config: ParsedConfig, keys: readonly KeyEntry[], identities: Identities): Registry {
  const instruments = config.instruments.map((entry) => {
    identities.keepUnits(entry.symbol, entry);
    return toInstrument(entry, identities.numberOf('instruments', entry.symbol));
  });
  const accounts = config.accounts.map((name) => ({ id: identities.numberOf('accounts', name), name }));
  const account = (name: string) => accounts.find((known) => known.name === name)!;
  return {
    instruments,
    accounts,
    calendars: config.calendars,
    keys: keys.map(({ id, publicKey, accounts: names }) => ({
      id,
      publicKey,
      session: identities.numberOf('sessions', `key:${id}`),
      accounts: names.map(account),
    })),
    strategies: config.strategies.map((entry) => ({
      entry,
      session: identities.numberOf('sessions', `strategy:${entry.name}`),
      account: account(entry.account),
      instruments: instruments.filter(({ symbol }) => entry.instruments.includes(symbol)),
    })),
  };
}
