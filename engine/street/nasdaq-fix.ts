/** Nasdaq: orders over FIX 4.2, prices from TotalView-ITCH 5.0 where the configuration says how it comes. */
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import { socketDial } from '../../adapters/fix-orders/socket-dial.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { NASDAQ_FIX_DEFAULTS, type NasdaqFixOptions } from '../../adapters/nasdaq/fix-orders/options.js';
import { nasdaqFixParts } from '../../adapters/nasdaq/fix-orders/venue.js';
import { CAPACITIES, nasdaqPrices } from './nasdaq-prices.js';
import { type Configured, dayStores, metered, orderDesk, venueInstrument, type World } from './world.js';

export function nasdaqFix(venue: Configured<'nasdaq-fix'>, world: World): Venue {
  const { entry, listings } = venue;
  const { fixHost: host, fixPort: port, messagesPerSecond: messages } = entry;
  const feed = nasdaqPrices(venue, world, () => desk);
  const desk = orderDesk(venue, world, textIds(entry.orderPrefix), () => feed?.tellAgain());
  const options: NasdaqFixOptions = {
    ...NASDAQ_FIX_DEFAULTS,
    senderCompId: entry.senderCompId,
    prefix: entry.orderPrefix,
    instruments: listings.map(venueInstrument),
    capacity: CAPACITIES[entry.capacity],
    store: dayStores(venue, world),
    budget: { messages, perMs: 1_000, forCancels: Math.floor(messages / 5) },
    ...(entry.firm !== undefined && { firm: entry.firm }),
    ...(entry.venueAccount !== undefined && { account: entry.venueAccount }),
  };
  const outside = { dial: socketDial({ host, port, wake: world.wake }), notice: world.notice };
  desk.use(() => new FixForm(desk, outside, nasdaqFixParts(options, desk)));
  return metered(venue, world, desk, feed?.market);
}
