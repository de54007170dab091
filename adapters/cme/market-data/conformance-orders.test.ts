/** MDP 3.0 with books by order against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { CME_BY_ORDER } from '../../conformance/test-market-data-venues.js';

marketDataConformance(CME_BY_ORDER);
