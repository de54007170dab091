/** Nasdaq: orders over OUCH 5.0, prices from TotalView-ITCH 5.0 where the configuration says how it comes. */
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { shortIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { OuchForm } from '../../adapters/nasdaq/ouch-orders/form.js';
import { NASDAQ_ORDER_DEFAULTS } from '../../adapters/nasdaq/ouch-orders/options.js';
import { CAPACITIES, nasdaqPrices } from './nasdaq-prices.js';
import { type Configured, metered, orderDesk, secretIn, venueInstrument, type World } from './world.js';

export function nasdaq(venue: Configured<'nasdaq'>, world: World): Venue {
  const { entry, listings } = venue;
  const { ouchHost: host, ouchPort: port, messagesPerSecond: messages } = entry;
  const feed = nasdaqPrices(venue, world, () => desk, entry);
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
