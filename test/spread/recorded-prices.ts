/** The path of a price out of a recording of any format that back-tests read: the middle of its first book that has two sides, once in so long. */
import { Backtest } from '../../strategies/backtest/backtest.js';
import { latencyOf } from '../../strategies/backtest/latency.js';
import { setUp } from '../../strategies/backtest/setup.js';
import { openTape } from '../../strategies/backtest/tapes/open.js';
import { type Context, defineStrategy } from '../../strategies/sdk/index.js';

const ORDERS = 1 << 17;
const AT_ONCE = latencyOf({ orderMs: 0, dataMs: 0, jitterMs: 0, seed: 1 });
const QUIET = { write: () => true };
/** Fewer are no path. */
const LEAST = 3;

/** @throws RangeError there is no such recording, or next to nothing in it */
export async function recordedPrices(data: string, everyMs: number, symbol?: string): Promise<number[]> {
  const tape = await openTape(data, { progress: QUIET, strategy: 'prices', orders: ORDERS });
  const setup = setUp(tape.instruments, {
    strategy: 'prices',
    ...(symbol !== undefined && { symbols: [symbol] }),
  });
  const prices: number[] = [];
  const strategy = looker(everyMs, prices);
  const backtest = new Backtest({ setup, strategy, latency: AT_ONCE, queue: 'back', orders: ORDERS });
  await backtest.run(tape);
  if (prices.length < LEAST)
    throw new RangeError(`${data} has ${prices.length} prices ${everyMs} ms apart: too short for a day`);
  return prices;
}

const looker = (everyMs: number, prices: number[]) =>
  defineStrategy({
    name: 'prices',
    start: (ctx) => {
      ctx.setTimer('look', everyMs);
      return {
        onTimer: () => {
          const middle = firstMiddle(ctx);
          if (middle !== undefined) prices.push(middle);
          ctx.setTimer('look', everyMs);
        },
      };
    },
  });

function firstMiddle(ctx: Context): number | undefined {
  for (const symbol of ctx.symbols) {
    const { bestBid, bestAsk } = ctx.book(symbol);
    if (bestBid !== undefined && bestAsk !== undefined) return (bestBid.ticks + bestAsk.ticks) / 2;
  }
  return undefined;
}
