/** Market orders with points of protection: how far they go is known when the best opposite price is, at their entry. */
import { Side } from '../../../protocol/codes/enums.js';
import { Ord, OrderFlag, OrderSize } from '../../book/order-pool.js';
import { Term } from '../../book/order-terms.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../../book/rank.js';
import type { CoreState } from '../state.js';

/** Prices stay above NO_RANK and negate without overflow. */
export const LARGEST_TICKS = 2 ** 31 - 2;

/** Of a market order that has terms. With nothing opposite there is nothing to protect it from. */
export function protect({ orders, terms, book }: CoreState, slot: number): void {
  const points = terms.get(slot, Term.ProtectionTicks);
  if (points === 0) return;
  const side = orders.side(slot);
  const best = book.bestRank(sideIndex(orders.instrument(slot), opposite(side)));
  if (best === NO_RANK) return;
  const price = rankOf(opposite(side), best);
  terms.set(slot, Term.LimitTicks, clamped(side === Side.Buy ? price + points : price - points));
  orders.i32[(slot << OrderSize.Shift) | Ord.Flags] |= OrderFlag.Protected;
}

export const clamped = (ticks: number): number => Math.max(-LARGEST_TICKS, Math.min(LARGEST_TICKS, ticks));
