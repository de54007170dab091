/**
 * What a position would be worth with all working orders of the order's side executed, at the mark (last trade, else
 * reference) or at the order's own price, whichever makes more of it, in settlement units and exactly. A replace is held
 * where it adds lots, or where its price makes more of them than mark and old price did.
 */
import { ContractKind, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import * as exact from '../ledger/exact.js';
import type { Ledger } from '../ledger/ledger.js';
import { PosDouble, PosSize } from '../ledger/positions.js';

const enum Work {
  Value = 0,
  Lots = 2,
}
const work = new Float64Array(3);

/**
 * @param markTicks 0 = there is none, and the order's price alone counts
 * @param raises see `makesMore`; of a new order false, because its lots say enough
 */
export function checkExposure(
  ledger: Ledger,
  row: number,
  instrument: number,
  side: number,
  priceTicks: number,
  markTicks: number,
  more: Float64Array,
  at: number,
  raises: boolean,
): Reason {
  const { f64 } = ledger.positions;
  const base = row << PosSize.DoubleShift;
  const limit = f64[base | PosDouble.MaxExposure];
  if (limit === 0 || (more[at] <= 0 && !raises)) return Reason.None;
  work[Work.Lots] =
    side === Side.Buy
      ? f64[base | PosDouble.NetLots] + f64[base | PosDouble.OpenBuyLots] + more[at]
      : f64[base | PosDouble.OpenSellLots] + more[at] - f64[base | PosDouble.NetLots];
  if (work[Work.Lots] <= 0) return Reason.None;
  const ticks = dearer(ledger, instrument, priceTicks, markTicks);
  ledger.value(work, Work.Value, instrument, ticks, work, Work.Lots);
  if (exact.isNegative(work, Work.Value)) exact.negate(work, Work.Value);
  return work[Work.Value] === 0 && work[Work.Value + 1] <= limit ? Reason.None : Reason.ExposureLimitExceeded;
}

/** The new price of a replaced order makes more of a lot than its old price and the mark. */
export function makesMore(
  ledger: Ledger,
  instrument: number,
  newTicks: number,
  oldTicks: number,
  markTicks: number,
): boolean {
  const before = dearer(ledger, instrument, oldTicks, markTicks);
  return newTicks !== before && dearer(ledger, instrument, newTicks, before) === newTicks;
}

/** The price at which a lot is worth more, whatever the sign. */
export function dearer({ contracts }: Ledger, instrument: number, a: number, b: number): number {
  if (a === 0 || b === 0) return a || b;
  const aIsFurther = Math.abs(a) > Math.abs(b);
  return aIsFurther === (contracts.kind(instrument) === ContractKind.Linear) ? a : b;
}
