/** B3 over FIX against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { CancelOn } from './options.js';
import { b3Bench } from './test-bench.js';

orderConformance({
  name: 'b3-fix',
  start: () => new OrderTestRig(b3Bench()),
  startCancelling: () => new OrderTestRig(b3Bench({}, { cancelOn: CancelOn.Disconnect })),
  notApplicable: {
    ...noMassCancel('cancels go out one by one: the adapter has no mass action over FIX'),
    19: 'a line gets the reports of its own orders only',
    20: 'B3 itself trades for nobody’s account',
    39: 'B3 has no post-only orders: the adapter refuses them',
  },
});
