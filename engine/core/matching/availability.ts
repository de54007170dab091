/**
 * How much an order could take at once: fill-or-kill and minimum quantity count only what self-trade prevention would let
 * them have, and nothing that is gone, or may be cut, before they get it. Where there is none of it, the levels know.
 */
import { SelfTradePrevention } from '../../../protocol/codes/enums.js';
import { CommandFlag, PREVENTION_MASK } from '../../../protocol/records/command.js';
import { Term, TermDouble } from '../../book/order-terms.js';
import { NO_RANK, rankOf, Shelf, Sides } from '../../book/rank.js';
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
  const instrument = side >> Sides.Shift;
  const cuts = state.reduceOnlyOrders[instrument] + state.linkedOrders[instrument];
  const plain = (flags & PREVENTION_MASK) === 0 && cuts === 0;
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
  let missing = wantedLots;
  let hidden = 0;
  let spare = spareLots;
  let level = NO_RANK;
  for (let slot = book.first(side, NO_RANK + 1); slot !== 0 && missing > 0; slot = book.after(slot)) {
    const own = isPrevented(flags, owner, orders.owner(slot));
    const orderRank = rankOf(orders.side(slot), orders.priceTicks(slot));
    if (orderRank < rank) break;
    if (orderRank !== level) {
      missing -= hidden;
      level = orderRank;
      hidden = 0;
    }
    if (own && mode !== SelfTradePrevention.CancelOldest) {
      spare -= orders.openLots(slot);
      if (mode !== SelfTradePrevention.DecrementAndCancel || spare < 0) return missing <= 0;
    }
    if (own || (orders.flags(slot) & CommandFlag.ReduceOnly) !== 0) continue;
    const open = lotsBeside(state, slot);
    const shown = Math.min(open, shownLots(state, slot));
    missing -= shown;
    hidden += open - shown;
  }
  return missing - hidden <= 0;
}

/** Of an order that is tied to another one of its side: what it still has when that has executed before it. */
function lotsBeside(state: CoreState, slot: number): number {
  const { orders, terms } = state;
  const open = orders.openLots(slot);
  if (!orders.hasTerms(slot)) return open;
  const parent = terms.get(slot, Term.Parent);
  const mayBeArmed = parent !== 0 && terms.f64[terms.doubleAt(slot, TermDouble.UnarmedLots)] > 0;
  if (mayBeArmed && isTakenBefore(state, parent, slot)) return 0;
  const partner = terms.get(slot, Term.Partner);
  const cuts = partner !== 0 && (orders.flags(partner) & CommandFlag.ReduceOnly) === 0;
  return cuts && isTakenBefore(state, partner, slot) ? Math.max(0, open - orders.openLots(partner)) : open;
}

function isTakenBefore(state: CoreState, other: number, slot: number): boolean {
  const { orders } = state;
  const side = orders.side(slot);
  const stands = orders.isResting(other) && orders.shelf(other) === Shelf.Ordinary;
  if (!stands || orders.side(other) !== side) return false;
  const nearer = rankOf(side, orders.priceTicks(other)) - rankOf(side, orders.priceTicks(slot));
  return nearer === 0 ? standsBefore(state, other, slot) : nearer > 0;
}

/** Of two orders of one price. */
function standsBefore({ orders, book }: CoreState, other: number, slot: number): boolean {
  const ticks = orders.priceTicks(slot);
  let behind = book.after(slot);
  while (behind !== 0 && behind !== other && orders.priceTicks(behind) === ticks) behind = book.after(behind);
  return behind !== other;
}

function shownLots({ orders, terms }: CoreState, slot: number): number {
  const iceberg = orders.hasTerms(slot) && terms.f64[terms.doubleAt(slot, TermDouble.DisplayLots)] > 0;
  return iceberg ? terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)] : orders.openLots(slot);
}
