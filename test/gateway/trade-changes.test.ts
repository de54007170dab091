/** Executions that the operator takes back or puts right: told to both sides, live and after a resume, and to who listens to trades. */
import t from 'tap';
import { venueFill } from '../../engine/core/test-limit-commands.js';
import { Channel, Side } from '../../protocol/codes/enums.js';
import type { Received } from './client.js';
import { ALICE, BOB, CAROL, DAVE, Rig } from './rig.js';

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

t.test('who listens to trades is told by the number of the trade, in the channel’s own count', async (t) => {
  const { rig, trade } = traded();
  const watcher = rig.connect();
  watcher.take();
  watcher.subscribe(1, 0, true, { top: true });
  rig.settle();
  watcher.take();
  const [buyer, seller] = [rig.logon(BOB), rig.logon(DAVE)];
  buyer.order({ side: Side.Buy, quantity: 3, price: 9_950 });
  seller.order({ account: 2, side: Side.Sell, quantity: 3, price: 9_950 });
  rig.settle();
  const told = watcher.take().find(({ type }) => type === 'Trade')!;
  const second = { sequence: told.sequence as number, index: told.index as number };
  rig.admin.correct(second, 9_940, 2);
  rig.admin.bust(second);
  rig.admin.bust(trade);
  rig.settle();
  const ofSecond = { type: 'TradeChanged', tradeSequence: second.sequence, tradeIndex: second.index };
  const wanted = [
    { ...ofSecond, number: 2, price: 9_940, quantity: 2 },
    { ...ofSecond, number: 3, quantity: 0 },
    { type: 'TradeChanged', number: 4, tradeSequence: trade.sequence, price: 9_900, quantity: 0 },
  ];
  t.match(watcher.take(), wanted, 'and nothing on level 1: it has what was traded last');
  watcher.askAgain(1, Channel.Trades, 2);
  rig.settle();
  t.match(watcher.take(), wanted, 'the very same again');
});

t.test('what was executed at a venue was never told as a trade, and neither is its end', async (t) => {
  const rig = new Rig();
  const STREET = 7;
  const alice = rig.logon(ALICE);
  const watcher = rig.connect();
  watcher.take();
  watcher.subscribe(1, 0, true);
  rig.settle();
  watcher.take();
  rig.admin.defineStreetAccount(STREET);
  rig.settle();
  rig.say(venueFill(Side.Buy, 5, 9_900, { account: 1, session: 1, street: STREET }));
  rig.admin.bust({ sequence: rig.core.sequence, index: 0 });
  rig.settle();
  t.match(alice.take().filter(isChange), [{ type: 'TradeBusted', price: 9_900, quantity: 5 }]);
  t.same(watcher.take(), []);
});
