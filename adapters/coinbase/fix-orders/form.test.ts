/** Coinbase as its documents leave it open: reports without ClOrdID, an IOC that ends either way; and how it cancels on disconnect. */
import t from 'tap';
import { Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { coinbaseBench } from './test-bench.js';

const LOTS = 100;
const SOON = 200;

t.test('reports that leave ClOrdID out are known by OrderID', async (t) => {
  const rig = new OrderTestRig(coinbaseBench({ omitsClOrdId: true }));
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  rig.others('sell', rig.buyTicks, 40);
  rig.run(SOON);
  t.same(rig.position(), { net: 40, open: 60 });
  rig.fault({ do: 'cancel', clientId: rig.clientId });
  rig.run(SOON);
  t.same(rig.position(), { net: 40, open: 0 });
});

t.test('the rest of an IOC is expired or cancelled, as the documents have it both', async (t) => {
  for (const iocEndsAs of ['C', '4'] as const) {
    const rig = new OrderTestRig(coinbaseBench({ iocEndsAs }));
    rig.others('sell', rig.buyTicks, 30);
    rig.run(SOON);
    rig.order(Side.Buy, LOTS, rig.buyTicks, { timeInForce: TimeInForce.ImmediateOrCancel });
    rig.run(SOON);
    t.same(rig.position(), { net: 30, open: 0 }, iocEndsAs);
  }
});

t.test('two of our orders meet: the venue prevents it, and the core knows what is left', async (t) => {
  const rig = new OrderTestRig(coinbaseBench());
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  rig.words();
  rig.order(Side.Sell, 40, rig.buyTicks);
  rig.run(SOON);
  const words = rig.words();
  t.ok(words.includes('restate #2 RestatedByVenue'), words.join('; '));
  t.ok(
    words.some((each) => /^end #\d 0 open|^end #\d 40 open SelfTradePrevented/.test(each)),
    words.join('; '),
  );
  t.same(rig.position(), { net: 0, open: 60 });
});

t.test('an order whose OrderID is not known yet is cancelled by its ClOrdID', async (t) => {
  const rig = new OrderTestRig(coinbaseBench());
  rig.fault({ do: 'delay', kind: 'ack', ms: 2_000 });
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  rig.cancel();
  rig.run(5_000);
  t.same(rig.position(), { net: 0, open: 0 });
});
