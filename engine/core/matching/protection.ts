/** Orders without a price: how far they go with points of protection is known when the best opposite price is, at their entry. */
import { OrdType, Side } from '../../../protocol/codes/enums.js';
import { Cmd, CommandFlag } from '../../../protocol/records/command.js';
import { byteB } from '../../../protocol/records/layout.js';
import { Terms } from '../../../protocol/records/order-terms.js';
import { Ord, OrderFlag, OrderSize } from '../../book/order-pool.js';
import { Term } from '../../book/order-terms.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../../book/rank.js';
import type { TermsRecord } from '../../risk/order-terms.js';
import type { CoreState } from '../state.js';

/** Prices stay above NO_RANK and negate without overflow. */
export const LARGEST_TICKS = 2 ** 31 - 2;

/** Of a market order. With nothing opposite there is nothing to protect it from. */
export function protect(state: CoreState, slot: number): void {
  const { orders, terms, book } = state;
  const points = pointsOf(state, slot);
  if (points === 0) return;
  const side = orders.side(slot);
  const best = book.bestRank(sideIndex(orders.instrument(slot), opposite(side)));
  if (best === NO_RANK) return;
  state.giveTerms(slot);
  const price = rankOf(opposite(side), best);
  terms.set(slot, Term.LimitTicks, clamped(side === Side.Buy ? price + points : price - points));
  orders.i32[(slot << OrderSize.Shift) | Ord.Flags] |= OrderFlag.Protected;
}

/** The order's own, else its instrument's. */
export function pointsOf({ orders, terms, instruments }: CoreState, slot: number): number {
  const own = orders.hasTerms(slot) ? terms.get(slot, Term.ProtectionTicks) : 0;
  return own || instruments.protectionTicks.values[orders.instrument(slot)];
}

/** The same of a NewOrder. */
export function pointsNamed(
  { instruments }: CoreState,
  i32: Int32Array,
  at: number,
  terms: TermsRecord,
): number {
  const own = (i32[at + Cmd.Flags] & CommandFlag.Extended) === 0 ? 0 : terms.i32[Terms.ProtectionTicks];
  return own || instruments.protectionTicks.values[i32[at + Cmd.Instrument]];
}

/** The worst rank among the makers (a side, see `sideIndex`) that a NewOrder without a price takes, were it to enter now. */
export function furthestRank(
  state: CoreState,
  i32: Int32Array,
  at: number,
  makers: number,
  terms: TermsRecord,
): number {
  const atBest = byteB(i32[at]) === OrdType.MarketToLimit;
  const points = atBest ? 0 : pointsNamed(state, i32, at, terms);
  const best = state.book.bestRank(makers);
  return atBest || points > 0 ? Math.max(best - points, NO_RANK + 1) : NO_RANK + 1;
}

export const clamped = (ticks: number): number => Math.max(-LARGEST_TICKS, Math.min(LARGEST_TICKS, ticks));
