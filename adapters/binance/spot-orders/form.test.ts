/** Binance spot beyond the suite: what its replaces are, two of our orders that meet, budgets, and user data that ends. */
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { spotBench } from './test-bench.js';

const LOTS = 100;
const SOON = 200;
const LATER = 60_000;

function resting(rig: OrderTestRig): OrderTestRig {
  rig.order(Side.Buy, LOTS, rig.buyTicks);
  rig.run(SOON);
  rig.words();
  return rig;
}

t.test(
  'an order is made smaller at its price and keeps its name and id; nothing else is a replace',
  async (t) => {
    const rig = resting(new OrderTestRig(spotBench()));
    const [before] = rig.bench.market.open('demo');
    const { id, clientId } = before;
    const cases: readonly (readonly [lots: number, ticks: number, says: string])[] = [
      [80, 0, 'restate #2 ReplacedAtVenue'],
      [90, 0, 'restate #2 ReplaceRefusedByVenue'],
      [70, -10, 'restate #2 ReplaceRefusedByVenue'],
      [70, 0, 'restate #2 ReplacedAtVenue'],
    ];
    for (const [lots, ticks, says] of cases) {
      rig.replace(lots, rig.buyTicks + ticks);
      rig.run(SOON);
      const words = rig.words();
      t.ok(words.includes(says), `${lots} ${ticks}: ${words.join('; ')}`);
    }
    t.match(rig.bench.market.open('demo'), [{ id, clientId, qtyLots: 70, priceTicks: rig.buyTicks }]);
    t.same(rig.position(), { net: 0, open: 70 });
  },
);

t.test('two of our orders meet', async (t) => {
  const cases = [
    ['EXPIRE_TAKER', LOTS],
    ['EXPIRE_MAKER', 0],
    ['DECREMENT', LOTS - 40],
  ] as const;
  for (const [selfTradeMode, open] of cases) {
    const rig = resting(new OrderTestRig(spotBench({}, { selfTradeMode })));
    rig.order(Side.Sell, 40, rig.buyTicks);
    rig.run(SOON);
    t.same(rig.position(), { net: 0, open }, `${selfTradeMode}: ${rig.words().join('; ')}`);
  }
});

t.test('with the budget of orders used up they wait, and cancels go out', async (t) => {
  const rig = resting(new OrderTestRig(spotBench({}, { ordersPerTenSeconds: 2 })));
  rig.order(Side.Buy, LOTS, rig.buyTicks - 1);
  rig.run(SOON);
  rig.cancel();
  rig.order(Side.Buy, LOTS, rig.buyTicks - 2);
  rig.run(SOON);
  t.same(
    rig.bench.market.open('demo').map(({ priceTicks }) => rig.buyTicks - priceTicks),
    [0],
  );
  rig.run(11_000);
  t.same(
    rig.bench.market.open('demo').map(({ priceTicks }) => rig.buyTicks - priceTicks),
    [0, 2],
  );
});

t.test('a key that is no longer good: orders cannot go out, and what is there stays reserved', async (t) => {
  const rig = resting(new OrderTestRig(spotBench()));
  rig.fault({ do: 'revoke' });
  rig.cancel();
  rig.run(LATER);
  t.equal(rig.isUp, false);
  t.same(rig.position(), { net: 0, open: LOTS });
  t.ok(
    rig.notices.some((notice) => notice.includes('-2015')),
    rig.notices.join('; '),
  );
});
