/**
 * A book of orders, kept from the pages of a snapshot and from changes that come between and after them. While pages are
 * still to come, what changes at levels that have not been given yet is passed over: the page that gives them has it.
 */
import { BookAction, Side } from '../codes/enums.js';
import type { BookOrderList, OrderBookFields, OrderChangesFields } from '../wire/market-data-fields.js';
import { priceText, quantityText, type Security } from './security.js';

export interface BookOrder {
  /** The engine's, the same as in reports. */
  readonly orderId: bigint;
  readonly price: string;
  readonly quantity: string;
}

/** A price level: its orders in priority order, a map keeps them as they came. */
interface Level {
  readonly price: number;
  readonly orders: Map<bigint, number>;
}

export class OrderBookView {
  private readonly bidSide = new BookSide(-1);
  private readonly askSide = new BookSide(1);
  private pages = 0;

  constructor(readonly security: Security) {}

  /** In priority order: best price first, at each price the oldest first. */
  bids(orders = Number.POSITIVE_INFINITY): BookOrder[] {
    return this.texts(this.bidSide, orders);
  }

  asks(orders = Number.POSITIVE_INFINITY): BookOrder[] {
    return this.texts(this.askSide, orders);
  }

  /** Page 0 begins a snapshot. */
  follows(page: number): boolean {
    return page === 0 || page === this.pages;
  }

  addPage({ page, bids, asks, complete }: OrderBookFields): void {
    if (page === 0) this.begin();
    this.pages = page + 1;
    this.bidSide.load(bids);
    if (asks.count > 0) this.bidSide.loaded();
    this.askSide.load(asks);
    if (!complete) return;
    this.bidSide.loaded();
    this.askSide.loaded();
  }

  apply(changes: OrderChangesFields): void {
    for (let i = 0; i < changes.count; i++) {
      const side = changes.side[i] === Side.Buy ? this.bidSide : this.askSide;
      const id = orderId(changes.idLow[i], changes.idHigh[i]);
      side.change(changes.action[i], id, changes.price[i], changes.quantity[i]);
    }
  }

  private begin(): void {
    this.bidSide.begin();
    this.askSide.begin();
  }

  private texts(side: BookSide, orders: number): BookOrder[] {
    const result: BookOrder[] = [];
    for (const { price, orders: queue } of side.levels)
      for (const [id, quantity] of queue) {
        if (result.length >= orders) return result;
        result.push({
          orderId: id,
          price: priceText(this.security, price),
          quantity: quantityText(this.security, quantity),
        });
      }
    return result;
  }
}

class BookSide {
  /** Best first. */
  readonly levels: Level[] = [];
  /** Rank of the worst level that pages have given; all are known when it is infinite. */
  private givenTo = Number.NEGATIVE_INFINITY;

  /** @param sign makes the best price the smallest rank */
  constructor(private readonly sign: 1 | -1) {}

  begin(): void {
    this.levels.length = 0;
    this.givenTo = Number.NEGATIVE_INFINITY;
  }

  load(list: BookOrderList): void {
    for (let i = 0; i < list.count; i++)
      this.add(orderId(list.idLow[i], list.idHigh[i]), list.price[i], list.quantity[i]);
    if (list.count > 0) this.givenTo = this.sign * list.price[list.count - 1];
  }

  loaded(): void {
    this.givenTo = Number.POSITIVE_INFINITY;
  }

  change(action: number, id: bigint, price: number, quantity: number): void {
    if (this.sign * price > this.givenTo) return;
    if (action === BookAction.Add) this.add(id, price, quantity);
    else this.set(id, price, quantity);
  }

  private add(id: bigint, price: number, quantity: number): void {
    const index = this.find(price);
    if (this.levels[index]?.price !== price) this.levels.splice(index, 0, { price, orders: new Map() });
    this.levels[index].orders.set(id, quantity);
  }

  /** Quantity 0 takes it out. */
  private set(id: bigint, price: number, quantity: number): void {
    const index = this.find(price);
    const level = this.levels[index];
    if (level?.price !== price || !level.orders.has(id)) return;
    if (quantity > 0) level.orders.set(id, quantity);
    else level.orders.delete(id);
    if (level.orders.size === 0) this.levels.splice(index, 1);
  }

  /** Where the level of this price stands, or would stand. */
  private find(price: number): number {
    let low = 0;
    let high = this.levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sign * (this.levels[middle].price - price) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

const orderId = (low: number, high: number): bigint => (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
