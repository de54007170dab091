/** A recording written down in a test: what happens in the market of one instrument, a millisecond after the other. */
import type { Strategy } from '../sdk/strategy.js';
import { Backtest, type BacktestOptions } from './backtest.js';
import { type LatencyOptions, latencyOf } from './latency.js';
import type { RecordedMarket } from './recorded-market.js';
import { setUp } from './setup.js';
import type { Tape } from './tapes/tape.js';

export const SYMBOL = 'X';
const FIRST_SECOND = 1_770_000_000;

export type Happening = (market: RecordedMarket) => void;

/** @param happenings the first at 0 ms, each a millisecond after the one before */
export const scripted = (happenings: readonly Happening[]): Tape => ({
  instruments: [{ symbol: SYMBOL, tick: '0.01', lot: '1' }],
  async play(stage) {
    for (const [i, happen] of happenings.entries()) {
      stage.at(FIRST_SECOND, i * 1e6);
      happen(stage.market(0)!);
      stage.event();
    }
  },
});

export const INSTANT: LatencyOptions = { orderMs: 0, dataMs: 0, jitterMs: 0, seed: 1 };

export function backtestOf(
  tape: Tape,
  strategy: Strategy<unknown>,
  {
    latency = INSTANT,
    ...more
  }: Partial<Omit<BacktestOptions, 'latency'>> & { latency?: LatencyOptions } = {},
): Backtest {
  const setup = setUp(tape.instruments, {
    strategy: 'scripted',
    makerFeeMillionths: 0,
    takerFeeMillionths: 1_000,
  });
  return new Backtest({
    setup,
    strategy,
    latency: latencyOf(latency),
    queue: 'back',
    orders: 1 << 12,
    ...more,
  });
}
