/** What the schema cannot say of venues: names that must exist, or stand once, and what each venue can carry. */
import type { Complaint } from './complaint.js';
import type { ParsedConfig } from './schema.js';
import type { VenueOf } from './venues.js';

export function unfitVenues(config: ParsedConfig): Complaint[] {
  return [
    ...unfitListings(config),
    ...unfitCountdowns(config),
    ...unfitClients(config),
    ...unfitNasdaqVenues(config),
    ...unfitNumberedListings(config),
  ];
}

/** Street accounts that there are, one a venue, and listings of instruments that there are, once each. */
function unfitListings({ venues, streetAccounts, instruments }: ParsedConfig): Complaint[] {
  const symbols = new Set(instruments.map((entry) => entry.symbol));
  return venues.flatMap(({ streetAccount, listings }, v) => {
    const taken = venues.findIndex((other) => other.streetAccount === streetAccount) < v;
    const account = (message: string) => ({ path: ['venues', v, 'streetAccount'], message });
    return [
      ...(streetAccounts.includes(streetAccount)
        ? []
        : [account(`no street account "${streetAccount}"; add it to "streetAccounts"`)]),
      ...(taken ? [account(`"${streetAccount}" is another venue's`)] : []),
      ...listings.flatMap(({ symbol }, i) => {
        const path = ['venues', v, 'listings', i, 'symbol'];
        if (!symbols.has(symbol))
          return [{ path, message: `no instrument "${symbol}"; add it to "instruments"` }];
        const again = listings.findIndex((other) => other.symbol === symbol) < i;
        return again ? [{ path, message: `"${symbol}" stands here twice` }] : [];
      }),
    ];
  });
}

const NASDAQ_PLACES = 4;
const CME_PLACES = 9;
const B3_PLACES = 4;

/** Begun anew for every listing, it may take half of the weight that is not kept for cancels. */
const COUNTDOWN_MS_A_LISTING = 4_000;

function unfitCountdowns({ venues }: ParsedConfig): Complaint[] {
  return venues.flatMap((venue, v) => {
    const leastMs = COUNTDOWN_MS_A_LISTING * venue.listings.length;
    const isFit = venue.adapter !== 'binance-usdm' || (venue.cancelCountdownMs ?? leastMs) >= leastMs;
    const message = `too short for ${venue.listings.length} listings: at least ${leastMs}`;
    return isFit ? [] : [{ path: ['venues', v, 'cancelCountdownMs'], message }];
  });
}

/** Nasdaq's messages have four decimal places, and whole shares. */
function unfitNasdaqVenues({ venues, instruments }: ParsedConfig): Complaint[] {
  return venues.flatMap((venue, v) => {
    if (venue.adapter !== 'nasdaq' && venue.adapter !== 'nasdaq-fix') return [];
    const hasBoth = venue.itchTcp !== undefined && venue.itchUdp !== undefined;
    const hasItch = venue.itchTcp !== undefined || venue.itchUdp !== undefined;
    const units = venue.listings.flatMap(({ symbol }, i) => {
      const { tick = '1', lot = '1' } = instruments.find((each) => each.symbol === symbol) ?? {};
      const message = unfitForNasdaq(tick, lot, hasItch);
      return message === undefined ? [] : [{ path: ['venues', v, 'listings', i, 'symbol'], message }];
    });
    const both = { path: ['venues', v, 'itchUdp'], message: 'the books come over "itchTcp" already' };
    const { itchTcp } = venue;
    const hasLogin = itchTcp?.username !== undefined && itchTcp.passwordFile !== undefined;
    const login = { path: ['venues', v, 'itchTcp'], message: 'needs "username" and "passwordFile"' };
    const isLoginMissing = venue.adapter === 'nasdaq-fix' && itchTcp !== undefined && !hasLogin;
    return [...(hasBoth ? [both] : []), ...(isLoginMissing ? [login] : []), ...units];
  });
}

function unfitForNasdaq(tick: string, lot: string, hasItch: boolean): string | undefined {
  if (placesOf(tick) > NASDAQ_PLACES) return `a tick of ${tick}: prices at Nasdaq have four decimal places`;
  if (placesOf(lot) > 0) return `a lot of ${lot}: shares are whole at Nasdaq`;
  return hasItch && Number(lot) !== 1 ? `a lot of ${lot}: odd lots stand in Nasdaq's books too` : undefined;
}

/** Where an instrument has a number: the largest, the decimal places of prices, and what is wrong with a lot. */
const NUMBERED: Readonly<Record<string, { most: number; places: number; unfitLot(lot: string): string }>> = {
  'cme-ilink': {
    most: 2 ** 31 - 1,
    places: CME_PLACES,
    unfitLot: (lot) => (Number(lot) === 1 ? '' : 'at CME a lot is one contract'),
  },
  'b3-entrypoint': {
    most: Number.MAX_SAFE_INTEGER,
    places: B3_PLACES,
    unfitLot: (lot) => (placesOf(lot) === 0 ? '' : 'quantities are whole at B3'),
  },
};

function unfitNumberedListings({ venues, instruments }: ParsedConfig): Complaint[] {
  return venues.flatMap(({ adapter, listings }, v) => {
    const rule = NUMBERED[adapter];
    if (rule === undefined) return [];
    return listings.flatMap(({ symbol, venueSymbol }, i) => {
      const { tick = '1', lot = '1' } = instruments.find((each) => each.symbol === symbol) ?? {};
      const at = (key: string, message: string) => ({ path: ['venues', v, 'listings', i, key], message });
      const isNumber = /^[1-9]\d*$/.test(venueSymbol) && Number(venueSymbol) <= rule.most;
      const isFine = placesOf(tick) > rule.places;
      const unfitLot = rule.unfitLot(lot);
      return [
        ...(isNumber ? [] : [at('venueSymbol', `"${venueSymbol}" is no SecurityID`)]),
        ...(isFine
          ? [at('symbol', `a tick of ${tick}: prices there have ${rule.places} decimal places`)]
          : []),
        ...(unfitLot === '' ? [] : [at('symbol', `a lot of ${lot}: ${unfitLot}`)]),
      ];
    });
  });
}

/** Decimal places that say something. */
const placesOf = (decimal: string): number => (decimal.split('.')[1] ?? '').replace(/0+$/, '').length;

/** What a venue has no word for, and whom its orders would be for. */
function unfitClients({ venues, accounts }: ParsedConfig): Complaint[] {
  return venues.flatMap((venue, v) => {
    const at = (...path: PropertyKey[]) => ['venues', v, ...path];
    if (venue.adapter === 'coinbase-fix' && venue.selfTrade === 'none')
      return [{ path: at('selfTrade'), message: 'Coinbase always prevents self-trades' }];
    if (venue.adapter !== 'b3-fix' && venue.adapter !== 'b3-entrypoint') return [];
    const decrements = venue.selfTrade === 'decrementAndCancel';
    const isFix = venue.adapter === 'b3-fix';
    const [key, clients] = isFix ? ['clients', venue.clients] : ['investors', venue.investors];
    return [
      ...(decrements ? [{ path: at('selfTrade'), message: 'B3 cancels; it does not decrement' }] : []),
      ...clients.flatMap((_, c) => unfitAccount(clients, c, accounts, at(key, c, 'account'))),
      ...(isFix ? venue.clients.flatMap((each, c) => unfitParties(venue, each, at(key, c, 'account'))) : []),
    ];
  });
}

/** Orders of it are for somebody at the venue: it has to be one of ours, once. */
function unfitAccount(
  clients: readonly { readonly account: string }[],
  c: number,
  accounts: readonly string[],
  path: PropertyKey[],
): Complaint[] {
  const { account } = clients[c];
  const isTwice = clients.findIndex((other) => other.account === account) < c;
  return [
    ...(accounts.includes(account)
      ? []
      : [{ path, message: `no account "${account}"; add it to "accounts"` }]),
    ...(isTwice ? [{ path, message: `"${account}" stands here twice` }] : []),
  ];
}

function unfitParties(
  { parties }: VenueOf<'b3-fix'>,
  client: VenueOf<'b3-fix'>['clients'][number],
  path: PropertyKey[],
): Complaint[] {
  const roles = [...parties, ...client.parties].map(({ role }) => role);
  const twice = roles.find((role, i) => roles.indexOf(role) < i);
  return [
    ...(twice === undefined ? [] : [{ path, message: `its orders would name role ${twice} twice` }]),
    ...(roles.length === 0 ? [{ path, message: 'its orders would name nobody; say who in "parties"' }] : []),
  ];
}
