/** Where orders come to rest that do not match at once: those for an auction, and all of them while one collects. */
import { EndKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import { type Book, Rest } from '../book/book.js';
import { shelfFor } from '../market/phases.js';
import type { Closer } from './closer.js';
import type { CoreState } from './state.js';

export class Collector {
  constructor(
    private readonly state: CoreState,
    private readonly closer: Closer,
  ) {}

  /** The order rests nowhere; afterwards it stands on the shelf that is its own in this phase. */
  collect(slot: number): void {
    const { orders, book, market } = this.state;
    const instrument = orders.instrument(slot);
    const head = orders.head(slot);
    orders.setShelf(slot, shelfFor(market.phase[instrument], byteB(head), byteC(head)));
    if (restOrEnd(slot, book, this.closer)) market.touch(instrument);
  }
}

/** False: the book has no room for the order, which ends. */
export function restOrEnd(slot: number, book: Book, closer: Closer): boolean {
  const rest = book.rest(slot);
  if (rest === Rest.Done) return true;
  const reason = rest === Rest.NoLevel ? Reason.TooManyPriceLevels : Reason.LevelQuantityOverflow;
  closer.end(slot, EndKind.Cancelled, reason);
  return false;
}
