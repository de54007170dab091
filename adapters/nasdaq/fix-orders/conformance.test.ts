/** Nasdaq over FIX 4.2 against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { nasdaqFixBench } from './test-bench.js';

orderConformance({
  name: 'nasdaq-fix',
  start: () => new OrderTestRig(nasdaqFixBench()),
  startCancelling: () => new OrderTestRig(nasdaqFixBench({ cancelsOnDisconnect: true })),
  notApplicable: {
    ...noMassCancel('Nasdaq has no mass cancel over FIX 4.2'),
    19: 'a line gets the reports of its own orders only',
    20: 'Nasdaq itself trades for nobody’s account',
    33: 'Nasdaq breaks trades and corrects none',
  },
});
