/**
 * How much an order could take at once: fill-or-kill and minimum quantity count only what self-trade prevention would let
 * them have, and nothing that may be cut before they get it. Where there is neither, the levels know.
 */
import { SelfTradePrevention } from '../../../protocol/codes/enums.js';
import { CommandFlag, PREVENTION_MASK } from '../../../protocol/records/command.js';
import { TermDouble } from '../../book/order-terms.js';
import { NO_RANK, rankOf, Sides } from '../../book/rank.js';
import type { CoreState } from '../state.js';
import { isPrevented, preventionMode } from './self-trade.js';

/**
 * True when at least `lots[at]` of a side (see `sideIndex`) can be had at `rank` or better.
 *
 * @param spareLots what decrementing may take off the order before too little of it is left
 */
export function isAvailable(
  state: CoreState,
  side: number,
  rank: number,
  flags: number,
  owner: number,
  lots: Float64Array,
  at: number,
  spareLots: number,
): boolean {
  const plain = (flags & PREVENTION_MASK) === 0 && state.reduceOnlyOrders[side >> Sides.Shift] === 0;
  return plain
    ? state.book.offers(side, rank, lots, at)
    : isCounted(state, side, rank, flags, owner, lots[at], spareLots);
}

/** Level by level: what is displayed in its order, then all that is hidden, as a sweep takes it. */
function isCounted(
  state: CoreState,
  side: number,
  rank: number,
  flags: number,
  owner: number,
  wantedLots: number,
  spareLots: number,
): boolean {
  const { book, orders } = state;
  const mode = preventionMode(flags);
  let [missing, hidden, spare, level] = [wantedLots, 0, spareLots, NO_RANK];
  for (let slot = book.first(side, NO_RANK + 1); slot !== 0 && missing > 0; slot = book.after(slot)) {
    const own = isPrevented(flags, owner, orders.owner(slot));
    const orderRank = rankOf(orders.side(slot), orders.priceTicks(slot));
    if (orderRank < rank) break;
    if (orderRank !== level) {
      missing -= hidden;
      [level, hidden] = [orderRank, 0];
    }
    if (own && mode !== SelfTradePrevention.CancelOldest) {
      spare -= orders.openLots(slot);
      if (mode !== SelfTradePrevention.DecrementAndCancel || spare < 0) return missing <= 0;
    }
    if (own || (orders.flags(slot) & CommandFlag.ReduceOnly) !== 0) continue;
    const shown = shownLots(state, slot);
    missing -= shown;
    hidden += orders.openLots(slot) - shown;
  }
  return missing - hidden <= 0;
}

function shownLots({ orders, terms }: CoreState, slot: number): number {
  const iceberg = orders.hasTerms(slot) && terms.f64[terms.doubleAt(slot, TermDouble.DisplayLots)] > 0;
  return iceberg ? terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)] : orders.openLots(slot);
}
