/** Executions that the operator takes back or puts right: told to both sides, live and after a resume. */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import type { Received } from './client.js';
import { ALICE, CAROL, Rig } from './rig.js';

const isChange = ({ type }: Received): boolean => type === 'TradeBusted' || type === 'TradeCorrected';

/** Alice has bought 5 @9900 of Carol. */
function traded() {
  const rig = new Rig();
  const [alice, carol] = [rig.logon(ALICE), rig.logon(CAROL)];
  alice.order({ side: Side.Buy, quantity: 5, price: 9_900 });
  carol.order({ account: 2, side: Side.Sell, quantity: 5, price: 9_900 });
  rig.settle();
  const execution = alice.take().find(({ type }) => type === 'OrderExecuted')!;
  carol.take();
  const trade = {
    sequence: execution.executionSequence as number,
    index: execution.executionIndex as number,
  };
  return { rig, alice, carol, trade };
}

t.test('a bust names the execution to each side', async (t) => {
  const { rig, alice, carol, trade } = traded();
  rig.admin.bust(trade);
  rig.settle();
  const both = {
    type: 'TradeBusted',
    executionSequence: trade.sequence,
    executionIndex: trade.index,
    price: 9_900,
    quantity: 5,
  };
  t.match(alice.take(), [{ ...both, account: 1, side: Side.Buy }]);
  t.match(carol.take(), [{ ...both, account: 2, side: Side.Sell }]);
  rig.admin.bust(trade);
  rig.settle();
  t.same([...alice.take(), ...carol.take()], [], 'one that was busted before is refused, and told to nobody');
});

t.test('a correction has what is right and what was reported', async (t) => {
  const { rig, alice, trade } = traded();
  rig.admin.correct(trade, 9_800, 4);
  rig.settle();
  t.match(alice.take(), [
    { type: 'TradeCorrected', side: Side.Buy, price: 9_800, quantity: 4, oldPrice: 9_900, oldQuantity: 5 },
  ]);
});

t.test('both sides of one session get one each', async (t) => {
  const rig = new Rig();
  const alice = rig.logon(ALICE);
  alice.order({ side: Side.Buy, quantity: 5, price: 9_900 });
  alice.order({ side: Side.Sell, quantity: 5, price: 9_900 });
  rig.settle();
  const { executionSequence: sequence, executionIndex: index } = alice
    .take()
    .find(({ type }) => type === 'OrderExecuted')! as unknown as {
    executionSequence: number;
    executionIndex: number;
  };
  rig.admin.bust({ sequence, index });
  rig.settle();
  t.same(
    alice
      .take()
      .filter(isChange)
      .map(({ side }) => side),
    [Side.Buy, Side.Sell],
  );
});
