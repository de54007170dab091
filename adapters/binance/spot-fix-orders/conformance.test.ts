/** Binance spot over FIX against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { spotBench } from './test-bench.js';

orderConformance({
  name: 'binance-spot-fix',
  start: () => new OrderTestRig(spotBench()),
  notApplicable: {
    ...noMassCancel('cancels go out one by one: it would end orders of other sessions too'),
    20: 'the exchange is spot: it closes no positions',
    32: 'Binance takes no trades back',
    33: 'Binance corrects no trades',
    35: 'a prevented part ends the order, and only amendments change it',
    36: 'Binance spot has no cancel on disconnect',
    37: 'it trades around the clock',
    41: 'Binance spot has no cancel on disconnect',
  },
});
