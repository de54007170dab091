/** Binance spot: orders over the WebSocket API, prices from its depth streams. */
import { SPOT } from '../../adapters/binance/market-data/product.js';
import { SpotForm } from '../../adapters/binance/spot-orders/form.js';
import { type SelfTradeMode, SPOT_ORDER_DEFAULTS } from '../../adapters/binance/spot-orders/options.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { binanceParts } from './binance.js';
import { type Configured, metered, type World } from './world.js';

const SELF_TRADE = {
  none: 'NONE',
  cancelNewest: 'EXPIRE_TAKER',
  cancelOldest: 'EXPIRE_MAKER',
  cancelBoth: 'EXPIRE_BOTH',
  decrementAndCancel: 'DECREMENT',
} as const satisfies Record<string, SelfTradeMode>;

export function binanceSpot(venue: Configured<'binance-spot'>, world: World): Venue {
  const { desk, market, keys } = binanceParts(venue, world, SPOT);
  const selfTradeMode = SELF_TRADE[venue.entry.selfTrade];
  const options = { ...SPOT_ORDER_DEFAULTS, ...keys, selfTradeMode };
  desk.use(() => new SpotForm(options, desk, world));
  return metered(venue, world, desk, market);
}
