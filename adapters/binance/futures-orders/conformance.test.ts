/** Binance USD-M futures against the conformance suite for orders. */
import { orderConformance } from '../../conformance/test-orders.js';
import { noMassCancel } from '../../conformance/test-orders-mass.js';
import { TestDesk } from './test-desk.js';

orderConformance({
  name: 'binance-usdm',
  start: () => new TestDesk(),
  startCancelling: () => new TestDesk({}, { countdownMs: 30_000 }),
  notApplicable: {
    ...noMassCancel('USD-M has no mass cancel over its WebSocket API'),
    30: 'its messages have no numbers that could be missing',
    32: 'Binance takes no trades back',
    33: 'Binance corrects no trades',
    35: 'only its amendments, which are asked for, change an order',
    36: 'a countdown decides, not the connection',
    37: 'it trades around the clock',
  },
});
