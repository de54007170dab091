/** Binary UMDF against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { B3_UMDF } from '../../conformance/test-market-data-venues.js';

marketDataConformance(B3_UMDF);
