/** Orders without a price: how far they go with points of protection is known when the best opposite price is, at their entry. */
import { OrdType, Side } from '../../../protocol/codes/enums.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import type { CommandRecord } from '../../../protocol/records/command-record.js';
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
export function pointsNamed({ instruments }: CoreState, command: CommandRecord, terms: TermsRecord): number {
  const own = command.has(CommandFlag.Extended) ? terms.i32[Terms.ProtectionTicks] : 0;
  return own || instruments.protectionTicks.values[command.instrument];
}

/** The worst rank among the makers (a side, see `sideIndex`) that a NewOrder without a price takes, were it to enter now. */
export function furthestRank(
  state: CoreState,
  command: CommandRecord,
  makers: number,
  terms: TermsRecord,
): number {
  const atBest = command.ordType === OrdType.MarketToLimit;
  const points = atBest ? 0 : pointsNamed(state, command, terms);
  const best = state.book.bestRank(makers);
  return atBest || points > 0 ? Math.max(best - points, NO_RANK + 1) : NO_RANK + 1;
}

export const clamped = (ticks: number): number => Math.max(-LARGEST_TICKS, Math.min(LARGEST_TICKS, ticks));
