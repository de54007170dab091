/** Binance's three products before their simulators, for the conformance suite for market data. */
import type { MarketDataBench, StartOptions } from '../../conformance/test-market-data-rig.js';
import { TestNetwork } from '../../conformance/test-network.js';
import { instrumentOf } from '../../kit/instrument.js';
import { BinanceFutures } from '../../simulator/binance/futures/simulator.js';
import { BinanceSpot } from '../../simulator/binance/spot/simulator.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import type { VenueAgent } from '../../simulator/shell/venue.js';
import { BinanceMarketData, type BinanceOutside } from './agent.js';
import { binanceDefinitions } from './definitions.js';
import { BINANCE_DEFAULTS } from './options.js';
import { COIN_M, type Product, SPOT, Stream, USD_M } from './product.js';

const START_MS = 1_764_000_000_000;
const QUIET = { hasCrowd: false };

export const spotBench = (): MarketDataBench => benchOf(SPOT, new BinanceSpot(new Agenda(START_MS), QUIET));
export const usdmBench = (): MarketDataBench =>
  benchOf(USD_M, new BinanceFutures(new Agenda(START_MS), QUIET));
export const coinmBench = (): MarketDataBench =>
  benchOf(COIN_M, new BinanceFutures(new Agenda(START_MS), QUIET));

function benchOf(product: Product, venue: VenueAgent): MarketDataBench {
  const instruments = definitionsOf(product, venue).map((each, i) => instrumentOf(i + 1, each));
  const { symbol } = instruments[0];
  const network = new TestNetwork(venue, symbol);
  const { dial, fetch } = network;
  const stream = (suffix: string) => symbol.toLowerCase() + suffix;
  const update = { e: 'depthUpdate', E: 1, s: symbol, U: 1, u: 1, pu: 1, b: [['1', '1']], a: [] };
  const text = (changes: object) => JSON.stringify({ ...update, st: product.productCode, ...changes });
  return {
    venue,
    network,
    hasConnection: true,
    instruments,
    bookStream: stream(product.suffixes[Stream.Depth]),
    tradeStream: stream(product.suffixes[Stream.Trades]),
    isAggregated: product !== SPOT,
    isSnapshotAsked: true,
    malformed: [
      [text({}).slice(0, -1), 'truncated'],
      ['{"e" "depthUpdate"}', 'syntax'],
      [text({ b: [['1.000000001', '1']] }), 'off_step'],
      [text({ b: [['1', 'NaN']] }), 'not_decimal'],
      [text({ b: [['1', '-1']] }), 'out_of_range'],
      [text({ b: 7 }), 'wrong_type'],
      [text({ u: undefined }), 'missing_field'],
    ],
    unknown: [
      text({ s: 'NOBODY' }),
      text({ e: '24hrTicker', b: '1', a: '1' }),
      '{"hello":[1,{"e":"depthUpdate"}]}',
    ],
    make: (outside, options) => adapterOf(product, instruments, { ...outside, dial, fetch }, options),
  };
}

function adapterOf(
  product: Product,
  instruments: MarketDataBench['instruments'],
  outside: BinanceOutside,
  { oneByOne }: StartOptions,
): BinanceMarketData {
  const bounds = { levelsPerSide: 256, pendingUpdates: 256, pendingLevels: 8_192 };
  const streamsPerMessage = oneByOne ? 1 : BINANCE_DEFAULTS.streamsPerMessage;
  return new BinanceMarketData(
    { ...BINANCE_DEFAULTS, ...bounds, streamsPerMessage, product, instruments },
    outside,
  );
}

function definitionsOf({ definitionsPath }: Product, venue: VenueAgent) {
  const { body } = venue.rest({ method: 'GET', path: definitionsPath, query: '', headers: {}, body: '' });
  return binanceDefinitions(Buffer.from(JSON.stringify(body)));
}
