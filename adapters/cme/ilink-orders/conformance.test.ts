/** CME over iLink 3 against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { cmeBench, cmeDayBench } from './test-bench.js';

const NOT_PUBLIC = 'what its messages of changed trades mean is not public: a person is told';

orderConformance({
  name: 'cme-ilink',
  start: () => new OrderTestRig(cmeBench()),
  startCancelling: () => new OrderTestRig(cmeDayBench()),
  notApplicable: {
    ...noMassCancel(
      'cancels go out one by one: what its mass action ends beside the session’s own orders is not public',
    ),
    19: 'a session gets the reports of its own orders only',
    20: 'CME itself trades for nobody’s account',
    30: 'a number that is left out is a message that is lost, as in 12 and 18',
    32: NOT_PUBLIC,
    33: NOT_PUBLIC,
    39: 'CME has no post-only orders: the adapter refuses them',
  },
});
