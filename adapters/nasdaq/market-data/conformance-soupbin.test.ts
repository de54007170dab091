/** ITCH over SoupBinTCP against the conformance suite for market data. */
import { marketDataConformance } from '../../conformance/test-market-data.js';
import { NASDAQ_SOUPBIN } from '../../conformance/test-market-data-venues.js';

marketDataConformance(NASDAQ_SOUPBIN);
