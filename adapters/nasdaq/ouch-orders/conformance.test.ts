/** Nasdaq over OUCH against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { nasdaqBench } from './test-bench.js';

orderConformance({
  name: 'nasdaq-ouch',
  start: () => new OrderTestRig(nasdaqBench()),
  startCancelling: () => new OrderTestRig(nasdaqBench({ cancelsOnDisconnect: true })),
  notApplicable: {
    ...noMassCancel('cancels go out one by one: the adapter asks for no purge of orders'),
    7: 'OUCH has no market orders outside of crosses: the adapter refuses them',
    19: 'a port gets the reports of its own account’s orders only',
    20: 'Nasdaq itself trades for nobody’s account',
    30: 'messages are counted, not numbered: none can be left out',
    33: 'Nasdaq breaks trades and corrects none',
  },
});
