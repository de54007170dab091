/** REST with its numbers: sessions of its keys, and where each named exchange sends its orders. */
import { Route } from '../../protocol/codes/enums.js';
import type { Account, Instrument } from '../../protocol/instrument.js';
import type { RegisteredVenue } from './registry.js';
import { OWN_BOOK, SMART } from './rest.js';
import type { RestConfig } from './schema.js';

export interface RegisteredRest {
  readonly sessions: readonly RegisteredRestSession[];
  readonly exchanges: readonly RegisteredExchange[];
  readonly origins: readonly string[];
  readonly answerMs: number;
}

export interface RegisteredRestSession {
  /** SHA-256 of its key, hexadecimal; undefined for who has none. */
  readonly sha256?: string;
  readonly session: number;
  readonly accounts: readonly Account[];
  readonly operator: boolean;
}

export interface RegisteredExchange {
  readonly exchange: string;
  readonly strategy: string;
  readonly route: number;
  readonly answers: 'binance' | 'flowa';
  /** What clients may say, and what is meant, besides our own symbols and names; the first one of an instrument is said in answers. */
  readonly symbols: readonly (readonly [theirs: string, ours: Instrument])[];
  readonly accounts: readonly (readonly [theirs: string, ours: Account])[];
}

/** What everything is called by. */
interface Known {
  readonly instruments: readonly Instrument[];
  readonly accounts: readonly Account[];
  readonly venues: readonly RegisteredVenue[];
  /** Number of a session. */
  session(id: string | undefined): number;
}

export function registerRest(rest: RestConfig | undefined, known: Known): RegisteredRest | undefined {
  if (rest === undefined) return undefined;
  const account = (name: string) => known.accounts.find((each) => each.name === name)!;
  const { open, keys, origins, answerMs } = rest;
  return {
    sessions: [
      ...(open === undefined
        ? []
        : [{ session: known.session(undefined), accounts: [account(open.account)], operator: false }]),
      ...keys.map(({ id, sha256, accounts, operator }) => ({
        sha256,
        operator,
        session: known.session(id),
        accounts: accounts.map(account),
      })),
    ],
    exchanges: exchangesOf(rest, known),
    origins,
    answerMs,
  };
}

/** Those of the configuration; besides, where it says nothing else, our own book and every venue by its name. */
function exchangesOf({ exchanges }: RestConfig, known: Known): RegisteredExchange[] {
  const ours = [
    { exchange: 'pregao', strategy: 'simple-order', route: OWN_BOOK, answers: 'flowa' as const },
    { exchange: 'pregao', strategy: SMART, route: SMART, answers: 'flowa' as const },
    ...known.venues.map(({ entry: { name, adapter } }) => ({
      exchange: name,
      strategy: 'simple-order',
      route: name,
      answers: adapter.startsWith('binance') ? ('binance' as const) : ('flowa' as const),
    })),
  ].map((entry) => ({ ...entry, symbols: {}, accounts: {} }));
  const said = new Set(exchanges.map(({ exchange, strategy }) => `${exchange} ${strategy}`));
  return [...exchanges, ...ours.filter(({ exchange, strategy }) => !said.has(`${exchange} ${strategy}`))].map(
    (entry) => exchangeOf(entry, known),
  );
}

function exchangeOf(entry: RestConfig['exchanges'][number], known: Known): RegisteredExchange {
  const venue = known.venues.find(({ entry: { name } }) => name === entry.route);
  const listings = venue?.listings ?? [];
  return {
    ...entry,
    route: venue === undefined ? ROUTES[entry.route] : Route.Venue + venue.number,
    symbols: [
      ...Object.entries(entry.symbols).map(
        ([theirs, ours]) => [theirs, known.instruments.find(({ symbol }) => symbol === ours)!] as const,
      ),
      ...listings.map(({ venueSymbol, instrument }) => [venueSymbol, instrument] as const),
    ],
    accounts: Object.entries(entry.accounts).map(
      ([theirs, ours]) => [theirs, known.accounts.find(({ name }) => name === ours)!] as const,
    ),
  };
}

const ROUTES: Readonly<Record<string, number>> = { [OWN_BOOK]: Route.OwnBook, [SMART]: Route.Smart };
