/** Whole back-tests: the book is the recording's, time and latency are the options', and the same input gives the same run. */
import t, { type Test } from 'tap';
import { z } from 'zod';
import { SILENT, TestFiles } from '../../engine/replay/test-files.js';
import { TestLobsterRecorder } from '../../engine/replay/test-lobster-recorder.js';
import { TestMboFiles, TestMboRecorder } from '../../engine/replay/test-mbo-recorder.js';
import { randomDay } from '../../engine/replay/test-venue.js';
import { NO_PRICE } from '../../engine/views/depth.js';
import { Side } from '../../protocol/codes/enums.js';
import marketMaker from '../samples/market-maker.js';
import { defineStrategy, reasonName } from '../sdk/index.js';
import { Curve } from './curve.js';
import type { RecordedMarket } from './recorded-market.js';
import { resultOf } from './report.js';
import { setUp } from './setup.js';
import { lobsterTape } from './tapes/lobster.js';
import { mboTape } from './tapes/mbo.js';
import { stepText } from './tapes/tape.js';
import { backtestOf, INSTANT, SYMBOL, scripted } from './test-script.js';

const Buy = Side.Buy;
const Sell = Side.Sell;
t.setTimeout(90_000);

const SEED = Number(process.env.SEED ?? 7);
const idle = defineStrategy({ name: 'idle', start: () => {} });

/** Quotes a tick inside the best prices and takes now and then, so that both kinds of fills happen. */
const restless = defineStrategy({
  name: 'restless',
  parameters: z.strictObject({ everyMs: z.number().default(700) }),
  start(ctx) {
    const [symbol] = ctx.symbols;
    ctx.setTimer('turn', ctx.parameters.everyMs);
    let turns = 0;
    return {
      onTimer(name) {
        const { bestBid, bestAsk } = ctx.book(symbol);
        ctx.setTimer(name, ctx.parameters.everyMs);
        if (++turns % 5 === 0) ctx.send({ symbol, side: turns % 2 ? 'buy' : 'sell', lots: 2, tif: 'ioc' });
        if (ctx.orders.length > 4) ctx.cancelAll();
        else if (bestBid && bestAsk) {
          ctx.send({ symbol, side: 'buy', lots: 3, ticks: bestBid.ticks, postOnly: true });
          ctx.send({ symbol, side: 'sell', lots: 3, ticks: bestAsk.ticks, postOnly: true });
        }
      },
    };
  },
});

function lobsterDay(t: Test, operations: number) {
  const recorder = new TestLobsterRecorder(5);
  randomDay([recorder], 100, SEED);
  recorder.recording = true;
  randomDay([recorder], operations, SEED + 1, 1_000);
  const files = new TestFiles(t);
  return {
    recorder,
    open: () =>
      lobsterTape(files.gzip('messages', recorder.messages), files.write('book', recorder.books), SILENT),
  };
}

t.test(`without orders of ours, each book is the recorded one (seed ${SEED})`, async (t) => {
  const { recorder, open } = lobsterDay(t, 1_500);
  const tape = await open();
  const backtest = backtestOf(tape, idle);
  let rows = 0;
  let compared = 0;
  const count = backtest.event.bind(backtest);
  backtest.event = () => {
    count();
    const [ask, , bid] = recorder.books[rows++].split(',').map(Number);
    const best = (side: Side) => backtest.markets[0].bestTicks(side);
    const shown = (price: number) => (Math.abs(price) === 9_999_999_999 ? NO_PRICE : price);
    // Where the recorded book is crossed, the core has traded.
    if (bid >= ask) return;
    compared++;
    if (best(Buy) !== shown(bid) || best(Sell) !== shown(ask))
      t.fail(
        `row ${rows} ${recorder.messages[rows - 1]}: ${best(Buy)} ${best(Sell)} instead of ${bid} ${ask}`,
      );
  };
  await backtest.run(tape);
  t.equal(rows, recorder.books.length);
  t.ok(compared > rows / 2, `${compared} of ${rows} books are not crossed`);
  t.equal(backtest.markets[0].counts.refused, 0);
  t.match(resultOf(backtest), { events: rows, orders: 0, fills: 0, profit: 0, drawdown: 0 });
});

t.test(`market by order: every order is where it was recorded (seed ${SEED})`, async (t) => {
  for (const style of ['by-fill', 'by-event'] as const) {
    const files = new TestMboFiles(5, style, (ticks) => String(ticks / 100));
    const recorder = new TestMboRecorder(files, 1, 'AAA');
    randomDay([recorder], 2_000, SEED);
    const tape = await mboTape(new TestFiles(t).gzip('mbo', files.messages), SILENT);
    t.match(tape.instruments, [{ symbol: 'AAA', tick: '0.01', lot: '1' }]);
    const backtest = backtestOf(tape, idle);
    await backtest.run(tape);
    // The random day crosses its own book now and then; such an order stands aside.
    const { displaced, refused, crossed, unknown } = backtest.markets[0].counts;
    t.same([refused, unknown], [0, 0], style);
    t.ok(displaced <= crossed && crossed < 60, `${displaced} displaced, ${crossed} crossed`);
    const [bids, asks] = [true, false].map((isBid) =>
      recorder.venue.top(isBid, 5).map(({ price, ...level }) => ({ ticks: price, ...level })),
    );
    if (bids[0].ticks >= asks[0].ticks) continue;
    const book = backtest.engine.contextOf(0).book('AAA');
    t.same([book.bids.slice(0, 5), book.asks.slice(0, 5)], [bids, asks], 'prices, lots and orders');
  }
});

t.test(`two runs are equal to the last digit, whatever the strategy does (seed ${SEED})`, async (t) => {
  const { open } = lobsterDay(t, 1_500);
  const latency = { orderMs: 120, dataMs: 80, jitterMs: 300, seed: SEED };
  const run = async (strategy: typeof restless | typeof marketMaker, options = latency) => {
    const tape = await open();
    const fills: string[] = [];
    const backtest = backtestOf(tape, strategy as typeof idle, {
      latency: options,
      onFill: (fill) => void fills.push(`${backtest.time.nowNs} ${JSON.stringify(fill)}`),
    });
    await backtest.run(tape);
    return { result: resultOf(backtest), fills, points: backtest.curve.points };
  };
  for (const strategy of [restless, marketMaker]) {
    const first = await run(strategy);
    t.same(await run(strategy), first, strategy.name);
    t.equal(first.result.market.refused, 0);
  }
  const { result, fills } = await run(restless);
  t.ok(
    result.makerFills > 10 && result.fills > result.makerFills + 10,
    `${result.makerFills} of ${fills.length} as maker`,
  );
  t.not(
    (await run(restless, { ...latency, seed: SEED + 1 })).result.stateHash,
    result.stateHash,
    'another jitter',
  );
});

t.test('orders and market data take their time', async (t) => {
  const told: string[] = [];
  const chaser = defineStrategy({
    name: 'chaser',
    start(ctx) {
      const note = (what: string) => void told.push(`${ctx.time.nanos / 1e6} ms: ${what}`);
      ctx.setTimer('late', 6.5);
      return {
        onBook({ bestAsk }) {
          if (bestAsk?.ticks !== 104 || told.length > 0) return;
          note('104');
          ctx.send({ symbol: SYMBOL, side: 'buy', lots: 1, ticks: 104, tif: 'ioc' });
        },
        onOrder: (_, { kind }) => note(kind),
        onTimer: note,
      };
    },
  });
  // The 104 stands from 2 ms to 5 ms.
  const tape = scripted([
    (market) => market.setBook(level(100), level(105)),
    () => {},
    (market) => market.setLevel(Sell, 104, 10),
    () => {},
    () => {},
    (market) => market.setLevel(Sell, 104, 0),
    ...Array.from({ length: 10 }, () => () => {}),
  ]);
  const run = async (orderMs: number, dataMs: number) => {
    told.length = 0;
    await backtestOf(tape, chaser, { latency: { ...INSTANT, orderMs, dataMs } }).run(tape);
    return [...told];
  };
  t.same(await run(0, 0), ['2 ms: 104', '2 ms: accepted', '2 ms: executed', '6.5 ms: late']);
  // Seen at 3, there at 4, heard of at 5. The time of an event is the core's.
  t.same(await run(1, 1), ['2 ms: 104', '4 ms: accepted', '4 ms: executed', '7.5 ms: late']);
  t.same(await run(2, 1.5), ['2 ms: 104', '5.5 ms: accepted', '5.5 ms: cancelled', '8 ms: late']);
});

t.test('positions, profit, fees and drawdown are what the ledger says', async (t) => {
  const trader = defineStrategy({
    name: 'trader',
    start(ctx) {
      ctx.setTimer('buy', 0.5);
      ctx.setTimer('sell', 3.5);
      return {
        onTimer: (side) =>
          void ctx.send({
            symbol: SYMBOL,
            side: side as 'buy' | 'sell',
            lots: side === 'buy' ? 10 : 4,
            tif: 'ioc',
          }),
      };
    },
  });
  const tape = scripted([
    (market) => market.setBook(level(10_000), level(10_100)),
    () => {},
    (market) => market.setBook(level(9_000), level(9_100)),
    () => {},
    () => {},
  ]);
  const backtest = backtestOf(tape, trader);
  await backtest.run(tape);
  const result = resultOf(backtest);
  // Bought 10 at 101.00, sold 4 at 90.00, 6 left at 90.00; fees are a thousandth of 1010 and of 360.
  t.match(result.instruments, [
    { bought: '10', sold: '4', position: '6', mark: '90.00', realized: -44, unrealized: -66 },
  ]);
  t.equal(result.instruments[0].fees.toFixed(2), '1.37');
  t.equal(result.profit.toFixed(2), '-111.37');
  t.equal(result.drawdown.toFixed(2), '111.37');
  t.match(result, { orders: 2, fills: 2, makerFills: 0, refused: 0 });
});

t.test('limits and fees are those that the configuration gives the strategy, and nobody else', async (t) => {
  const instrument = { symbol: SYMBOL, tick: '0.01', lot: '1', maxPrice: '1000', maxQuantity: '1000' };
  const config = new TestFiles(t).write('config', [
    JSON.stringify({
      accounts: ['desk'],
      instruments: [{ ...instrument, maxNotional: '1000000', maxPosition: '7', makerFeeMillionths: 9 }],
      accountLimits: [{ account: 'desk', makerFeeMillionths: 0, takerFeeMillionths: 2_000 }],
      strategies: [
        {
          name: 'eager',
          plugin: 'taker',
          account: 'desk',
          instruments: [SYMBOL],
          maxExecutions: 2,
          parameters: {},
        },
      ],
    }),
  ]);
  const reasons: string[] = [];
  const eager = defineStrategy({
    name: 'eager',
    start(ctx) {
      const buy = () => void ctx.send({ symbol: SYMBOL, side: 'buy', lots: 4, tif: 'ioc' });
      ctx.setTimer('buy', 0.5);
      return {
        onTimer: (name) => {
          buy();
          ctx.setTimer(name, 1);
        },
        onOrder: (_, { kind, reason }) => void (kind === 'rejected' && reasons.push(reasonName(reason))),
      };
    },
  });
  const tape = scripted([
    (market) => market.setBook(level(100), level(101)),
    ...Array.from({ length: 3 }, () => (market: RecordedMarket) => market.setLevel(Sell, 101, 10)),
    () => {},
  ]);
  const run = async (strategy: string) => {
    reasons.length = 0;
    const setup = setUp(tape.instruments, { strategy, config });
    const backtest = backtestOf(tape, eager, { setup });
    await backtest.run(tape);
    return resultOf(backtest);
  };
  t.match(await run('eager'), { fills: 1, instruments: [{ bought: '4' }] });
  t.same(reasons, new Array(3).fill('PositionLimitExceeded'), 'four more would be eight');
  t.equal((await run('eager')).instruments[0].fees.toFixed(4), '0.0100', 'rounded up from 0.00808');
  t.match(
    await run('taker'),
    { instruments: [{ bought: '4' }] },
    'limits of the instrument hold for a plugin too',
  );
});

t.test('a strategy that throws ends the run with its error', async (t) => {
  const throws = defineStrategy({
    name: 'throws',
    start: () => ({
      onBook: () => {
        throw new Error('no books');
      },
    }),
  });
  const tape = scripted([
    (market) => market.setBook(level(100), level(101)),
    (market) => market.setLevel(Buy, 100, 0),
    () => {},
  ]);
  await t.rejects(backtestOf(tape, throws).run(tape), /no books/);
});

t.test('the curve stays small, and knows the largest drawdown that was looked at', (t) => {
  const curve = new Curve();
  for (let second = 0; second <= 10_000; second++) {
    const equity = second === 5_001 ? -500 : second % 7;
    curve.add({ ns: second * 1e9, equity, position: 0, markTicks: 0 });
  }
  t.ok(curve.points.length > 1_000 && curve.points.length <= 2_048, `${curve.points.length} points`);
  t.equal(curve.drawdown, 506);
  t.equal(curve.drawdownNs, 5_001e9);
  t.end();
});

t.test('steps as decimals', (t) => {
  for (const [units, places, text] of [
    [1, 2, '0.01'],
    [10_000_000, 9, '0.01'],
    [5, 1, '0.5'],
    [25, 0, '25'],
    [100, 2, '1'],
  ] as const)
    t.equal(stepText(units, places), text);
  t.end();
});

const level = (ticks: number) => ({ count: 1, price: [ticks], lots: [10], units: 1 });
