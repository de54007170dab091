/** The venues that play the conformance suite for market data. */
import { umdfBench } from '../b3/market-data/test-bench.js';
import { coinmBench, spotBench, usdmBench } from '../binance/market-data/test-bench.js';
import { mdpBench } from '../cme/market-data/test-bench.js';
import { coinbaseBench } from '../coinbase/market-data/test-bench.js';
import { moldBench, soupBinBench } from '../nasdaq/market-data/test-bench.js';
import type { MarketDataVenue } from './test-market-data.js';
import { MarketDataRig } from './test-market-data-rig.js';

const NO_MARKS = 'the venue has no mark prices';
const NO_NUMBERS = 'level2 has no numbers: its delivery is what the venue guarantees';
const NO_TOPS = 'the feed has no messages of best prices';
const NO_SNAPSHOTS = 'there are no snapshots: what is missed is asked for by its number';
const NOTHING_ASKED = 'nothing is subscribed to';
const NO_CONNECTION = 'datagrams have no connection';
const COUNTED = 'messages over TCP are counted, not numbered: none is left out, none comes twice';
const ON_THE_STREAM = 'the snapshot comes on the stream, before the updates';

export const BINANCE_SPOT: MarketDataVenue = {
  name: 'binance-spot',
  start: (options) => new MarketDataRig(spotBench(), options),
  notApplicable: { 5: NO_MARKS },
};

export const BINANCE_USD_M: MarketDataVenue = {
  name: 'binance-usdm',
  start: (options) => new MarketDataRig(usdmBench(), options),
  notApplicable: {},
};

export const BINANCE_COIN_M: MarketDataVenue = {
  name: 'binance-coinm',
  start: (options) => new MarketDataRig(coinmBench(), options),
  notApplicable: {},
};

export const COINBASE_LEVEL2: MarketDataVenue = {
  name: 'coinbase-level2',
  start: (options) => new MarketDataRig(coinbaseBench('level2'), options),
  notApplicable: {
    5: NO_MARKS,
    6: NO_NUMBERS,
    8: ON_THE_STREAM,
    9: ON_THE_STREAM,
    10: ON_THE_STREAM,
    12: ON_THE_STREAM,
    22: NO_NUMBERS,
  },
};

export const COINBASE_FULL: MarketDataVenue = {
  name: 'coinbase-full',
  start: (options) => new MarketDataRig(coinbaseBench('full'), options),
  notApplicable: { 5: NO_MARKS },
};

const NASDAQ = {
  4: NO_TOPS,
  5: NO_MARKS,
  8: NO_SNAPSHOTS,
  9: NO_SNAPSHOTS,
  10: NO_SNAPSHOTS,
  11: NO_SNAPSHOTS,
  12: NO_SNAPSHOTS,
  21: NOTHING_ASKED,
  22: NO_SNAPSHOTS,
};

export const NASDAQ_MOLD: MarketDataVenue = {
  name: 'nasdaq-mold',
  start: (options) => new MarketDataRig(moldBench(), options),
  notApplicable: { ...NASDAQ, 13: NO_CONNECTION, 14: NO_CONNECTION, 18: NO_CONNECTION, 19: NO_CONNECTION },
};

export const NASDAQ_SOUPBIN: MarketDataVenue = {
  name: 'nasdaq-soupbin',
  start: (options) => new MarketDataRig(soupBinBench(), options),
  notApplicable: { ...NASDAQ, 6: COUNTED, 7: COUNTED },
};

const ROUND = 'snapshots come round by themselves: nobody asks for them';
/** Snapshots in a loop, all of it as datagrams. */
const LOOPED = {
  4: NO_TOPS,
  5: NO_MARKS,
  9: ROUND,
  10: ROUND,
  12: ROUND,
  13: NO_CONNECTION,
  14: NO_CONNECTION,
  18: NO_CONNECTION,
  19: NO_CONNECTION,
  21: NOTHING_ASKED,
  22: ROUND,
};

export const CME_BY_PRICE: MarketDataVenue = {
  name: 'cme-price',
  start: () => new MarketDataRig(mdpBench('price')),
  notApplicable: LOOPED,
};

export const CME_BY_ORDER: MarketDataVenue = {
  name: 'cme-orders',
  start: () => new MarketDataRig(mdpBench('orders')),
  notApplicable: LOOPED,
};

export const B3_UMDF: MarketDataVenue = {
  name: 'b3-umdf',
  start: () => new MarketDataRig(umdfBench()),
  notApplicable: LOOPED,
};
