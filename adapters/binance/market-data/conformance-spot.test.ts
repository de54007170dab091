/** Binance spot against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { BINANCE_SPOT } from '../../conformance/test-market-data-venues.js';

marketDataConformance(BINANCE_SPOT);
