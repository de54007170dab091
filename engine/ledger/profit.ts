/** What people ask of the ledger: profit and cash, as pairs. Nothing here is on an order's way. */
import * as exact from './exact.js';
import type { Ledger } from './ledger.js';
import { PosDouble, PosSize } from './positions.js';

const lots = new Float64Array(1);

/** pair = realized profit of the row, by average cost, fees not taken off. */
export function realizedProfit(pair: Float64Array, at: number, { positions }: Ledger, row: number): void {
  const base = row << PosSize.DoubleShift;
  exact.copy(pair, at, positions.f64, base | PosDouble.Cash);
  exact.add(pair, at, positions.f64, base | PosDouble.Cost);
}

/** pair = what the row would still make if its lots were closed at the mark. */
export function unrealizedProfit(
  pair: Float64Array,
  at: number,
  ledger: Ledger,
  row: number,
  markTicks: number,
): void {
  const { positions } = ledger;
  const base = row << PosSize.DoubleShift;
  lots[0] = Math.abs(positions.netLots(row));
  ledger.value(pair, at, positions.instrument(row), markTicks, lots, 0);
  if (positions.netLots(row) < 0) exact.negate(pair, at);
  exact.subtract(pair, at, positions.f64, base | PosDouble.Cost);
}

/** pair = cash of the account in a currency: what its trades there have brought in, less fees. */
export function cashOf(
  pair: Float64Array,
  at: number,
  ledger: Ledger,
  account: number,
  currency: number,
): void {
  const { positions, contracts } = ledger;
  exact.clear(pair, at);
  for (let row = positions.newestOf(account); row !== 0; row = positions.before(row)) {
    if (contracts.currency(positions.instrument(row)) !== currency) continue;
    const base = row << PosSize.DoubleShift;
    exact.add(pair, at, positions.f64, base | PosDouble.Cash);
    exact.subtract(pair, at, positions.f64, base | PosDouble.Fees);
  }
}
