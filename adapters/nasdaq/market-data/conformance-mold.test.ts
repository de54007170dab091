/** ITCH over MoldUDP64 against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { NASDAQ_MOLD } from '../../conformance/test-market-data-venues.js';

marketDataConformance(NASDAQ_MOLD);
