/**
 * Self-trade prevention: the incoming order's mode decides what happens instead of a trade with an order of the same
 * account, or of the firm, which is everybody on this engine's books.
 */
import { EndKind, SelfTradePrevention } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { CommandFlag, PREVENTION_MASK, PREVENTION_SHIFT } from '../../../protocol/records/command.js';
import { accountOf } from '../../../protocol/records/layout.js';
import type { Closer } from '../closer.js';
import type { CoreState } from '../state.js';

export const preventionMode = (flags: number): SelfTradePrevention =>
  (flags & PREVENTION_MASK) >> PREVENTION_SHIFT;

/** True when an order with these flags and owner must not trade with one of the other owner. */
export function isPrevented(flags: number, owner: number, otherOwner: number): boolean {
  if ((flags & PREVENTION_MASK) === 0) return false;
  return (flags & CommandFlag.PreventWithinFirm) !== 0 || accountOf(owner) === accountOf(otherOwner);
}

export class SelfTrade {
  constructor(
    private readonly state: CoreState,
    private readonly closer: Closer,
  ) {}

  /** Instead of their trade. False: the taker is gone. */
  resolve(maker: number, taker: number): boolean {
    const mode = preventionMode(this.state.orders.flags(taker));
    if (mode === SelfTradePrevention.DecrementAndCancel) return this.decrement(maker, taker);
    if (mode !== SelfTradePrevention.CancelNewest) this.end(maker);
    if (mode === SelfTradePrevention.CancelOldest) return true;
    this.end(taker);
    return false;
  }

  /** The smaller open quantity comes off both; who has nothing left ends, who is left keeps its place. */
  private decrement(maker: number, taker: number): boolean {
    const { orders } = this.state;
    const open = orders.f64;
    const [makerAt, takerAt] = [orders.openAt(maker), orders.openAt(taker)];
    const makerLeft = open[makerAt] > open[takerAt];
    const takerLeft = open[takerAt] > open[makerAt];
    if (makerLeft) this.closer.cut(maker, open, takerAt, Reason.SelfTradePrevented);
    if (takerLeft) this.closer.cut(taker, open, makerAt, Reason.SelfTradePrevented);
    if (!makerLeft) this.end(maker);
    if (!takerLeft) this.end(taker);
    return takerLeft;
  }

  private end(slot: number): void {
    this.closer.end(slot, EndKind.Cancelled, Reason.SelfTradePrevented);
  }
}
