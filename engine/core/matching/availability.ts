/**
 * How much an order could take at once, counted order by order: fill-or-kill and minimum quantity count only what
 * self-trade prevention would let them have. Orders that prevent nothing ask the levels instead, which is faster.
 */
import { SelfTradePrevention } from '../../../protocol/codes/enums.js';
import { NO_RANK, rankOf } from '../../book/rank.js';
import type { CoreState } from '../state.js';
import { isPrevented, preventionMode } from './self-trade.js';

/** True when at least `lots[at]` of a side (see `sideIndex`) can be had at `rank` or better. */
export function isAvailable(
  { book, orders }: CoreState,
  side: number,
  rank: number,
  flags: number,
  owner: number,
  lots: Float64Array,
  at: number,
): boolean {
  const skips = preventionMode(flags) === SelfTradePrevention.CancelOldest;
  let missing = lots[at];
  for (let slot = book.first(side, NO_RANK + 1); slot !== 0 && missing > 0; slot = book.after(slot)) {
    if (rankOf(orders.side(slot), orders.priceTicks(slot)) < rank) break;
    const own = isPrevented(flags, owner, orders.owner(slot));
    if (own && !skips) break;
    if (!own) missing -= orders.openLots(slot);
  }
  return missing <= 0;
}
