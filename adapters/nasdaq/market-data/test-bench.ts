/** Nasdaq's market data before its simulator, over datagrams and over a connection, for the conformance suite for market data. */
import type { MarketDataBench, MarketDataOutside } from '../../conformance/test-market-data-rig.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { Agenda } from '../../simulator/kit/agenda.js';
import { DEMO_PORT } from '../../simulator/nasdaq/options.js';
import { Nasdaq } from '../../simulator/nasdaq/simulator.js';
import { NasdaqMarketData } from './agent.js';
import { MOLD_SOURCE_DEFAULTS, MoldSource } from './mold-source.js';
import { NASDAQ_MARKET_DEFAULTS } from './options.js';
import { SOUPBIN_SOURCE_DEFAULTS, SoupBinSource } from './soupbin-source.js';
import type { ItchListener, ItchSource } from './source.js';
import { MoldNetwork, SoupBinNetwork } from './test-network.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
export const INSTRUMENTS = ['AAPL', 'MSFT', 'NVDA'].map((symbol, i) => ({
  id: i + 1,
  symbol,
  price: scaleOfStep('0.01'),
  qty: scaleOfStep('1'),
}));
const BOUNDS = { levelsPerSide: 256, orders: 1 << 14, levels: 1 << 12, timeZone: 'UTC' };

/** An Add Order of the third stock that ends too early. */
const SHORT = 'message 41000300000000000000000000000000000001';
/** A type that ITCH 5.0 does not have, of the first stock; and an imbalance, which is nothing for a book. */
const UNKNOWN = ['message 7e00010000000000000000ffff', `message 490001${'00'.repeat(47)}`];

export function moldBench(): MarketDataBench {
  const venue = venueOf();
  const network = new MoldNetwork(venue);
  const header = (sequence: string, count: string) =>
    `packet ${Buffer.from('      DAY1').toString('hex')}${sequence}${count}`;
  return {
    ...common(venue),
    network,
    hasConnection: false,
    malformed: [
      ['packet 0011', 'truncated'],
      [header('0000000000000001', '0001'), 'truncated'],
      [header('7fffffffffffffff', '0000'), 'out_of_range'],
      [SHORT, 'truncated'],
    ],
    make: (outside) =>
      agentOf(
        outside,
        (listener) => new MoldSource(MOLD_SOURCE_DEFAULTS, network.dial, listener, outside.notice),
      ),
  };
}

export function soupBinBench(): MarketDataBench {
  const venue = venueOf();
  const network = new SoupBinNetwork(venue);
  const { username, password } = DEMO_PORT;
  const options = { ...SOUPBIN_SOURCE_DEFAULTS, username, password };
  return {
    ...common(venue),
    network,
    hasConnection: true,
    malformed: [[SHORT, 'truncated']],
    make: (outside) =>
      agentOf(outside, (listener) => new SoupBinSource(options, network.dial, listener, outside.notice)),
  };
}

const venueOf = (): Nasdaq => new Nasdaq(new Agenda(START_MS), { hasCrowd: false });

const common = (venue: Nasdaq) => ({
  venue,
  instruments: INSTRUMENTS,
  bookStream: 'itch',
  tradeStream: 'itch',
  isAggregated: false,
  isSnapshotAsked: false,
  isOnItsWay: true as const,
  unknown: UNKNOWN,
});

const agentOf = (
  outside: MarketDataOutside,
  source: (listener: ItchListener) => ItchSource,
): NasdaqMarketData =>
  new NasdaqMarketData(
    { ...NASDAQ_MARKET_DEFAULTS, ...BOUNDS, instruments: INSTRUMENTS },
    { ...outside, source },
  );
