/** B3: orders over Binary EntryPoint, prices from Binary UMDF where the configuration says where its lines are. */

import { EntryPointForm } from '../../adapters/b3/entrypoint-orders/form.js';
import { ENTRYPOINT_DEFAULTS, type EntryPointClient } from '../../adapters/b3/entrypoint-orders/options.js';
import { B3MarketData } from '../../adapters/b3/market-data/agent.js';
import { UMDF_DEFAULTS } from '../../adapters/b3/market-data/options.js';
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { numberIds } from '../../adapters/kit/orders/client-ids.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { CANCEL_ON_WORDS, type VenueOf } from '../config/venues.js';
import { loopedLines, type Prices, prices } from './prices.js';
import {
  type Configured,
  fixpFile,
  metered,
  orderDesk,
  secretIn,
  venueInstrument,
  type World,
} from './world.js';

/** `decrementAndCancel` is refused with the configuration. */
const SELF_TRADE: Readonly<Record<string, number>> = {
  none: 0,
  cancelNewest: 1,
  cancelOldest: 2,
  cancelBoth: 3,
};

export function b3EntryPoint(venue: Configured<'b3-entrypoint'>, world: World): Venue {
  const { entry, listings } = venue;
  const feed = pricesOf(venue, world, () => desk);
  const desk = orderDesk(venue, world, numberIds(), () => feed?.tellAgain());
  const options = {
    ...ENTRYPOINT_DEFAULTS,
    identity: identityOf(entry),
    instruments: listings.map(venueInstrument),
    clients: clientsOf(entry, world),
    marketSegmentId: entry.marketSegmentId,
    senderLocation: entry.senderLocation,
    enteringTrader: entry.enteringTrader,
    selfTrade: SELF_TRADE[entry.selfTrade],
    store: fixpFile(venue, world, 'entrypoint'),
  };
  const { entryPointHost: host, entryPointPort: port } = entry;
  const outside = { dial: socketDial({ host, port, wake: world.wake }), notice: world.notice };
  desk.use(() => new EntryPointForm(options, desk, outside));
  return metered(venue, world, desk, feed?.market);
}

/** @returns undefined: orders go there by name only */
function pricesOf(
  venue: Configured<'b3-entrypoint'>,
  world: World,
  desk: () => OrderDesk,
): Prices<B3MarketData> | undefined {
  const { umdfUdp } = venue.entry;
  if (umdfUdp === undefined) return undefined;
  const { lines, dial } = loopedLines(umdfUdp, world);
  return prices(
    venue,
    world,
    desk,
    (instruments, outside) =>
      new B3MarketData({ ...UMDF_DEFAULTS, lines, instruments }, { ...outside, dial }),
  );
}

const identityOf = (entry: VenueOf<'b3-entrypoint'>) => ({
  sessionId: entry.sessionId,
  enteringFirm: entry.enteringFirm,
  accessKey: secretIn(entry.secretFile),
  clientIp: entry.clientIp,
  clientAppName: 'Pregao',
  clientAppVersion: '1.0',
  cancelOnDisconnect: CANCEL_ON_WORDS.indexOf(entry.cancelOn),
  cancelWindowMs: entry.cancelWindowMs,
});

const clientsOf = (
  { investors }: VenueOf<'b3-entrypoint'>,
  { accounts }: World,
): ReadonlyMap<number, EntryPointClient> =>
  new Map(
    investors.map(({ account: ours, accountNumber, investorId }) => [
      accounts.find(({ name }) => name === ours)!.id,
      {
        ...(accountNumber !== undefined && { account: accountNumber }),
        ...(investorId !== undefined && { investor: investorId }),
      },
    ]),
  );
