/** Binance spot: orders over FIX, queries over the WebSocket API, prices from its depth streams. */
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BinanceMarketData } from '../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../../adapters/binance/market-data/options.js';
import { SPOT, Stream } from '../../adapters/binance/market-data/product.js';
import { SelfTradeMode, SPOT_ORDER_DEFAULTS } from '../../adapters/binance/spot-fix-orders/options.js';
import { spotParts } from '../../adapters/binance/spot-fix-orders/venue.js';
import { FixForm } from '../../adapters/fix-orders/fix-form.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { Venue } from '../../adapters/kit/orders/street-agent.js';
import { TopCommands } from '../../adapters/kit/orders/top-commands.js';
import { type Configured, fixDial, marketDataRing, orderDesk, venueInstrument, type World } from './world.js';

const ADDRESS = { host: 'fix-oe.binance.com', port: 9_000 };
const SELF_TRADE = {
  none: SelfTradeMode.None,
  cancelNewest: SelfTradeMode.ExpireTaker,
  cancelOldest: SelfTradeMode.ExpireMaker,
  cancelBoth: SelfTradeMode.ExpireBoth,
  decrementAndCancel: SelfTradeMode.Decrement,
} as const;

export function binanceSpotFix(venue: Configured<'binance-spot-fix'>, world: World): Venue {
  const { entry, listings } = venue;
  const instruments = listings.map(venueInstrument);
  const top = new TopCommands(venue.number, world.lane);
  const product = {
    ...SPOT,
    streamUrl: entry.marketDataUrl ?? SPOT.streamUrl,
    restUrl: entry.restUrl ?? SPOT.restUrl,
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
    ...SPOT_ORDER_DEFAULTS,
    apiKey: entry.apiKey,
    privateKey: createPrivateKey(readFileSync(entry.privateKeyFile)),
    prefix: entry.orderPrefix,
    instruments,
    selfTradeMode: SELF_TRADE[entry.selfTrade],
    ...(entry.senderCompIds !== undefined && { senderCompIds: entry.senderCompIds }),
    ...(entry.apiUrl !== undefined && { apiUrl: entry.apiUrl }),
    ...(entry.restUrl !== undefined && { restUrl: entry.restUrl }),
  };
  const outside = { ...world, dial: fixDial(entry, ADDRESS, world), webSocket: world.dial };
  desk.use(() => new FixForm(desk, outside, spotParts(options, desk, outside)));
  return { desk, others: [market] };
}
