/** Binance USD-M futures: orders over the WebSocket API, prices from its depth streams. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { FuturesForm } from '../../adapters/binance/futures-orders/form.js';
import { FUTURES_ORDER_DEFAULTS } from '../../adapters/binance/futures-orders/options.js';
import { BinanceMarketData } from '../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../../adapters/binance/market-data/options.js';
import { Stream, USD_M } from '../../adapters/binance/market-data/product.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { TopCommands } from '../../adapters/kit/orders/top-commands.js';
import { type Configured, marketDataRing, orderDesk, venueInstrument, type World } from './world.js';

export function binanceUsdm(venue: Configured<'binance-usdm'>, world: World): Venue {
  const { entry, listings } = venue;
  const instruments = listings.map(venueInstrument);
  const top = new TopCommands(venue.number, world.lane);
  const product = {
    ...USD_M,
    streamUrl: entry.marketDataUrl ?? USD_M.streamUrl,
    restUrl: entry.restUrl ?? USD_M.restUrl,
  };
  const market = new BinanceMarketData(
    { ...BINANCE_DEFAULTS, product, instruments, streams: [Stream.Depth] },
    { ...world, ring: marketDataRing(), sink: top },
  );
  const desk = orderDesk(venue, world, textIds(entry.orderPrefix), () => {
    top.forget();
    market.tellTops();
  });
  const options = {
    ...FUTURES_ORDER_DEFAULTS,
    apiKey: entry.apiKey,
    privateKey: createPrivateKey(readFileSync(entry.privateKeyFile)),
    prefix: entry.orderPrefix,
    instruments,
    ...(entry.apiUrl !== undefined && { apiUrl: entry.apiUrl }),
    ...(entry.userStreamUrl !== undefined && { streamUrl: entry.userStreamUrl }),
    ...(entry.restUrl !== undefined && { restUrl: entry.restUrl }),
  };
  desk.use(() => new FuturesForm(options, desk, world));
  return { desk, others: [market] };
}
