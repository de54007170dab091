/** Binance spot: orders over FIX, queries over the WebSocket API, prices from its depth streams. */
import { SPOT } from '../../adapters/binance/market-data/product.js';
import { SelfTradeMode, SPOT_ORDER_DEFAULTS } from '../../adapters/binance/spot-fix-orders/options.js';
import { spotParts } from '../../adapters/binance/spot-fix-orders/venue.js';
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { binanceParts } from './binance.js';
import { type Configured, fixDial, metered, type World } from './world.js';

const ADDRESS = { host: 'fix-oe.binance.com', port: 9_000 };
const SELF_TRADE = {
  none: SelfTradeMode.None,
  cancelNewest: SelfTradeMode.ExpireTaker,
  cancelOldest: SelfTradeMode.ExpireMaker,
  cancelBoth: SelfTradeMode.ExpireBoth,
  decrementAndCancel: SelfTradeMode.Decrement,
} as const;

export function binanceSpotFix(venue: Configured<'binance-spot-fix'>, world: World): Venue {
  const { entry } = venue;
  const { senderCompIds } = entry;
  const { desk, market, keys } = binanceParts(venue, world, SPOT);
  const options = {
    ...SPOT_ORDER_DEFAULTS,
    ...keys,
    selfTradeMode: SELF_TRADE[entry.selfTrade],
    ...(senderCompIds !== undefined && { senderCompIds }),
  };
  const outside = { ...world, dial: fixDial(entry, ADDRESS, world), webSocket: world.dial };
  desk.use(() => new FixForm(desk, outside, spotParts(options, desk, outside)));
  return metered(venue, world, desk, market);
}
