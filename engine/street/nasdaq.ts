/** Nasdaq: orders over OUCH 5.0. */
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { shortIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { OuchForm } from '../../adapters/nasdaq/ouch-orders/form.js';
import { NASDAQ_ORDER_DEFAULTS } from '../../adapters/nasdaq/ouch-orders/options.js';
import { type Configured, metered, orderDesk, secretIn, venueInstrument, type World } from './world.js';

const CAPACITIES = { agency: 'A', principal: 'P', riskless: 'R', other: 'O' } as const;
const SALES = { long: 'S', short: 'T', shortExempt: 'E' } as const;

export function nasdaq(venue: Configured<'nasdaq'>, world: World): Venue {
  const { entry, listings } = venue;
  const { ouchHost: host, ouchPort: port, messagesPerSecond: messages } = entry;
  const desk = orderDesk(venue, world, shortIds(entry.orderPrefix));
  const options = {
    ...NASDAQ_ORDER_DEFAULTS,
    username: entry.username,
    password: secretIn(entry.passwordFile),
    prefix: entry.orderPrefix,
    instruments: listings.map(venueInstrument),
    capacity: CAPACITIES[entry.capacity],
    salesAre: SALES[entry.salesAre],
    budget: { messages, perMs: 1_000, forCancels: Math.floor(messages / 5) },
    ...(entry.firm !== undefined && { firm: entry.firm }),
  };
  const outside = { dial: socketDial({ host, port, wake: world.wake }), notice: world.notice };
  desk.use(() => new OuchForm(options, desk, outside));
  return metered(venue, world, desk);
}
