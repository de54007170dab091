/** Binance COIN-M against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { BINANCE_COIN_M } from '../../conformance/test-market-data-venues.js';

marketDataConformance(BINANCE_COIN_M);
