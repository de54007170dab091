/** Profit by the contract of the configuration: linear with a multiplier, inverse, and what cannot be added up. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { defineStrategy } from '../sdk/index.js';
import { Backtest } from './backtest.js';
import { latencyOf } from './latency.js';
import { resultOf } from './report.js';
import { setUp } from './setup.js';
import type { TapeInstrument } from './tapes/tape.js';
import { INSTANT, SYMBOL, scripted } from './test-script.js';

const INSTRUMENT = {
  tick: '0.01',
  lot: '1',
  maxPrice: '100000',
  maxQuantity: '1000',
  maxNotional: '1000000',
};
const X: TapeInstrument = { symbol: SYMBOL, tick: '0.01', lot: '1' };
const FEE = 500;

/** Buys 3 at 100.00, sells 2 at 125.00; the market ends at 125.00. */
const trades = defineStrategy({
  name: 'trades',
  start: (ctx) => ({
    onBook: ({ bestBid, bestAsk }) => {
      if (bestAsk?.ticks === 10_000)
        ctx.send({ symbol: SYMBOL, side: 'buy', lots: 3, ticks: 10_000, tif: 'ioc' });
      if (bestBid?.ticks === 12_500)
        ctx.send({ symbol: SYMBOL, side: 'sell', lots: 2, ticks: 12_500, tif: 'ioc' });
    },
  }),
});

function setUpWith(directory: string, contracts: readonly object[], tape: readonly TapeInstrument[] = [X]) {
  const config = join(directory, 'pregao.config.json');
  const currencies = [
    { name: 'BTC', scale: 8 },
    { name: 'USD', scale: 4 },
  ];
  const instruments = tape.map(({ symbol }, i) => ({ ...INSTRUMENT, symbol, ...contracts[i] }));
  writeFileSync(config, JSON.stringify({ accounts: ['a'], currencies, instruments }));
  return setUp(tape, { strategy: 'trades', config, makerFeeMillionths: 0, takerFeeMillionths: FEE });
}

async function profitWith(directory: string, contract: object) {
  const backtest = new Backtest({
    setup: setUpWith(directory, [contract]),
    ...{ strategy: trades, latency: latencyOf(INSTANT), queue: 'back', orders: 1 << 12 },
  });
  await backtest.run(
    scripted([
      (market) => market.setLevel(Side.Buy, 9_000, 1),
      (market) => market.setLevel(Side.Sell, 10_000, 3),
      (market) => market.setLevel(Side.Sell, 10_000, 0),
      (market) => market.setLevel(Side.Buy, 12_500, 2),
      (market) => market.setLevel(Side.Sell, 12_500, 0),
      (market) => market.trade(Side.Buy, 12_500, 1),
    ]),
  );
  return resultOf(backtest);
}

t.test('linear with a multiplier, and inverse', async (t) => {
  const linear = await profitWith(t.testdir(), { contract: 'linear', multiplier: '10', currency: 'USD' });
  const [{ realized, unrealized, fees }] = linear.instruments;
  t.same([realized, unrealized], [2 * 25 * 10, 25 * 10]);
  t.equal(fees, (3 * 100 + 2 * 125) * 10 * (FEE / 1e6));
  const inverse = await profitWith(t.testdir(), { contract: 'inverse', multiplier: '100', currency: 'BTC' });
  const [held] = inverse.instruments;
  const perLot = 100 / 100 - 100 / 125;
  t.equal(held.realized.toFixed(8), (2 * perLot).toFixed(8), 'in what it settles in, not in what is priced');
  t.equal(held.unrealized.toFixed(8), perLot.toFixed(8));
  t.equal(held.fees.toFixed(8), ((3 * 1 + 2 * 0.8) * (FEE / 1e6)).toFixed(8));
  t.equal(inverse.profit.toFixed(8), (3 * perLot - held.fees).toFixed(8));
});

t.test('several currencies', async (t) => {
  const both = [{ currency: 'USD' }, { currency: 'BTC' }];
  const directory = t.testdir();
  t.throws(() => setUpWith(directory, both, [X, { ...X, symbol: 'Y' }]), /settle in USD and BTC: choose/);
});
