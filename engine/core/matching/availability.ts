/**
 * How much an order could take at once: fill-or-kill and minimum quantity count only what self-trade prevention would let
 * them have, and nothing that may be cut before they get it. Where there is neither, the levels know.
 */
import { SelfTradePrevention } from '../../../protocol/codes/enums.js';
import { CommandFlag, PREVENTION_MASK } from '../../../protocol/records/command.js';
import { NO_RANK, rankOf, Sides } from '../../book/rank.js';
import type { CoreState } from '../state.js';
import { isPrevented, preventionMode } from './self-trade.js';

/** True when at least `lots[at]` of a side (see `sideIndex`) can be had at `rank` or better. */
export function isAvailable(
  state: CoreState,
  side: number,
  rank: number,
  flags: number,
  owner: number,
  lots: Float64Array,
  at: number,
): boolean {
  const plain = (flags & PREVENTION_MASK) === 0 && state.reduceOnlyOrders[side >> Sides.Shift] === 0;
  return plain
    ? state.book.offers(side, rank, lots, at)
    : isCounted(state, side, rank, flags, owner, lots, at);
}

function isCounted(
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
    if (!own && (orders.flags(slot) & CommandFlag.ReduceOnly) === 0) missing -= orders.openLots(slot);
  }
  return missing <= 0;
}
