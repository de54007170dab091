import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { PosDouble, type Positions, PosSize } from '../ledger/positions.js';

/**
 * While the reduce-only switch is on over the firm, the account, the session or the instrument: an order passes when the
 * position stays on its side of zero even if all working orders of the order's side execute. `more[at]` is what it adds.
 */
export function checkReduceOnly(
  { f64 }: Positions,
  row: number,
  side: number,
  more: Float64Array,
  at: number,
): Reason {
  const base = row << PosSize.DoubleShift;
  const net = f64[base | PosDouble.NetLots];
  const left =
    side === Side.Buy
      ? net + f64[base | PosDouble.OpenBuyLots] + more[at]
      : f64[base | PosDouble.OpenSellLots] + more[at] - net;
  return left <= 0 || more[at] <= 0 ? Reason.None : Reason.ReduceOnlySwitchOn;
}
