/** What B3 alone has: accounts and parties, numbers of the day, the forms that its documents leave open. */
import t from 'tap';
import { Side } from '../../../protocol/codes/enums.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import type { B3Options } from '../../simulator/b3/options.js';
import type { B3OrderOptions } from './options.js';
import { b3Bench } from './test-bench.js';

const LOTS = 100;
const SOON = 200;
const LATER = 60_000;

const rigOf = (simulated: Partial<B3Options> = {}, more: Partial<B3OrderOptions> = {}): OrderTestRig =>
  new OrderTestRig(b3Bench(simulated, more));

function buy(rig: OrderTestRig, flags = 0): void {
  rig.order(Side.Buy, LOTS, rig.buyTicks, { flags });
  rig.run(SOON);
}

const atVenue = ({ bench }: OrderTestRig) => bench.market.all(bench.account);

t.test('what B3 has no word for, and whom it does not know, never leaves', async (t) => {
  for (const [what, rig, flags] of [
    ['an account without parties', rigOf({}, { clients: new Map() }), 0],
    ['a post-only order', rigOf(), CommandFlag.PostOnly],
  ] as const) {
    buy(rig, flags);
    t.equal(rig.words().at(-1), 'end #2 100 open InvalidCombination', what);
    t.strictSame(atVenue(rig), [], what);
  }
});

t.test(
  'an order that was lost on its way is not sent again when B3 asks for the missing number',
  async (t) => {
    const rig = rigOf();
    rig.order(Side.Buy, LOTS, rig.buyTicks);
    rig.fault({ do: 'drop' });
    rig.run(LATER);
    t.match(rig.words().at(-1), /NotKnownAtVenue/);
    t.strictSame(atVenue(rig), []);
    t.equal(rig.isUp, true);
  },
);

t.test('an order that B3 has never spoken of is out of the market afterwards', async (t) => {
  const rig = rigOf();
  rig.fault({ do: 'delay', kind: 'ack', ms: 30_000 });
  buy(rig);
  rig.run(LATER);
  t.match(rig.words().at(-1), /^end #2 100 open/);
  t.strictSame(rig.bench.market.open(rig.bench.account), []);
});

t.test('executions as the dictionary also has them, ExecType 1 and 2', async (t) => {
  const rig = rigOf({ fillsAs: 'legacy' });
  buy(rig);
  rig.others('sell', rig.buyTicks, 40);
  rig.others('sell', rig.buyTicks, 60);
  rig.run(SOON);
  t.same(rig.position(), { net: LOTS, open: 0 });
});

t.test('logons: the password in either tag; a wrong one is told to a person, and tried again', async (t) => {
  for (const passwordTag of [554, 96] as const) t.equal(rigOf({}, { passwordTag }).isUp, true);
  const rig = rigOf({}, { password: 'wrong' });
  rig.run(LATER);
  t.equal(rig.isUp, false);
  t.ok(rig.notices.filter((notice) => notice.includes('Invalid credentials')).length > 1);
});

t.test('orders name parties and account of whom they are for', async (t) => {
  const rig = rigOf();
  buy(rig);
  const [order] = atVenue(rig);
  t.match(order.echo, { 1: '12345', 581: '38', 59: '1' });
});
