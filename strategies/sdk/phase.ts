/** The trading phase of an instrument as a strategy sees it. */
import { Fd, FdDouble, FdPhase } from '../../protocol/records/feed.js';
import { byteA, byteB } from '../../protocol/records/layout.js';
import { type PhaseWord, phaseWord, type SideWord, sideWord } from '../../protocol/words.js';

/** What an auction would do if it ended now. */
export interface Indicative {
  readonly ticks: number;
  /** That would trade. */
  readonly lots: number;
  /** What would be left over at that price, and of which side; undefined = of neither. */
  readonly surplusLots: number;
  readonly surplusSide: SideWord | undefined;
}

export interface MarketPhase {
  readonly symbol: string;
  readonly phase: PhaseWord | undefined;
  /** When a volatility auction ends by itself. */
  readonly until: { readonly seconds: number; readonly nanos: number } | undefined;
  /** Undefined: no auction collects, or nothing would trade. */
  readonly indicative: Indicative | undefined;
}

/** How an instrument stands of which nothing was told. */
export const trading = (symbol: string): MarketPhase => ({
  symbol,
  phase: 'continuous',
  until: undefined,
  indicative: undefined,
});

export function phaseOf(symbol: string, i32: Int32Array, f64: Float64Array, at: number): MarketPhase {
  const seconds = i32[at + FdPhase.UntilSeconds] >>> 0;
  return {
    symbol,
    phase: phaseWord(byteA(i32[at])),
    until: seconds === 0 ? undefined : { seconds, nanos: i32[at + FdPhase.UntilNanos] },
    indicative: indicativeOf(i32, f64, at),
  };
}

function indicativeOf(i32: Int32Array, f64: Float64Array, at: number): Indicative | undefined {
  const lots = f64[(at >> 1) + FdDouble.Lots];
  if (lots === 0) return undefined;
  return {
    ticks: i32[at + Fd.PriceTicks],
    lots,
    surplusLots: f64[(at >> 1) + FdDouble.ExecutedLots],
    surplusSide: sideWord(byteB(i32[at])),
  };
}
