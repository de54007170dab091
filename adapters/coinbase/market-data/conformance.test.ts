/** Coinbase Exchange by levels and by orders against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { COINBASE_FULL, COINBASE_LEVEL2 } from '../../conformance/test-market-data-venues.js';

for (const venue of [COINBASE_LEVEL2, COINBASE_FULL]) marketDataConformance(venue);
