/** Binance USD-M futures against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { TestDesk } from './test-desk.js';

orderConformance({
  name: 'binance-usdm',
  start: () => new TestDesk(),
  notApplicable: {},
});
