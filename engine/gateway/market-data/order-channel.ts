/**
 * Level 3: the orders themselves. What an event group did to them goes out when it ends, in order, in one message (or
 * several, when it is much). A snapshot goes out in pages of whole levels, as fast as it is read; new messages come
 * between the pages, and who listens passes over what they say of levels that it has not been given yet. So a book of any
 * size neither holds the others up nor has to be kept aside.
 */
import { Channel, Side } from '../../../protocol/codes/enums.js';
import {
  type BookOrderList,
  OrderBookFields,
  OrderChangesFields,
} from '../../../protocol/wire/market-data-fields.js';
import { type BookChanges, type Depth, NO_PRICE } from '../../views/depth.js';
import type { OrderTable } from '../../views/order-table.js';
import { MarketChannel } from './channel.js';
import type { Market } from './market.js';
import type { Outlet } from './outlet.js';
import type { Subscription } from './subscription.js';

/** More than nearly every command does; each instrument that is watched has room for so many (2 KiB). */
const CHANGES_PER_MESSAGE = 64;
/** A message of so many fits into an outbox. */
const ORDERS_PER_MESSAGE = 512;
/** After so many the page ends with its level. */
const ORDERS_PER_PAGE = 2_048;

const page = new OrderBookFields(ORDERS_PER_MESSAGE);

export class OrderChannel extends MarketChannel {
  readonly kind = Channel.Orders;
  private readonly changes = new OrderChangesFields(CHANGES_PER_MESSAGE);

  constructor(
    market: Market,
    outlet: Outlet,
    private readonly depth: Depth,
    private readonly orders: OrderTable,
  ) {
    super(market, outlet);
  }

  /** The i-th of the changes is about this instrument. */
  change(book: BookChanges, i: number): void {
    const { changes } = this;
    const { instrument } = this.market;
    const { units } = this.outlet;
    if (changes.full) this.flush(false);
    const slot = book.slot[i];
    const at = changes.count++;
    changes.idLow[at] = slot;
    changes.idHigh[at] = this.orders.generation(slot);
    changes.price[at] = units.price(instrument, book.priceTicks[i]);
    changes.quantity[at] = units.quantity(instrument, book.shownLots[i]);
    changes.last[at] = units.quantity(instrument, Math.abs(book.byLots[i]));
    changes.action[at] = book.action[i];
    changes.side[at] = book.side[i];
  }

  groupEnded(): void {
    if (this.changes.count > 0) this.flush(true);
  }

  snapshot(to: Subscription): boolean {
    page.gap = to.gap;
    page.bids.count = page.asks.count = 0;
    for (let orders = 0; orders < ORDERS_PER_PAGE; ) {
      const first = this.firstOfNextLevel(to);
      if (first === 0) return this.endPage(to, true);
      orders += this.putLevel(to, first);
      to.priceTicks = this.depth.ticksShown(first);
    }
    return this.endPage(to, false);
  }

  /** 0 = both sides are through. */
  private firstOfNextLevel(to: Subscription): number {
    const first = this.depth.firstBeyond(this.market.instrument, to.side, to.priceTicks);
    if (first !== 0 || to.side === Side.Sell) return first;
    to.side = Side.Sell;
    to.priceTicks = NO_PRICE;
    return this.depth.firstBeyond(this.market.instrument, to.side, to.priceTicks);
  }

  /** How many there are at the level. */
  private putLevel(to: Subscription, first: number): number {
    const list = to.side === Side.Buy ? page.bids : page.asks;
    let count = 0;
    for (let slot = first; slot !== 0; slot = this.depth.nextInLevel(slot), count++) {
      if (page.bids.count + page.asks.count === ORDERS_PER_MESSAGE) this.endPage(to, false);
      this.put(list, slot);
    }
    return count;
  }

  private put(list: BookOrderList, slot: number): void {
    const { depth, orders } = this;
    const { instrument } = this.market;
    const { units } = this.outlet;
    const at = list.count++;
    list.idLow[at] = slot;
    list.idHigh[at] = orders.generation(slot);
    list.price[at] = units.price(instrument, depth.ticksShown(slot));
    list.quantity[at] = units.quantity(instrument, depth.lotsShown(slot));
  }

  /** Sends what there is. Answers `complete`. */
  private endPage(to: Subscription, complete: boolean): boolean {
    const { outlet } = this;
    this.head(page);
    page.page = to.pages++;
    page.complete = complete;
    outlet.encoder.orderBookSnapshot(outlet.message, page);
    outlet.show(to);
    page.bids.count = page.asks.count = 0;
    return complete;
  }

  private flush(complete: boolean): void {
    const { outlet, changes } = this;
    this.next(changes);
    changes.complete = complete;
    outlet.encoder.orderBookIncrement(outlet.message, changes);
    outlet.publish(this);
    changes.count = 0;
  }
}
