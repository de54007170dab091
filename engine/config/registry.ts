/**
 * A configuration with its numbers: what every room gets to know of instruments, accounts, keys and strategies. Made
 * once at start by the main thread; plain values, so that it travels to any thread.
 */
import { ContractKind } from '../../protocol/codes/enums.js';
import { scaleOf } from '../../protocol/fixed.js';
import type {
  Account,
  Contract,
  CurrencyRate,
  ElsewhereInstrument,
  Instrument,
  LimitSetting,
} from '../../protocol/instrument.js';
import { VENUES } from '../../protocol/records/routing.js';
import { toContract, toRate } from './contracts.js';
import { elsewhere } from './engines.js';
import type { Identities } from './identities.js';
import { initialLimits, type Numbers } from './initial-limits.js';
import { toInstrument } from './instruments.js';
import { CURRENCIES } from './limits.js';
import { ConfigError } from './load.js';
import { type RegisteredRest, registerRest } from './rest-registry.js';
import type {
  CalendarEntry,
  FixConfig,
  InstrumentEntry,
  KeyEntry,
  ParsedConfig,
  ReferenceEntry,
  StrategyEntry,
  VenueEntry,
} from './schema.js';

/** A key that may log on, the session that is its own, and the accounts it may act for. */
export interface RegisteredKey {
  readonly id: string;
  readonly publicKey: string;
  readonly session: number;
  readonly accounts: readonly Account[];
}

/** A FIX session, the engine's number for it, and its accounts. */
export interface RegisteredFixSession {
  readonly compId: string;
  readonly version: FixConfig['sessions'][number]['version'];
  readonly key?: string;
  readonly certificate?: string;
  readonly session: number;
  readonly accounts: readonly Account[];
  readonly cancelOnDisconnect: boolean;
  readonly dropCopy: boolean;
}

export interface RegisteredStrategy {
  readonly entry: StrategyEntry;
  readonly session: number;
  readonly account: Account;
  readonly instruments: readonly Instrument[];
}

export interface RegisteredVenue {
  /** 0 to 15, as routes and records count. */
  readonly number: number;
  readonly entry: VenueEntry;
  readonly streetAccount: number;
  readonly listings: readonly RegisteredListing[];
}

export interface RegisteredReference {
  readonly instrument: Instrument;
  readonly entry: ReferenceEntry;
}

export interface RegisteredListing {
  readonly instrument: Instrument;
  readonly venueSymbol: string;
  readonly makerRate: number;
  readonly takerRate: number;
}

/** A venue as strategies and their feed know it. */
export interface ListedVenue {
  readonly number: number;
  readonly name: string;
  /** Numbers of the instruments that it lists. */
  readonly instruments: readonly number[];
}

export const listedVenues = (venues: readonly RegisteredVenue[]): ListedVenue[] =>
  venues.map(({ number, entry, listings }) => ({
    number,
    name: entry.name,
    instruments: listings.map(({ instrument }) => instrument.id),
  }));

export interface Registry {
  readonly instruments: readonly Instrument[];
  /** What other engines trade. */
  readonly elsewhere: readonly ElsewhereInstrument[];
  readonly accounts: readonly Account[];
  readonly keys: readonly RegisteredKey[];
  readonly strategies: readonly RegisteredStrategy[];
  readonly fixSessions: readonly RegisteredFixSession[];
  readonly rest: RegisteredRest | undefined;
  readonly calendars: readonly CalendarEntry[];
  readonly streetAccounts: readonly Account[];
  readonly venues: readonly RegisteredVenue[];
  readonly references: readonly RegisteredReference[];
  readonly currencies: readonly Currency[];
  /** By instrument, in their order. */
  readonly contracts: readonly Contract[];
  readonly rates: readonly CurrencyRate[];
  readonly limits: readonly LimitSetting[];
}

export interface Currency {
  readonly id: number;
  readonly name: string;
  readonly scale: number;
}

/** @param keys those of the configuration, and the demo key where there is one */
export function register(config: ParsedConfig, keys: readonly KeyEntry[], identities: Identities): Registry {
  const currencies = config.currencies.map(({ name, scale }) => ({
    id: currencyNumber(identities, name),
    name,
    scale,
  }));
  const contracts = config.instruments.map((entry) =>
    toContract(
      entry,
      currencies.find(({ name }) => name === entry.currency),
    ),
  );
  const instruments = config.instruments.map((entry, i) => {
    identities.keepUnits(entry.symbol, { ...entry, contract: contractText(entry, contracts[i], config) });
    return toInstrument(entry, identities.numberOf('instruments', entry.symbol));
  });
  const accountNumber = (name: string) => identities.numberOf('accounts', name);
  const accounts = config.accounts.map((name) => ({
    id: accountNumber(name),
    name,
    ...feesOf(config, name),
  }));
  const account = (name: string) => accounts.find((known) => known.name === name)!;
  const numbers: Numbers = {
    instrument: (symbol) => identities.numberOf('instruments', symbol),
    account: accountNumber,
    currency: (name) => identities.numberOf('currencies', name),
    key: (id) => identities.numberOf('sessions', `key:${id}`),
    strategy: (name) => identities.numberOf('sessions', `strategy:${name}`),
    fix: (version, compId) => identities.numberOf('sessions', `fix:${version}:${compId}`),
    rest: (id) => identities.numberOf('sessions', id === undefined ? 'rest-open' : `rest:${id}`),
  };
  const venues = config.venues.map((entry) => ({
    number: venueNumber(identities, entry.name),
    entry,
    streetAccount: accountNumber(entry.streetAccount),
    listings: entry.listings.map(({ symbol, venueSymbol, ...fees }) => ({
      instrument: instruments.find((known) => known.symbol === symbol)!,
      venueSymbol,
      makerRate: fees.makerFeeMillionths,
      takerRate: fees.takerFeeMillionths,
    })),
  }));
  return {
    instruments,
    elsewhere: elsewhere(config).map((each) => ({
      ...each,
      ...scalesOf(identities, each.symbol),
      id: identities.numberOf('instruments', each.symbol),
    })),
    accounts,
    streetAccounts: config.streetAccounts.map((name) => ({ id: accountNumber(name), name })),
    venues,
    rest: registerRest(config.rest, { instruments, accounts, venues, session: numbers.rest }),
    references: config.references.map((entry) => ({
      instrument: instruments.find(({ symbol }) => symbol === entry.symbol)!,
      entry,
    })),
    currencies,
    contracts,
    rates: config.currencies.flatMap((entry, i) => toRate(entry, currencies[i].id) ?? []),
    limits: initialLimits(config, numbers),
    calendars: config.calendars,
    keys: keys.map(({ id, publicKey, accounts: names }) => ({
      id,
      publicKey,
      session: identities.numberOf('sessions', `key:${id}`),
      accounts: names.map(account),
    })),
    fixSessions: (config.fix?.sessions ?? []).map(({ compId, version, key, certificate, ...entry }) => ({
      compId,
      version,
      ...(key !== undefined && { key }),
      ...(certificate !== undefined && { certificate }),
      session: numbers.fix(version, compId),
      accounts: (entry.accounts ?? keys.find(({ id }) => id === key)?.accounts ?? []).map(account),
      cancelOnDisconnect: entry.cancelOnDisconnect,
      dropCopy: entry.dropCopy,
    })),
    strategies: config.strategies.map((entry) => ({
      entry,
      session: identities.numberOf('sessions', `strategy:${entry.name}`),
      account: account(entry.account),
      instruments: instruments.filter(({ symbol }) => entry.instruments.includes(symbol)),
    })),
  };
}

/** Of an instrument that was traded here before. */
function scalesOf(identities: Identities, symbol: string) {
  const units = identities.unitsOf(symbol);
  return units && { priceScale: scaleOf(units.tick), quantityScale: scaleOf(units.lot) };
}

function venueNumber(identities: Identities, name: string): number {
  const number = identities.numberOf('venues', name) - 1;
  if (number < VENUES) return number;
  throw new ConfigError(
    `venue ${name} would be the ${number + 1}th that the data directory has known, at most ${VENUES} fit; use a fresh one`,
  );
}

function currencyNumber(identities: Identities, name: string): number {
  const number = identities.numberOf('currencies', name);
  if (number < CURRENCIES) return number;
  throw new ConfigError(
    `currency ${name} would be number ${number} that the data directory has known, at most ${CURRENCIES - 1} fit; use a fresh one`,
  );
}

/** How the journal counts the instrument's positions; for a person, when the configuration says something else. */
function contractText(
  entry: InstrumentEntry,
  { kind, unitValue }: Contract,
  { currencies }: ParsedConfig,
): string {
  const word = kind === ContractKind.Inverse ? 'inverse' : 'linear';
  const currency = currencies.find(({ name }) => name === entry.currency);
  if (currency === undefined) return `${word} in ticks × lots`;
  return `${word} in ${currency.name} of ${currency.scale} decimal places, ${unitValue} units`;
}

function feesOf({ accountLimits }: ParsedConfig, name: string): Pick<Account, 'fees'> {
  const own = accountLimits.find(({ account }) => account === name);
  if (own?.makerFeeMillionths === undefined || own.takerFeeMillionths === undefined) return {};
  return { fees: { makerRate: own.makerFeeMillionths, takerRate: own.takerFeeMillionths } };
}
