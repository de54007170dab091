/** B3 over Binary EntryPoint against the conformance suite for orders. */
import { CancelOnDisconnectTypeValue } from '../../../protocol/messages/generated/entrypoint.js';
import { orderConformance } from '../../conformance/test-orders.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { entryPointBench } from './test-bench.js';

orderConformance({
  name: 'b3-entrypoint',
  start: () => new OrderTestRig(entryPointBench()),
  startCancelling: () =>
    new OrderTestRig(entryPointBench({}, CancelOnDisconnectTypeValue.CANCEL_ON_DISCONNECT_ONLY)),
  notApplicable: {
    19: 'a session gets the reports of its own orders only',
    20: 'B3 itself trades for nobody’s account',
    30: 'a number that is left out is a message that is lost, as in 12 and 18',
    33: 'Binary EntryPoint takes trades back and has no message that corrects one',
    39: 'B3 has no post-only orders: the adapter refuses them',
  },
});
