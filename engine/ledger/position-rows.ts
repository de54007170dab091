/** Positions as people and other threads read them: plain values, exact. Not on an order's way. */
import type { Ledger } from './ledger.js';
import { PosDouble, PosSize } from './positions.js';
import { unrealizedProfit } from './profit.js';

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
  /** What it is valued at; null = there is no price, and nothing is said of unrealized profit. */
  readonly markTicks: number | null;
  readonly unrealized: bigint;
}

const HIGH = 2n ** 53n;

/** Every pair of account and instrument that has ever met. @param markOf an instrument's mark in ticks, null = it has none */
export function positionRows(
  ledger: Ledger,
  markOf: (instrument: number) => number | null = () => null,
): PositionRow[] {
  const { positions } = ledger;
  const { f64 } = positions;
  const rows: PositionRow[] = [];
  for (let row = 1; row <= positions.count; row++) {
    const base = row << PosSize.DoubleShift;
    const cost = pair(f64, base | PosDouble.Cost);
    const markTicks = markOf(positions.instrument(row));
    rows.push({
      account: positions.account(row),
      instrument: positions.instrument(row),
      netLots: positions.netLots(row),
      openBuyLots: f64[base | PosDouble.OpenBuyLots],
      openSellLots: f64[base | PosDouble.OpenSellLots],
      cost,
      realized: pair(f64, base | PosDouble.Cash) + cost,
      fees: pair(f64, base | PosDouble.Fees),
      markTicks,
      unrealized:
        markTicks === null || positions.netLots(row) === 0 ? 0n : unrealized(ledger, row, markTicks),
    });
  }
  return rows;
}

function unrealized(ledger: Ledger, row: number, markTicks: number): bigint {
  const profit = new Float64Array(2);
  unrealizedProfit(profit, 0, ledger, row, markTicks);
  return pair(profit, 0);
}

const pair = (f64: Float64Array, at: number): bigint => BigInt(f64[at]) * HIGH + BigInt(f64[at + 1]);
