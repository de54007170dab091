/** CME: orders over iLink 3. Its prices do not come yet: orders go there by name. */
import { IlinkForm } from '../../adapters/cme/ilink-orders/form.js';
import { CME_ORDER_DEFAULTS } from '../../adapters/cme/ilink-orders/options.js';
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
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
  const desk = orderDesk(venue, world, textIds(entry.orderPrefix));
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
  return metered(venue, world, desk);
}
