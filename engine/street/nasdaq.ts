/** Nasdaq: orders over OUCH 5.0, prices from TotalView-ITCH 5.0 where the configuration says how it comes. */
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { udpDial } from '../../adapters/kit/datagrams/udp.js';
import { shortIds } from '../../adapters/kit/orders/client-ids.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { NasdaqMarketData, type NasdaqOutside } from '../../adapters/nasdaq/market-data/agent.js';
import { MOLD_SOURCE_DEFAULTS, MoldSource } from '../../adapters/nasdaq/market-data/mold-source.js';
import { NASDAQ_MARKET_DEFAULTS } from '../../adapters/nasdaq/market-data/options.js';
import { SOUPBIN_SOURCE_DEFAULTS, SoupBinSource } from '../../adapters/nasdaq/market-data/soupbin-source.js';
import { OuchForm } from '../../adapters/nasdaq/ouch-orders/form.js';
import { NASDAQ_ORDER_DEFAULTS } from '../../adapters/nasdaq/ouch-orders/options.js';
import type { VenueOf } from '../config/venues.js';
import { lineOf, type Prices, prices } from './prices.js';
import { type Configured, metered, orderDesk, secretIn, venueInstrument, type World } from './world.js';

const CAPACITIES = { agency: 'A', principal: 'P', riskless: 'R', other: 'O' } as const;

export function nasdaq(venue: Configured<'nasdaq'>, world: World): Venue {
  const { entry, listings } = venue;
  const { ouchHost: host, ouchPort: port, messagesPerSecond: messages } = entry;
  const feed = pricesOf(venue, world, () => desk);
  const desk = orderDesk(venue, world, shortIds(entry.orderPrefix), () => feed?.tellAgain());
  const options = {
    ...NASDAQ_ORDER_DEFAULTS,
    username: entry.username,
    password: secretIn(entry.passwordFile),
    prefix: entry.orderPrefix,
    instruments: listings.map(venueInstrument),
    capacity: CAPACITIES[entry.capacity],
    budget: { messages, perMs: 1_000, forCancels: Math.floor(messages / 5) },
    ...(entry.firm !== undefined && { firm: entry.firm }),
  };
  const outside = { dial: socketDial({ host, port, wake: world.wake }), notice: world.notice };
  desk.use(() => new OuchForm(options, desk, outside));
  return metered(venue, world, desk, feed?.market);
}

/** @returns undefined: orders go there by name only */
function pricesOf(
  venue: Configured<'nasdaq'>,
  world: World,
  desk: () => OrderDesk,
): Prices<NasdaqMarketData> | undefined {
  const source = sourceOf(venue.entry, world);
  if (source === undefined) return undefined;
  return prices(
    venue,
    world,
    desk,
    (instruments, outside) =>
      new NasdaqMarketData({ ...NASDAQ_MARKET_DEFAULTS, instruments }, { ...outside, source }),
  );
}

function sourceOf(entry: VenueOf<'nasdaq'>, { notice, wake }: World): NasdaqOutside['source'] | undefined {
  const { itchTcp, itchUdp } = entry;
  if (itchUdp !== undefined) {
    const { lines, requestHost, requestPort } = itchUdp;
    const requests = { host: requestHost, port: requestPort };
    const dial = udpDial({ lines: lines.map(lineOf), requests, wake });
    return (listener) => new MoldSource(MOLD_SOURCE_DEFAULTS, dial, listener, notice);
  }
  if (itchTcp === undefined) return undefined;
  const { host, port, username = entry.username, passwordFile = entry.passwordFile } = itchTcp;
  const options = { ...SOUPBIN_SOURCE_DEFAULTS, username, password: secretIn(passwordFile) };
  return (listener) => new SoupBinSource(options, socketDial({ host, port, wake }), listener, notice);
}
