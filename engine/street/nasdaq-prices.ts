/** What both ways to Nasdaq have in common: prices from TotalView-ITCH 5.0, where the configuration says how it comes, and words. */
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { udpDial } from '../../adapters/kit/datagrams/udp.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import { NasdaqMarketData, type NasdaqOutside } from '../../adapters/nasdaq/market-data/agent.js';
import { MOLD_SOURCE_DEFAULTS, MoldSource } from '../../adapters/nasdaq/market-data/mold-source.js';
import { NASDAQ_MARKET_DEFAULTS } from '../../adapters/nasdaq/market-data/options.js';
import { SOUPBIN_SOURCE_DEFAULTS, SoupBinSource } from '../../adapters/nasdaq/market-data/soupbin-source.js';
import type { VenueOf } from '../config/venues.js';
import { lineOf, type Prices, prices } from './prices.js';
import { type Configured, secretIn, type World } from './world.js';

/** As OUCH and FIX have them. */
export const CAPACITIES = { agency: 'A', principal: 'P', riskless: 'R', other: 'O' } as const;

type Entry = VenueOf<'nasdaq'> | VenueOf<'nasdaq-fix'>;

/** Of ITCH over TCP, where it has none of its own. */
export interface Login {
  readonly username: string;
  readonly passwordFile: string;
}

/** @returns undefined: orders go there by name only */
export function nasdaqPrices(
  venue: Configured<'nasdaq'> | Configured<'nasdaq-fix'>,
  world: World,
  desk: () => OrderDesk,
  login?: Login,
): Prices<NasdaqMarketData> | undefined {
  const source = sourceOf(venue.entry, world, login);
  if (source === undefined) return undefined;
  return prices(
    venue,
    world,
    desk,
    (instruments, outside) =>
      new NasdaqMarketData({ ...NASDAQ_MARKET_DEFAULTS, instruments }, { ...outside, source }),
  );
}

function sourceOf(
  { itchTcp, itchUdp }: Entry,
  { notice, wake }: World,
  login: Login | undefined,
): NasdaqOutside['source'] | undefined {
  if (itchUdp !== undefined) {
    const { lines, requestHost, requestPort } = itchUdp;
    const requests = { host: requestHost, port: requestPort };
    const dial = udpDial({ lines: lines.map(lineOf), requests, wake });
    return (listener) => new MoldSource(MOLD_SOURCE_DEFAULTS, dial, listener, notice);
  }
  if (itchTcp === undefined) return undefined;
  const { host, port, username = login?.username, passwordFile = login?.passwordFile } = itchTcp;
  // The configuration is refused that has neither.
  const options = { ...SOUPBIN_SOURCE_DEFAULTS, username: username!, password: secretIn(passwordFile!) };
  return (listener) => new SoupBinSource(options, socketDial({ host, port, wake }), listener, notice);
}
