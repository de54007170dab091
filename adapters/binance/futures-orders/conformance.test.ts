/** Binance USD-M futures against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { TestDesk } from './test-desk.js';

orderConformance({
  name: 'binance-usdm',
  start: () => new TestDesk(),
  notApplicable: {
    30: 'its messages have no numbers that could be missing',
    32: 'Binance takes no trades back',
    33: 'Binance corrects no trades',
    35: 'only its amendments, which are asked for, change an order',
    36: 'it cancels when a countdown runs out, which is not used',
    37: 'it trades around the clock',
  },
});
