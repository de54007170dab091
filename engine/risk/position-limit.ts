import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { PosDouble, type Positions, PosSize } from '../ledger/positions.js';

/** Of this module, so that compiled code has them as constants: see "Imports" in docs/decisions/hot-path.md. */
const { None } = Reason;

/**
 * With all working orders of its side executed, and `more[at]` on top, the position stays within its limit. That is at
 * most 2^53 - 1 lots: a sum that is rounded is above it either way. Who adds nothing is not held by a limit that has
 * become tighter.
 */
export function checkPosition(
  { f64 }: Positions,
  row: number,
  side: number,
  more: Float64Array,
  at: number,
): Reason {
  const base = row << PosSize.DoubleShift;
  const worst =
    side === Side.Buy
      ? f64[base | PosDouble.NetLots] + f64[base | PosDouble.OpenBuyLots]
      : f64[base | PosDouble.OpenSellLots] - f64[base | PosDouble.NetLots];
  return worst + more[at] <= f64[base | PosDouble.MaxLots] || more[at] <= 0
    ? None
    : Reason.PositionLimitExceeded;
}
