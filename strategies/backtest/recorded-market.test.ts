/** Where an order of ours stands among the recorded ones, and what executes it. */
import t, { type Test } from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { defineStrategy } from '../sdk/index.js';
import type { Backtest } from './backtest.js';
import type { QueueModel } from './queue-model.js';
import { backtestOf, type Happening, SYMBOL, scripted } from './test-script.js';

const Buy = Side.Buy;
const Sell = Side.Sell;

/** Bids 5 at 1.00 half a millisecond after the first happening, and notes what it hears. */
function joins(told: string[], ticks = 100, lots = 5) {
  return defineStrategy({
    name: 'joins',
    start(ctx) {
      ctx.setTimer('join', 0.5);
      return {
        onTimer: () => void ctx.send({ symbol: SYMBOL, side: 'buy', lots, ticks }),
        onOrder: (_, { kind, lots: last, ticks: at, liquidity }) => {
          if (kind === 'executed') told.push(`${ctx.time.nanos / 1e6} ms: ${last}@${at} ${liquidity}`);
        },
      };
    },
  });
}

async function played(
  t: Test,
  happenings: readonly Happening[],
  queue: QueueModel = 'back',
  ticks = 100,
): Promise<{ told: string[]; backtest: Backtest }> {
  const told: string[] = [];
  const tape = scripted(happenings);
  const backtest = backtestOf(tape, joins(told, ticks), { queue });
  await backtest.run(tape);
  t.same(backtest.engine.faults, []);
  return { told, backtest };
}

/** Lots of the market and of ours at a price. */
const levelOf = (backtest: Backtest, side: 'bids' | 'asks', ticks: number): number =>
  backtest.engine
    .contextOf(0)
    .book(SYMBOL)
    [side].find((level) => level.ticks === ticks)?.lots ?? 0;

t.test(
  'by order: exactly behind those that were there before, exactly before those that came later',
  async (t) => {
    const { told, backtest } = await played(t, [
      (market) => market.rest(Buy, 100, 10, 1, 0),
      (market) => market.rest(Buy, 100, 7, 2, 0),
      (market) => market.fill(Buy, 100, 4, 1, 0),
      (market) => market.takeOff(1, 0, 3),
      (market) => market.fill(Buy, 100, 3, 1, 0),
      (market) => market.fill(Buy, 100, 2, 2, 0),
      (market) => market.fill(Buy, 100, 5, 2, 0),
    ]);
    t.same(told, ['5 ms: 2@100 maker', '6 ms: 3@100 maker'], 'first, when the one before it is gone');
    t.match(backtest.markets[0].counts, { displaced: 0, unknown: 0, refused: 0 });
    t.equal(levelOf(backtest, 'bids', 100), 0, 'the order that was recorded as filled has gone as well');
  },
);

t.test('by order: changes keep or lose their place as the core has it', async (t) => {
  const { told } = await played(t, [
    (market) => market.rest(Buy, 100, 10, 1, 0),
    (market) => market.change(Buy, 100, 12, 1, 0),
    (market) => market.fill(Buy, 100, 4, 1, 0),
  ]);
  t.same(told, ['2 ms: 4@100 maker'], 'more of it went behind ours');
  const kept = await played(t, [
    (market) => market.rest(Buy, 100, 10, 1, 0),
    (market) => market.change(Buy, 100, 9, 1, 0),
    (market) => market.fill(Buy, 100, 4, 1, 0),
  ]);
  t.same(kept.told, [], 'less of it stayed before ours');
});

t.test(
  'by order: one that the recording has not told of stood before ours, but not before a better price',
  async (t) => {
    const at = (ticks: number) =>
      played(
        t,
        [(market) => market.rest(Buy, 90, 10, 1, 0), (market) => market.fill(Buy, 100, 3, 9, 0)],
        'back',
        ticks,
      );
    t.same((await at(100)).told, []);
    t.same((await at(101)).told, ['1 ms: 3@101 maker']);
  },
);

t.test('an order that comes in and meets ours trades with it; the rest of it rests', async (t) => {
  const { told, backtest } = await played(t, [
    (market) => market.rest(Buy, 98, 10, 1, 0),
    (market) => market.rest(Sell, 99, 8, 2, 0),
  ]);
  t.same(told, ['1 ms: 5@100 maker']);
  t.equal(levelOf(backtest, 'asks', 99), 3);
});

t.test(
  'levels: trades come to ours after what was there before; cancels by the model of the queue',
  async (t) => {
    const happenings: Happening[] = [
      (market) => market.setLevel(Buy, 100, 10),
      (market) => market.setLevel(Buy, 100, 16),
      (market) => market.setLevel(Buy, 100, 8),
      (market) => market.trade(Sell, 100, 6),
      (market) => market.setLevel(Buy, 100, 2),
      (market) => market.trade(Sell, 100, 9),
    ];
    // Of the 16, 8 are cancelled: back leaves 8 before ours, share 5, front 2.
    t.same((await played(t, happenings, 'back')).told, ['5 ms: 5@100 maker']);
    t.same((await played(t, happenings, 'share')).told, ['3 ms: 1@100 maker', '5 ms: 4@100 maker']);
    t.same((await played(t, happenings, 'front')).told, ['3 ms: 4@100 maker', '5 ms: 1@100 maker']);
  },
);

t.test(
  'levels: a trade through our price fills us; one at a worse price than the book leaves the book alone',
  async (t) => {
    const { told, backtest } = await played(t, [
      (market) => market.setBook(side([100, 10], [99, 10]), side([103, 10])),
      (market) => market.trade(Sell, 99, 12),
    ]);
    t.same(told, ['1 ms: 5@100 maker']);
    t.equal(
      levelOf(backtest, 'bids', 100),
      10,
      'what the recording shows there stands until it says otherwise',
    );
    t.equal(levelOf(backtest, 'bids', 99), 3, 'the other 7 came out of the level of the trade');
  },
);

t.test(
  'levels: the other side of the market at our price trades with us; what is left of it stands',
  async (t) => {
    const { told, backtest } = await played(t, [
      (market) => market.setBook(side([100, 10]), side([101, 10])),
      (market) => market.setLevel(Sell, 100, 3),
      (market) => market.setLevel(Sell, 100, 4),
    ]);
    t.same(told, ['1 ms: 3@100 maker', '2 ms: 2@100 maker']);
    t.equal(levelOf(backtest, 'asks', 100), 2);
    t.equal(levelOf(backtest, 'bids', 100), 0, 'the bids that were there are older');
  },
);

t.test('a trade that the book has nothing of is seen all the same', async (t) => {
  const trades: string[] = [];
  const watches = defineStrategy({
    name: 'watches',
    start: () => ({ onTrade: ({ side, lots, ticks }) => void trades.push(`${side} ${lots}@${ticks}`) }),
  });
  const tape = scripted([
    (market) => market.setBook(side([100, 10]), side([103, 10])),
    (market) => market.trade(Buy, 103, 25),
    (market) => market.trade(Sell, 101, 4),
  ]);
  const backtest = backtestOf(tape, watches);
  await backtest.run(tape);
  t.same(trades, ['buy 10@103', 'buy 15@103', 'sell 4@101']);
});

/** Price and lots of each level, best first. */
function side(...levels: [number, number][]) {
  return {
    count: levels.length,
    price: levels.map(([price]) => price),
    lots: levels.map(([, lots]) => lots),
    units: 1,
  };
}
