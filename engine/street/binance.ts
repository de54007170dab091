/** What the venues of Binance have in common: prices from the depth streams of a product, and the desk that their orders go through. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { BinanceMarketData } from '../../adapters/binance/market-data/agent.js';
import { BINANCE_DEFAULTS } from '../../adapters/binance/market-data/options.js';
import { type Product, Stream } from '../../adapters/binance/market-data/product.js';
import type { VenueInstrument } from '../../adapters/kit/instrument.js';
import { textIds } from '../../adapters/kit/orders/client-ids.js';
import type { OrderDesk } from '../../adapters/kit/orders/order-desk.js';
import { TopCommands } from '../../adapters/kit/orders/top-commands.js';
import {
  type Configured,
  marketDataRing,
  orderDesk,
  tradingOf,
  venueInstrument,
  type World,
} from './world.js';

export type ConfiguredBinance = Configured<'binance-usdm' | 'binance-spot' | 'binance-spot-fix'>;

/** For an order form: what the configuration says of all of them. */
export interface BinanceOrderKeys {
  readonly apiKey: string;
  readonly privateKey: KeyObject;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  readonly apiUrl?: string;
  readonly restUrl?: string;
}

/** Beside book and trades the best prices, which show whether it is told of everything, and the mark price, which comes whatever happens. */
const STREAMS = [Stream.Depth, Stream.Top, Stream.Trades, Stream.MarkPrice];

export interface BinanceParts {
  readonly desk: OrderDesk;
  readonly market: BinanceMarketData;
  readonly keys: BinanceOrderKeys;
}

export function binanceParts(venue: ConfiguredBinance, world: World, product: Product): BinanceParts {
  const { entry, listings, number } = venue;
  const instruments = listings.map(venueInstrument);
  const { marketDataUrl: streamUrl = product.streamUrl, restUrl = product.restUrl } = entry;
  const top = new TopCommands(
    number,
    world.lane,
    tradingOf(instruments, () => desk),
  );
  const market = new BinanceMarketData(
    {
      ...BINANCE_DEFAULTS,
      product: { ...product, streamUrl, restUrl },
      instruments,
      streams: STREAMS.filter((stream) => product.tiers.some(({ streams }) => streams.includes(stream))),
    },
    { ...world, ring: marketDataRing(venue, world), sink: top },
  );
  const desk = orderDesk(venue, world, textIds(entry.orderPrefix), () => {
    top.forget();
    market.tellTops();
  });
  const keys = {
    apiKey: entry.apiKey,
    privateKey: createPrivateKey(readFileSync(entry.privateKeyFile)),
    prefix: entry.orderPrefix,
    instruments,
    ...(entry.apiUrl !== undefined && { apiUrl: entry.apiUrl }),
    ...(entry.restUrl !== undefined && { restUrl: entry.restUrl }),
  };
  return { desk, market, keys };
}
