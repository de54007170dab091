/** Coinbase Exchange: orders over FIX, queries over FIX and REST, prices from its feed. */
import { COINBASE_ORDER_DEFAULTS, type SelfTradeType } from '../../adapters/coinbase/fix-orders/options.js';
import { signedSubscription } from '../../adapters/coinbase/fix-orders/signing.js';
import { coinbaseParts } from '../../adapters/coinbase/fix-orders/venue.js';
import { CoinbaseMarketData } from '../../adapters/coinbase/market-data/agent.js';
import { COINBASE_DEFAULTS } from '../../adapters/coinbase/market-data/options.js';
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import { uuidIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { TopCommands } from '../../adapters/kit/orders/top-commands.js';
import {
  type Configured,
  fixDial,
  marketDataRing,
  metered,
  orderDesk,
  secretIn,
  tradingOf,
  venueInstrument,
  type World,
} from './world.js';

const ADDRESS = { host: 'fix-ord.exchange.coinbase.com', port: 6_121 };
/** `none` is refused with the configuration. */
const SELF_TRADE: Readonly<Record<string, SelfTradeType>> = {
  cancelNewest: 'N',
  cancelOldest: 'O',
  cancelBoth: 'B',
  decrementAndCancel: 'D',
};

export function coinbaseFix(venue: Configured<'coinbase-fix'>, world: World): Venue {
  const { entry, listings } = venue;
  const instruments = listings.map(venueInstrument);
  const { apiKey } = entry;
  const keys = { apiKey, secret: secretIn(entry.secretFile), passphrase: secretIn(entry.passphraseFile) };
  const rest = entry.restUrl !== undefined && { restUrl: entry.restUrl };
  const top = new TopCommands(
    venue.number,
    world.lane,
    tradingOf(instruments, () => desk),
  );
  const market = new CoinbaseMarketData(
    {
      ...COINBASE_DEFAULTS,
      ...rest,
      ...(entry.marketDataUrl !== undefined && { streamUrl: entry.marketDataUrl }),
      instruments,
      // Delivered without gaps, for those who sign.
      book: 'level2',
      channels: ['matches'],
      sign: () => signedSubscription(keys, world.clock.seconds),
    },
    { ...world, ring: marketDataRing(venue, world), sink: top },
  );
  const desk = orderDesk(venue, world, uuidIds(entry.orderPrefix), () => {
    top.forget();
    market.tellTops();
  });
  const options = {
    ...COINBASE_ORDER_DEFAULTS,
    ...rest,
    ...keys,
    prefix: entry.orderPrefix,
    instruments,
    selfTradeType: SELF_TRADE[entry.selfTrade],
    cancelOnDisconnect: entry.cancelOnDisconnect ? ('S' as const) : ('N' as const),
  };
  const outside = { ...world, dial: fixDial(entry, ADDRESS, world) };
  desk.use(() => new FixForm(desk, outside, coinbaseParts(options, desk, outside)));
  return metered(venue, world, desk, market);
}
