/** MDP 3.0 with books by price against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { CME_BY_PRICE } from '../../conformance/test-market-data-venues.js';

marketDataConformance(CME_BY_PRICE);
