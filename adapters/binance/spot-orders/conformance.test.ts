/** Binance spot over the WebSocket API against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { spotBench } from './test-bench.js';

orderConformance({
  name: 'binance-spot',
  start: () => new OrderTestRig(spotBench()),
  notApplicable: {
    ...noMassCancel('cancels go out one by one: the adapter asks for no openOrders.cancelAll'),
    20: 'the exchange is spot: it closes no positions',
    30: 'its messages have no numbers that could be missing',
    32: 'Binance takes no trades back',
    33: 'Binance corrects no trades',
    35: 'only its prevention of self-trades, and amendments, make an order smaller',
    36: 'Binance spot has no cancel on disconnect',
    37: 'it trades around the clock',
    41: 'Binance spot has no cancel on disconnect',
  },
});
