/** Where orders come to rest: in their place in the book, or on the shelf that is theirs when an auction collects. */
import { EndKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import { Rest } from '../book/book.js';
import { shelfFor } from '../market/phases.js';
import type { Closer } from './closer.js';
import type { Icebergs } from './matching/icebergs.js';
import type { CoreState } from './state.js';

export class Collector {
  constructor(
    private readonly state: CoreState,
    private readonly closer: Closer,
    private readonly icebergs: Pick<Icebergs, 'isOne' | 'show'>,
  ) {}

  /** The order is for an auction, or one collects: it stands on the shelf that is its own in this phase. */
  collect(slot: number): void {
    const { orders, market } = this.state;
    const instrument = orders.instrument(slot);
    const head = orders.head(slot);
    orders.setShelf(slot, shelfFor(market.phase[instrument], byteB(head), byteC(head)));
    if (this.rest(slot)) market.touch(instrument);
  }

  /** False: the book has no room for the order, which ends. */
  rest(slot: number): boolean {
    const { orders, book } = this.state;
    if (orders.hasTerms(slot) && this.icebergs.isOne(slot)) this.icebergs.show(slot);
    const rest = book.rest(slot);
    if (rest === Rest.Done) return true;
    const reason = rest === Rest.NoLevel ? Reason.TooManyPriceLevels : Reason.LevelQuantityOverflow;
    this.closer.end(slot, EndKind.Cancelled, reason);
    return false;
  }
}
