/** Coinbase Exchange over FIX against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { coinbaseBench } from './test-bench.js';

orderConformance({
  name: 'coinbase-fix',
  start: () => new OrderTestRig(coinbaseBench()),
  startCancelling: () => new OrderTestRig(coinbaseBench({}, { cancelOnDisconnect: 'S' })),
  notApplicable: {
    ...noMassCancel('cancels go out one by one: the adapter asks for no OrderMassCancelRequest'),
    19: 'a session gets the reports of its own orders only',
    20: 'the exchange is spot: it closes no positions',
    32: 'Coinbase takes no trades back',
    33: 'Coinbase corrects no trades',
    37: 'it trades around the clock',
  },
});
