/** B3: orders over FIX EntryPoint. Its prices do not come yet: orders go there by name. */
import {
  B3_ORDER_DEFAULTS,
  type B3Client,
  type B3OrderOptions,
  CancelOn,
} from '../../adapters/b3/fix-orders/options.js';
import { b3Parts } from '../../adapters/b3/fix-orders/venue.js';
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import type { VenueOf } from '../config/venues.js';
import {
  type Configured,
  dayStores,
  fixDial,
  metered,
  orderDesk,
  secretIn,
  venueInstrument,
  type World,
} from './world.js';

/** `decrementAndCancel` is refused with the configuration. */
const SELF_TRADE: Readonly<Record<string, B3OrderOptions['selfTrade']>> = {
  cancelNewest: 1,
  cancelOldest: 2,
  cancelBoth: 3,
};

export function b3Fix(venue: Configured<'b3-fix'>, world: World): Venue {
  const { entry, listings } = venue;
  const desk = orderDesk(venue, world, textIds(entry.orderPrefix));
  const options: B3OrderOptions = {
    ...B3_ORDER_DEFAULTS,
    senderCompId: entry.senderCompId,
    targetCompId: entry.targetCompId,
    password: secretIn(entry.passwordFile),
    passwordTag: entry.passwordTag,
    prefix: entry.orderPrefix,
    instruments: listings.map(venueInstrument),
    clients: clientsOf(entry, world),
    store: dayStores(venue, world),
    cancelOn: entry.cancelOnDisconnect ? CancelOn.Disconnect : CancelOn.Nothing,
    cancelWindowMs: entry.cancelWindowMs,
    selfTrade: SELF_TRADE[entry.selfTrade],
    ...(entry.username !== undefined && { username: entry.username }),
  };
  const address = { host: entry.fixHost, port: entry.fixPort };
  const outside = { ...world, dial: fixDial(entry, address, world) };
  desk.use(() => new FixForm(desk, outside, b3Parts(options, desk)));
  return metered(venue, world, desk);
}

function clientsOf({ clients, parties }: VenueOf<'b3-fix'>, { accounts }: World): Map<number, B3Client> {
  return new Map(
    clients.map((client) => [
      accounts.find(({ name }) => name === client.account)!.id,
      {
        parties: [...parties, ...client.parties],
        ...(client.venueAccount !== undefined && { account: client.venueAccount }),
        ...(client.accountType !== undefined && { accountType: client.accountType }),
      },
    ]),
  );
}
