/** What the schema cannot say of venues: names that must exist, or stand once, and what each venue can carry. */
import type { Complaint } from './complaint.js';
import type { ParsedConfig } from './schema.js';
import type { VenueOf } from './venues.js';

export function unfitVenues(config: ParsedConfig): Complaint[] {
  return [
    ...unfitListings(config),
    ...unfitCountdowns(config),
    ...unfitFixVenues(config),
    ...unfitNasdaqVenues(config),
    ...unfitCmeListings(config),
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
    if (venue.adapter !== 'nasdaq') return [];
    const hasBoth = venue.itchTcp !== undefined && venue.itchUdp !== undefined;
    const hasItch = venue.itchTcp !== undefined || venue.itchUdp !== undefined;
    const units = venue.listings.flatMap(({ symbol }, i) => {
      const { tick = '1', lot = '1' } = instruments.find((each) => each.symbol === symbol) ?? {};
      const message = unfitForNasdaq(tick, lot, hasItch);
      return message === undefined ? [] : [{ path: ['venues', v, 'listings', i, 'symbol'], message }];
    });
    const both = { path: ['venues', v, 'itchUdp'], message: 'the books come over "itchTcp" already' };
    return hasBoth ? [both, ...units] : units;
  });
}

function unfitForNasdaq(tick: string, lot: string, hasItch: boolean): string | undefined {
  if (placesOf(tick) > NASDAQ_PLACES) return `a tick of ${tick}: prices at Nasdaq have four decimal places`;
  if (placesOf(lot) > 0) return `a lot of ${lot}: shares are whole at Nasdaq`;
  return hasItch && Number(lot) !== 1 ? `a lot of ${lot}: odd lots stand in Nasdaq's books too` : undefined;
}

/** A contract has a number at CME, prices nine decimal places, and quantities are whole. */
function unfitCmeListings({ venues, instruments }: ParsedConfig): Complaint[] {
  return venues.flatMap(({ adapter, listings }, v) =>
    (adapter === 'cme-ilink' ? listings : []).flatMap(({ symbol, venueSymbol }, i) => {
      const { tick = '1', lot = '1' } = instruments.find((each) => each.symbol === symbol) ?? {};
      const at = (key: string, message: string) => ({ path: ['venues', v, 'listings', i, key], message });
      return [
        ...(/^\d{1,10}$/.test(venueSymbol) && Number(venueSymbol) < 2 ** 31
          ? []
          : [at('venueSymbol', `"${venueSymbol}" is no SecurityID`)]),
        ...(placesOf(tick) <= CME_PLACES && Number(lot) === 1
          ? []
          : [at('symbol', `a tick of ${tick} and a lot of ${lot}: at CME a lot is one contract`)]),
      ];
    }),
  );
}

/** Decimal places that say something. */
const placesOf = (decimal: string): number => (decimal.split('.')[1] ?? '').replace(/0+$/, '').length;

/** What a venue's FIX has no word for, and whom its orders would be for. */
function unfitFixVenues({ venues, accounts }: ParsedConfig): Complaint[] {
  return venues.flatMap((venue, v) => {
    const at = (...path: PropertyKey[]) => ['venues', v, ...path];
    if (venue.adapter === 'coinbase-fix' && venue.selfTrade === 'none')
      return [{ path: at('selfTrade'), message: 'Coinbase always prevents self-trades' }];
    if (venue.adapter !== 'b3-fix') return [];
    const decrements = venue.selfTrade === 'decrementAndCancel';
    return [
      ...(decrements ? [{ path: at('selfTrade'), message: 'B3 cancels; it does not decrement' }] : []),
      ...venue.clients.flatMap((client, c) => unfitClient(venue, client, c, accounts, at)),
    ];
  });
}

function unfitClient(
  { clients, parties }: VenueOf<'b3-fix'>,
  client: VenueOf<'b3-fix'>['clients'][number],
  c: number,
  accounts: readonly string[],
  at: (...path: PropertyKey[]) => PropertyKey[],
): Complaint[] {
  const { account } = client;
  const path = at('clients', c, 'account');
  const roles = [...parties, ...client.parties].map(({ role }) => role);
  const twice = roles.find((role, i) => roles.indexOf(role) < i);
  return [
    ...(accounts.includes(account)
      ? []
      : [{ path, message: `no account "${account}"; add it to "accounts"` }]),
    ...(clients.findIndex((other) => other.account === account) < c
      ? [{ path, message: `"${account}" stands here twice` }]
      : []),
    ...(twice === undefined ? [] : [{ path, message: `its orders would name role ${twice} twice` }]),
    ...(roles.length === 0 ? [{ path, message: 'its orders would name nobody; say who in "parties"' }] : []),
  ];
}
