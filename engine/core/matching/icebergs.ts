/**
 * Icebergs: only a part is displayed, and only that part stands in its place in the queue. When it is taken the next part
 * is displayed behind all orders of the price, so that a sweep takes everything displayed before anything hidden. The
 * level's quantity is that of the whole order.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import { TermDouble } from '../../book/order-terms.js';
import type { EventGroup } from '../event-group.js';
import type { CoreState } from '../state.js';

export class Icebergs {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
  ) {}

  /** 0 = the order is none. Of one that has terms; so for all of them. */
  isOne(slot: number): boolean {
    return this.state.terms.f64[this.state.terms.doubleAt(slot, TermDouble.DisplayLots)] > 0;
  }

  /** It comes to rest, or is displayed anew: as much is shown as may be. */
  show(slot: number): void {
    const { terms, orders } = this.state;
    const shown = terms.doubleAt(slot, TermDouble.ShownLots);
    terms.f64[shown] = Math.min(
      terms.f64[terms.doubleAt(slot, TermDouble.DisplayLots)],
      orders.f64[orders.openAt(slot)],
    );
  }

  /** `lots[at]` of the displayed part were taken, before anything that follows from it. */
  taken(slot: number, lots: Float64Array, at: number): void {
    const { terms } = this.state;
    terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)] -= lots[at];
  }

  /** The next part, once all of the displayed one is taken and the order still stands there. */
  refresh(slot: number): void {
    const { terms, orders, book } = this.state;
    if (terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)] > 0 || !orders.isResting(slot)) return;
    book.remove(slot);
    this.show(slot);
    book.rest(slot);
    this.group.restated(slot, Reason.Refreshed, 1);
  }
}
