/** What Nasdaq alone has: numbers that rise, silences, a day that is read again, marks of sales. */
import t from 'tap';
import { OrdType, Side, TimeInForce } from '../../../protocol/codes/enums.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { OrderTestRig } from '../../conformance/test-rig.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { DEMO_PORT, type NasdaqOptions } from '../../simulator/nasdaq/options.js';
import { nasdaqUnits } from '../units.js';
import type { NasdaqOrderOptions } from './options.js';
import { type NasdaqBench, nasdaqBench } from './test-bench.js';

const LOTS = 100;
const SOON = 200;
const LATER = 60_000;

interface Stage {
  readonly rig: OrderTestRig;
  readonly bench: NasdaqBench;
}

function stage(simulated: Partial<NasdaqOptions> = {}, more: Partial<NasdaqOrderOptions> = {}): Stage {
  const bench = nasdaqBench(simulated, more);
  return { bench, rig: new OrderTestRig(bench) };
}

function buy(rig: OrderTestRig, lots = LOTS): void {
  rig.order(Side.Buy, lots, rig.buyTicks);
  rig.run(SOON);
}

const atVenue = ({ market, account }: NasdaqBench) => market.all(account);

t.test('what OUCH has no word for never leaves', async (t) => {
  const orders = [
    { timeInForce: TimeInForce.GoodTillCancel },
    { ordType: OrdType.Market, timeInForce: TimeInForce.ImmediateOrCancel },
  ];
  for (const fields of orders) {
    const { rig, bench } = stage();
    rig.order(Side.Buy, LOTS, fields.ordType === undefined ? rig.buyTicks : 0, fields);
    rig.run(SOON);
    t.match(rig.words().at(-1), /^end #2 100 open InvalidCombination/);
    t.strictSame(atVenue(bench), []);
  }
  const { rig, bench } = stage();
  buy(rig, 1_000_000);
  t.match(
    rig.words().at(-1),
    /^end #2 1000000 open InvalidCombination/,
    'more shares than an order may have',
  );
  t.strictSame(atVenue(bench), []);
  buy(rig);
  rig.words();
  rig.replace(1_000_000, rig.buyTicks);
  rig.run(SOON);
  t.match(rig.words(), [/ask-replace/, /state #3 new/, 'restate #4 ReplaceRefusedByVenue']);
  t.equal(atVenue(bench).at(-1)!.qtyLots, LOTS);
});

t.test('ticks and lots that Nasdaq has no number for', async (t) => {
  const AAPL = { id: 1, symbol: 'AAPL', price: { places: 2, step: 1 }, qty: { places: 0, step: 100 } };
  t.same(nasdaqUnits(AAPL), { symbol: 'AAPL', unitsPerTick: 100, sharesPerLot: 100 });
  t.throws(() => nasdaqUnits({ ...AAPL, price: { places: 5, step: 1 } }), /more than the 4 decimal places/);
  t.throws(() => nasdaqUnits({ ...AAPL, qty: { places: 1, step: 5 } }), /no whole number of shares/);
});

t.test('a sale is marked as the client has it', async (t) => {
  for (const [flags, side] of [
    [0, 'S'],
    [CommandFlag.SellShort, 'T'],
    [CommandFlag.SellShortExempt, 'E'],
  ] as const) {
    const { rig, bench } = stage({}, { capacity: 'A', firm: 'PREG' });
    rig.order(Side.Sell, LOTS, rig.buyTicks + 100, { flags });
    rig.run(SOON);
    t.match(rig.words().at(-1), /state #1 new/);
    t.equal(bench.venue.venue.sideOf(atVenue(bench)[0]), side);
  }
});

t.test('a wrong password is told to a person, and tried again', async (t) => {
  const { rig } = stage({}, { password: 'wrong' });
  rig.run(LATER);
  t.equal(rig.isUp, false);
  t.ok(rig.notices.filter((notice) => notice.includes('not authorised')).length > 1);
});

t.test('UserRefNums rise over connections and lives, also those that were lost', async (t) => {
  const { rig, bench } = stage();
  const [port] = bench.venue.venue.ports;
  buy(rig);
  rig.fault({ do: 'ignore', kind: 'new' });
  buy(rig);
  t.equal(port.nextUserRefNum, 2, 'the second one has not been heard');
  buy(rig);
  t.equal(port.nextUserRefNum, 4);
  rig.run(LATER);
  rig.beginAnew();
  rig.run(LATER);
  buy(rig);
  t.same(
    atVenue(bench).map(({ clientId }) => clientId),
    ['1', '3', '4'],
    'and Nasdaq says which is next',
  );
});

t.test('a replace with details that Nasdaq does not take cancels the order', async (t) => {
  const { rig } = stage();
  buy(rig);
  rig.others('sell', rig.buyTicks, 40);
  rig.run(SOON);
  rig.words();
  // What executes meanwhile makes the total too small.
  rig.fault({ do: 'fillFirst', kind: 'replace', qty: '50' });
  rig.replace(80, rig.buyTicks);
  rig.run(SOON);
  t.match(rig.words(), [/ask-replace/, /fill #1 50/, /^end #1 10 open VenueCancelled/, /#2/]);
  t.same(rig.position(), { net: 90, open: 0 });
});

t.test('a cancel reaches an order whose replace has not been answered yet', async (t) => {
  for (const isRefused of [true, false]) {
    const { rig, bench } = stage();
    buy(rig);
    if (isRefused) rig.fault({ do: 'throttle', kind: 'replace' });
    rig.words();
    rig.replace(80, rig.replaceTicks);
    rig.cancel();
    t.match(rig.words(), [/^ask-replace/, /^ask-cancel/], 'one behind the other, and no answer between');
    rig.run(SOON);
    t.match(rig.words().at(-1), /^end #2 \d+ open CancelledByUser/);
    t.strictSame(bench.market.open(bench.account), []);
    t.same(rig.position(), { net: 0, open: 0 });
  }
});

t.test('an order that is live after it was given up is cancelled', async (t) => {
  const { rig, bench } = stage();
  rig.fault({ do: 'delay', kind: 'ack', ms: 30_000 });
  // What asks for it is not heard either, so that it stays.
  rig.fault({ do: 'ignore', kind: 'cancel', times: 2 });
  buy(rig);
  rig.run(20_000);
  t.match(rig.words().at(-1), /NotKnownAtVenue/);
  t.equal(bench.market.open(bench.account).length, 1);
  rig.run(LATER);
  t.match(rig.notices.join('\n'), /is live after it was given up, and is cancelled/);
  t.strictSame(bench.market.open(bench.account), []);
});

t.test('an execution between our ticks: a person is told, and nothing is made up', async (t) => {
  const { instrument } = nasdaqBench();
  const { rig, bench } = stage({}, { instruments: [{ ...instrument, price: scaleOfStep('0.1') }] });
  bench.others('sell', 18_995, 30);
  rig.order(Side.Buy, LOTS, 1_900);
  rig.run(SOON);
  t.match(rig.notices.join('\n'), /a message cannot be read: AAPL at 189.95: its tick is 0.1 here/);
  t.same(rig.position(), { net: 0, open: LOTS }, 'all of it stays reserved');
  t.match(rig.words().join('; '), /state #1 unknown/);
});

t.test('an account that others trade with too: their orders are counted, not booked', async (t) => {
  const { rig, bench } = stage();
  const details = {
    side: 'B',
    timeInForce: 0x30,
    display: 0x59,
    capacity: 0x50,
    intermarketSweep: 0x4e,
    crossType: 0x4e,
  };
  bench.venue.venue.place(
    bench.venue.venue.ports[0],
    {
      account: DEMO_PORT.account,
      session: DEMO_PORT.username,
      clientId: '900',
      symbol: 'AAPL',
      side: 'buy',
      kind: 'limit',
      tif: 'day',
      priceTicks: rig.buyTicks,
      qtyLots: 10,
    },
    { ...details, clOrdId: 'WEB1' },
  );
  bench.others('sell', rig.buyTicks, 10);
  rig.run(SOON);
  t.equal(rig.counters.foreign, 1);
  t.same(rig.position(), { net: 0, open: 0 });
  buy(rig);
  t.same(rig.words().at(-1), 'state #1 new');
  t.equal(rig.bench.market.open(bench.account).at(-1)!.clientId, '901', 'behind theirs');
});
