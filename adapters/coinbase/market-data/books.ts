/** The books of a session, each by levels or by orders as its channel tells them; for the session they are the same. */

import { BookSync } from '../../kit/book/book-sync.js';
import { BookUpdate } from '../../kit/book/book-update.js';
import { OrderEvent, PendingOrders } from '../../kit/book/order-event.js';
import { OrderTable } from '../../kit/book/order-table.js';
import { PendingUpdates } from '../../kit/book/pending-updates.js';
import { CONSECUTIVE } from '../../kit/book/sequence-rule.js';
import { VenueBook } from '../../kit/book/venue-book.js';
import { BookShow } from '../../kit/feed/book-show.js';
import { LevelFeed } from '../../kit/feed/level-feed.js';
import { OrderFeed } from '../../kit/feed/order-feed.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { TopView } from '../../kit/feed/top-view.js';
import type { VenueRing } from '../../kit/feed/venue-ring.js';
import type { CoinbaseOptions } from './options.js';

export class CoinbaseBooks {
  /** One of the two has a feed for each instrument, the other is empty. */
  readonly byLevel: readonly LevelFeed[];
  readonly byOrder: readonly OrderFeed[];

  constructor(options: CoinbaseOptions, ring: VenueRing, sink: TopSink) {
    const { instruments, levelsPerSide, topLevels, pendingUpdates, pendingLevels, ordersPerBook } = options;
    const levels = new BookUpdate(2 * levelsPerSide);
    const show = (id: number) =>
      new BookShow(id, new VenueBook(levelsPerSide), ring, new TopView(sink, topLevels));
    const isByOrder = options.book === 'full';
    this.byLevel = (isByOrder ? [] : instruments).map(({ id }) => {
      const sync = new BookSync<BookUpdate>(CONSECUTIVE, new PendingUpdates(pendingUpdates, pendingLevels));
      return new LevelFeed(sync, show(id), levels, true);
    });
    const order = new OrderEvent();
    this.byOrder = (isByOrder ? instruments : []).map(({ id }) => {
      const sync = new BookSync<OrderEvent>(CONSECUTIVE, new PendingOrders(pendingUpdates));
      return new OrderFeed(sync, new OrderTable(ordersPerBook), show(id), order, levels);
    });
  }

  get all(): readonly (LevelFeed | OrderFeed)[] {
    return this.byLevel.length > 0 ? this.byLevel : this.byOrder;
  }
}
