import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { PosDouble, type Positions, PosSize } from '../ledger/positions.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { None } = Reason;
const { MAX_SAFE_INTEGER } = Number;

/**
 * With all working orders of its side executed, and `more[at]` on top, the position stays within its limit. That is at
 * most 2^53 - 1 lots: a sum that is rounded is above it either way. So many may work on a side, too, whatever the position
 * on the other one leaves room for: more would not be counted exactly. Who adds nothing is not held by a limit that has
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
  const open = f64[base | (side === Side.Buy ? PosDouble.OpenBuyLots : PosDouble.OpenSellLots)];
  const net = f64[base | PosDouble.NetLots];
  const worst = side === Side.Buy ? open + net : open - net;
  const fits = worst + more[at] <= f64[base | PosDouble.MaxLots] && open + more[at] <= MAX_SAFE_INTEGER;
  return fits || more[at] <= 0 ? None : Reason.PositionLimitExceeded;
}
