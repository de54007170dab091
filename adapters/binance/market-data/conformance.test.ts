/** Binance spot, USD-M and COIN-M against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { BINANCE_COIN_M, BINANCE_SPOT, BINANCE_USD_M } from '../../conformance/test-market-data-venues.js';

for (const venue of [BINANCE_SPOT, BINANCE_USD_M, BINANCE_COIN_M]) marketDataConformance(venue);
