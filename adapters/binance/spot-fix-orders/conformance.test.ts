/** Binance spot over FIX against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { spotBench } from './test-bench.js';

orderConformance({
  name: 'binance-spot-fix',
  start: () => new OrderTestRig(spotBench()),
  notApplicable: {
    20: 'the exchange is spot: it closes no positions',
  },
});
