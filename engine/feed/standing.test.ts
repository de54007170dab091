/** What strategies are told as it stands: notes of earlier lives, references, and what their accounts hold. */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { strategyNote, venuePrice } from '../core/test-commands.js';
import { venueFill } from '../core/test-limit-commands.js';
import { BTC, ETH, FeedRig, STREET } from './test-rig.js';

const ACCOUNT = { id: 1 };
const STRATEGIES = [
  { session: 1, account: ACCOUNT, instruments: [BTC, ETH] },
  { session: 2, account: ACCOUNT, instruments: [ETH] },
];
const withoutMarket = (lines: readonly string[]) => lines.filter((line) => !/^(Book|Trade)/.test(line));

t.test('notes of a session, to its next life', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  rig.say(strategyNote(2, [1, 2, 3], { session: 1 }), strategyNote(0, [7, 8, 9], { session: 1 }));
  rig.say(strategyNote(2, [4, 5, 6], { session: 1 }), strategyNote(9, [0, 0, 0], { session: 1 }));
  const ring = rig.attach(0);
  rig.settle();
  t.same(withoutMarket(ring.read()), ['Note 0: 7,8,9', 'Note 2: 4,5,6', 'Live']);
  const other = rig.attach(1);
  rig.settle();
  t.same(withoutMarket(other.read()), ['Live']);
});

t.test('references: the newest of a turn, and at the start of a life', async (t) => {
  const rig = new FeedRig(STRATEGIES);
  const ring = rig.attach(1);
  rig.settle();
  ring.read();
  rig.say(venuePrice(ETH.id, 0, 100), venuePrice(ETH.id, 0, 101), venuePrice(ETH.id, 3, 99));
  t.same(ring.read(), ['Reference ETH of 0 101', 'Reference ETH of 3 99']);
  rig.say(venuePrice(BTC.id, 0, 100));
  t.same(ring.read(), [], 'of none of its instruments');
  rig.say(venuePrice(ETH.id, 0, 101));
  t.same(ring.read(), ['Reference ETH of 0 101'], 'it is as it was, and that is news');
  const next = rig.attach(1);
  rig.settle();
  t.same(withoutMarket(next.read()), ['Reference ETH of 0 101', 'Reference ETH of 3 99', 'Live']);
});

t.test('what the account holds: before, by others, and by executions that no order has', async (t) => {
  const rig = new FeedRig(STRATEGIES, { start: false });
  const [, own, , stranger] = rig.traders;
  rig.openVenue();
  rig.say(venueFill(Side.Buy, 7, 100, { account: 1, session: 1, street: STREET }));
  rig.start();
  const ring = rig.attach(0);
  rig.settle();
  t.same(withoutMarket(ring.read()), ['AccountPosition BTC 7', 'Live'], 'the image says so');
  const told = () => {
    rig.settle();
    return ring.read().filter((line) => /^(Account|Executed)/.test(line));
  };
  own.send('buy', 5, 90);
  stranger.send('sell', 5, 90);
  t.same(
    told(),
    ['Executed BTC buy 5@90 #1 executed 5 maker', 'AccountPosition BTC 7'],
    'of the same account',
  );
  rig.say(venueFill(Side.Sell, 2, 100, { account: 1, session: 1, street: STREET }));
  t.same(told(), ['AccountPosition BTC 5'], 'no order of its has it');
  rig.say(venueFill(Side.Sell, 2, 100, { account: 1, session: 3, street: STREET }));
  t.same(told(), ['AccountPosition BTC 3'], 'another session');
  rig.admin.bust({ sequence: rig.core.sequence, index: 0 });
  t.same(told(), ['AccountPosition BTC 5'], 'taken back');
});
