/**
 * What a position would be worth with all working orders of the order's side executed, at the mark (last trade, else
 * reference) or at the order's own price, whichever makes more of it, in settlement units and exactly.
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

/** @param markTicks 0 = there is none, and the order's price alone counts */
export function checkExposure(
  ledger: Ledger,
  row: number,
  instrument: number,
  side: number,
  priceTicks: number,
  markTicks: number,
  more: Float64Array,
  at: number,
): Reason {
  const { f64 } = ledger.positions;
  const base = row << PosSize.DoubleShift;
  const limit = f64[base | PosDouble.MaxExposure];
  if (limit === 0 || more[at] <= 0) return Reason.None;
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

/** The price at which a lot is worth more, whatever the sign. */
export function dearer({ contracts }: Ledger, instrument: number, a: number, b: number): number {
  if (a === 0 || b === 0) return a || b;
  const aIsFurther = Math.abs(a) > Math.abs(b);
  return aIsFurther === (contracts.kind(instrument) === ContractKind.Linear) ? a : b;
}
