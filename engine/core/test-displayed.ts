/** What the rule book says is displayed of an order in the core's book: all of it, an iceberg's part, nothing of a midpoint order or one for a certain auction. */
import { isForAuction, OrdType, Peg } from '../../protocol/codes/enums.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import { OrderFlag } from '../book/order-pool.js';
import { Term, TermDouble } from '../book/order-terms.js';
import type { Core } from './core.js';

/** Of an order that stands in the book. */
export function displayedLots({ state }: Core, slot: number): number {
  const { orders, terms } = state;
  const ordType = byteB(orders.head(slot));
  if (ordType === OrdType.Market || isForAuction(byteC(orders.head(slot)))) return 0;
  if ((orders.flags(slot) & OrderFlag.HasTerms) === 0) return orders.openLots(slot);
  if (ordType === OrdType.Pegged && byteB(terms.get(slot, Term.Head)) === Peg.Midpoint) return 0;
  const isIceberg = terms.f64[terms.doubleAt(slot, TermDouble.DisplayLots)] > 0;
  return isIceberg ? terms.f64[terms.doubleAt(slot, TermDouble.ShownLots)] : orders.openLots(slot);
}
