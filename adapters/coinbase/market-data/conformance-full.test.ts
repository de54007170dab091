/** Coinbase Exchange by orders against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { COINBASE_FULL } from '../../conformance/test-market-data-venues.js';

marketDataConformance(COINBASE_FULL);
