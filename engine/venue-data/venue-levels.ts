/** A venue's best levels as views of depth want them. Orders at a level are not told. */
import { ticksOfKey, type VenueBook } from '../../adapters/kit/book/venue-book.js';
import type { Side } from '../../protocol/codes/enums.js';
import type { LevelView } from '../views/depth.js';

/** Fills `into` with the best `max` levels (no more than it holds), best first. */
export function venueLevels(book: VenueBook, side: Side, max: number, into: LevelView): void {
  const levels = book.side(side);
  const count = Math.min(max, into.capacity, levels.count);
  for (let rank = 0; rank < count; rank++) {
    into.priceTicks[rank] = ticksOfKey(side, levels.keyAt(rank));
    into.lots[rank] = levels.lotsAt(rank);
    into.orders[rank] = 0;
  }
  into.count = count;
}
