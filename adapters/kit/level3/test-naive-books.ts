/** The same books in the plainest way: a list of orders in the order of their coming. Shares no line with the fast ones, so that it can judge them. */
import { BookSide, Fit } from './level3-books.js';

interface NaiveOrder {
  readonly id: string;
  readonly book: number;
  readonly side: BookSide;
  readonly price: number;
  lots: number;
}

export class NaiveBooks {
  private orders: NaiveOrder[] = [];

  add(book: number, side: BookSide, low: number, high: number, price: number, lots: number): Fit {
    const id = `${high}:${low}`;
    if (this.orders.some((order) => order.id === id)) return Fit.Duplicate;
    this.orders.push({ id, book, side, price, lots });
    return Fit.Done;
  }

  reduce(low: number, high: number, lots: number): Fit {
    const order = this.orders.find(({ id }) => id === `${high}:${low}`);
    if (order === undefined) return Fit.Unknown;
    order.lots -= lots;
    if (order.lots <= 0) this.orders = this.orders.filter((other) => other !== order);
    return order.lots < 0 ? Fit.TooMuch : Fit.Done;
  }

  remove(low: number, high: number): Fit {
    const count = this.orders.length;
    this.orders = this.orders.filter(({ id }) => id !== `${high}:${low}`);
    return this.orders.length < count ? Fit.Done : Fit.Unknown;
  }

  replace(oldLow: number, oldHigh: number, low: number, high: number, price: number, lots: number): Fit {
    const order = this.orders.find(({ id }) => id === `${oldHigh}:${oldLow}`);
    if (order === undefined) return Fit.Unknown;
    this.remove(oldLow, oldHigh);
    return this.add(order.book, order.side, low, high, price, lots);
  }

  change(low: number, high: number, price: number, lots: number): Fit {
    const order = this.orders.find(({ id }) => id === `${high}:${low}`);
    if (order === undefined) return Fit.Unknown;
    if (order.price !== price || lots > order.lots) return this.replace(low, high, low, high, price, lots);
    order.lots = lots;
    return Fit.Done;
  }

  /** Levels from the best on, each with its orders: `price: id=lots id=lots`. */
  text(book: number, side: BookSide): string[] {
    const orders = this.orders.filter((order) => order.book === book && order.side === side);
    const prices = [...new Set(orders.map(({ price }) => price))].sort((a, b) =>
      side === BookSide.Bid ? b - a : a - b,
    );
    return prices.map((price) => {
      const queue = orders.filter((order) => order.price === price).map(({ id, lots }) => `${id}=${lots}`);
      return `${price}: ${queue.join(' ')}`;
    });
  }
}
