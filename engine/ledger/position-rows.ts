/** Positions as people and other threads read them: plain values, exact. Not on an order's way. */
import type { Ledger } from './ledger.js';
import { PosDouble, PosSize } from './positions.js';

export interface PositionRow {
  readonly account: number;
  readonly instrument: number;
  readonly netLots: number;
  /** What working orders may still add. */
  readonly openBuyLots: number;
  readonly openSellLots: number;
  /** Settlement units. */
  readonly cost: bigint;
  readonly realized: bigint;
  readonly fees: bigint;
}

const HIGH = 2n ** 53n;

/** Every pair of account and instrument that has ever met. */
export function positionRows({ positions }: Ledger): PositionRow[] {
  const { f64 } = positions;
  const rows: PositionRow[] = [];
  for (let row = 1; row <= positions.count; row++) {
    const base = row << PosSize.DoubleShift;
    const cost = pair(f64, base | PosDouble.Cost);
    rows.push({
      account: positions.account(row),
      instrument: positions.instrument(row),
      netLots: positions.netLots(row),
      openBuyLots: f64[base | PosDouble.OpenBuyLots],
      openSellLots: f64[base | PosDouble.OpenSellLots],
      cost,
      realized: pair(f64, base | PosDouble.Cash) + cost,
      fees: pair(f64, base | PosDouble.Fees),
    });
  }
  return rows;
}

const pair = (f64: Float64Array, at: number): bigint => BigInt(f64[at]) * HIGH + BigInt(f64[at + 1]);
