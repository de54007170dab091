/**
 * An instrument whose venue tells single orders: `BookSync` says what an event is worth, the table knows the orders, and what an event
 * does to its price level goes on to `BookShow` as an update of levels.
 */
import { Side } from '../../../protocol/codes/enums.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { type BookSync, SyncState, Verdict } from '../book/book-sync.js';
import type { BookUpdate } from '../book/book-update.js';
import { OrderAction, type OrderEvent } from '../book/order-event.js';
import { NO_ORDER, type OrderTable } from '../book/order-table.js';
import type { BookShow } from './book-show.js';

export class OrderFeed {
  applied = 0;
  /** Executions of orders that are not there, orders that are there twice or find no room, levels below zero. */
  inconsistencies = 0;

  /**
   * @param scratch for events that were kept, and `levels` for what an event does to levels; one for all instruments of a session
   */
  constructor(
    readonly sync: BookSync<OrderEvent>,
    readonly orders: OrderTable,
    readonly show: BookShow,
    private readonly scratch: OrderEvent,
    private readonly levels: BookUpdate,
  ) {}

  get needsSnapshot(): boolean {
    return this.sync.state === SyncState.Waiting;
  }

  update(event: OrderEvent): Verdict {
    const verdict = this.sync.take(event);
    if (verdict === Verdict.Apply) this.apply(event);
    else if (verdict === Verdict.Gap) this.show.set(StatusReason.Gap);
    return verdict;
  }

  /** The table holds the orders of a snapshot of this sequence. False: another one is needed. */
  snapshot(sequence: number): boolean {
    const { sync, scratch, levels } = this;
    if (!sync.begin(sequence, scratch)) return false;
    levels.clear();
    levels.lastId = sequence;
    if (!this.sumLevels() || !this.show.begin(levels)) return this.inconsistent();
    for (let i = 0; i < sync.pending.count; i++) {
      sync.pending.read(i, scratch);
      if (sync.take(scratch) === Verdict.Apply && !this.apply(scratch)) return false;
    }
    sync.pending.clear();
    return true;
  }

  restart(reason: StatusReason): void {
    this.sync.reset();
    this.show.set(reason);
  }

  /** Each level once, with all its orders. */
  private sumLevels(): boolean {
    const { orders, levels, show } = this;
    show.book.clear();
    for (let place = 0; place < orders.sides.length; place++)
      if (orders.sides[place] !== 0) this.addTo(orders.sides[place], orders.ticks[place], orders.lots[place]);
    const { bids, asks } = show.book;
    for (let i = 0; i < bids.count; i++)
      if (!levels.push(Side.Buy, bids.keyAt(i), bids.lotsAt(i))) return false;
    for (let i = 0; i < asks.count; i++)
      if (!levels.push(Side.Sell, -asks.keyAt(i), asks.lotsAt(i))) return false;
    return true;
  }

  private addTo(side: Side, ticks: number, lots: number): void {
    this.show.book.set(side, ticks, this.show.book.lotsAt(side, ticks) + lots);
  }

  /** False: the event does not fit the orders that there are. */
  private apply(event: OrderEvent): boolean {
    const { levels } = this;
    this.applied++;
    levels.clear();
    levels.lastId = event.lastId;
    levels.venueSeconds = event.venueSeconds;
    levels.venueNanos = event.venueNanos;
    if (!this.change(event)) return this.inconsistent();
    if (levels.count === 0 || this.show.update(levels)) return true;
    return this.inconsistent();
  }

  private change(event: OrderEvent): boolean {
    const { action, id, side, ticks, lots } = event;
    if (action === OrderAction.Nothing) return true;
    if (action === OrderAction.Open)
      return this.orders.add(id, side, ticks, lots) && this.level(side, ticks, lots);
    const place = this.orders.find(id);
    if (place === NO_ORDER) return action !== OrderAction.Match;
    if (action === OrderAction.Match) return this.execute(place, lots);
    return action === OrderAction.Done ? this.remove(place) : this.amend(place, event);
  }

  private execute(place: number, lots: number): boolean {
    const { orders } = this;
    if (orders.lots[place] < lots) return false;
    orders.lots[place] -= lots;
    return this.level(orders.sides[place], orders.ticks[place], -lots);
  }

  private remove(place: number): boolean {
    const { orders } = this;
    const [side, ticks, lots] = [orders.sides[place], orders.ticks[place], orders.lots[place]];
    orders.remove(place);
    return lots === 0 || this.level(side, ticks, -lots);
  }

  private amend(place: number, { hasPrice, ticks, lots }: OrderEvent): boolean {
    const { orders } = this;
    const side = orders.sides[place];
    const [oldTicks, oldLots] = [orders.ticks[place], orders.lots[place]];
    orders.lots[place] = lots;
    if (!hasPrice || ticks === oldTicks)
      return lots === oldLots || this.level(side, oldTicks, lots - oldLots);
    orders.ticks[place] = ticks;
    return this.level(side, oldTicks, -oldLots) && this.level(side, ticks, lots);
  }

  /** So many lots more, or less, at a price. */
  private level(side: Side, ticks: number, lots: number): boolean {
    const now = this.show.book.lotsAt(side, ticks) + lots;
    return now >= 0 && this.levels.push(side, ticks, now);
  }

  private inconsistent(): false {
    this.inconsistencies++;
    this.restart(StatusReason.Inconsistent);
    return false;
  }
}
