/** Binance USD-M futures: orders over the WebSocket API, prices from its depth streams. */
import { FuturesForm } from '../../adapters/binance/futures-orders/form.js';
import { FUTURES_ORDER_DEFAULTS } from '../../adapters/binance/futures-orders/options.js';
import { USD_M } from '../../adapters/binance/market-data/product.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { binanceParts } from './binance.js';
import { type Configured, metered, type World } from './world.js';

export function binanceUsdm(venue: Configured<'binance-usdm'>, world: World): Venue {
  const { userStreamUrl, cancelCountdownMs: countdownMs = 0 } = venue.entry;
  const { desk, market, keys } = binanceParts(venue, world, USD_M);
  const options = {
    ...FUTURES_ORDER_DEFAULTS,
    ...keys,
    countdownMs,
    ...(userStreamUrl !== undefined && { streamUrl: userStreamUrl }),
  };
  desk.use(() => new FuturesForm(options, desk, world));
  return metered(venue, world, desk, market);
}
