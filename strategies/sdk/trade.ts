/** Market data that is told and not kept. */
import { Fd, FdDouble } from '../../protocol/records/feed.js';
import { byteA } from '../../protocol/records/layout.js';
import { type SideName, sideName } from './order.js';

/** An execution between any two orders. Ticks and lots: see `TradedInstrument` for decimals. */
export interface Trade {
  readonly symbol: string;
  /** Side of the order that came in and took. */
  readonly side: SideName;
  readonly ticks: number;
  readonly lots: number;
  /** Sequence of the command and index in its group: the trade's identity everywhere. */
  readonly sequence: number;
  readonly index: number;
}

/** A price that is none of our book's: what a venue trades at, a mark price, a rate. */
export interface Reference {
  readonly symbol: string;
  /** Number of the venue that told it, 0 to 4. */
  readonly venue: number;
  readonly ticks: number;
  /** When it was told: seconds since 1970, nanoseconds. */
  readonly seconds: number;
  readonly nanos: number;
}

export const referenceOf = (symbol: string, i32: Int32Array, at: number): Reference => ({
  symbol,
  venue: byteA(i32[at]),
  ticks: i32[at + Fd.PriceTicks],
  seconds: i32[at + Fd.Seconds] >>> 0,
  nanos: i32[at + Fd.Nanos],
});

export function tradeOf(symbol: string, i32: Int32Array, f64: Float64Array, at: number): Trade {
  return {
    symbol,
    side: sideName(byteA(i32[at])),
    ticks: i32[at + Fd.PriceTicks],
    lots: f64[(at >> 1) + FdDouble.Lots],
    sequence: f64[(at >> 1) + FdDouble.Sequence],
    index: i32[at + Fd.Index],
  };
}
