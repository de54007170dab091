/** Coinbase Exchange by levels against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { COINBASE_LEVEL2 } from '../../conformance/test-market-data-venues.js';

marketDataConformance(COINBASE_LEVEL2);
