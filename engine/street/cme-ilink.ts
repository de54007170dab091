/** CME: orders over iLink 3, prices from MDP 3.0 where the configuration says where its lines are. */
import { IlinkForm } from '../../adapters/cme/ilink-orders/form.js';
import { CME_ORDER_DEFAULTS } from '../../adapters/cme/ilink-orders/options.js';
import { CmeMarketData } from '../../adapters/cme/market-data/agent.js';
import { CME_MARKET_DEFAULTS } from '../../adapters/cme/market-data/options.js';
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
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

const TRADING_SYSTEM = { name: 'Pregao', version: '1.0', vendor: 'Pregao' };

export function cmeIlink(venue: Configured<'cme-ilink'>, world: World): Venue {
  const { entry, listings } = venue;
  const { ilinkHost: host, ilinkPort: port, accessKeyId, session, firm } = entry;
  const feed = pricesOf(venue, world, () => desk);
  const desk = orderDesk(venue, world, textIds(entry.orderPrefix), () => feed?.tellAgain());
  const options = {
    ...CME_ORDER_DEFAULTS,
    identity: {
      accessKeyId,
      secretKey: secretIn(entry.secretFile),
      session,
      firm,
      tradingSystem: TRADING_SYSTEM,
    },
    prefix: entry.orderPrefix,
    instruments: listings.map(venueInstrument),
    operatorId: entry.operatorId,
    location: entry.location,
    partyDetailsListReqId: entry.partyDetailsListReqId,
    store: fixpFile(venue, world, 'ilink'),
  };
  const outside = { dial: socketDial({ host, port, wake: world.wake }), notice: world.notice };
  desk.use(() => new IlinkForm(options, desk, outside));
  return metered(venue, world, desk, feed?.market);
}

/** @returns undefined: orders go there by name only */
function pricesOf(
  venue: Configured<'cme-ilink'>,
  world: World,
  desk: () => OrderDesk,
): Prices<CmeMarketData> | undefined {
  const { mdpUdp } = venue.entry;
  if (mdpUdp === undefined) return undefined;
  const { book } = mdpUdp;
  const { lines, dial } = loopedLines(mdpUdp, world);
  return prices(
    venue,
    world,
    desk,
    (instruments, outside) =>
      new CmeMarketData({ ...CME_MARKET_DEFAULTS, book, lines, instruments }, { ...outside, dial }),
  );
}
