/** Binance USD-M against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { BINANCE_USD_M } from '../../conformance/test-market-data-venues.js';

marketDataConformance(BINANCE_USD_M);
