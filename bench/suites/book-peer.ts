/**
 * npm's nodejs-order-book: one book a symbol, limit orders, `cancel` and `modify`, and nothing else of it switched on.
 * It names orders by strings, which are made before the clock runs; its fills are read out of what it returns.
 */
import { type IProcessOrder, type LimitOrderOptions, OrderBook, Side } from 'nodejs-order-book';
import type { FlowContender } from '../kit/contender.js';
import { FlowOp, type FlowResult, type OrderFlow } from '../kit/flow.js';
import { type BookLeft, FlowTally } from '../kit/tally.js';

/** Its enum is not exported; these are the values. */
const GTC = 'GTC' as LimitOrderOptions['timeInForce'];
const IOC = 'IOC' as LimitOrderOptions['timeInForce'];

export class PeerBook implements FlowContender {
  private readonly tally = new FlowTally();
  private readonly ids: readonly string[];
  private books: OrderBook[] = [];

  constructor(private readonly flow: OrderFlow) {
    this.ids = Array.from({ length: flow.maxOrderId + 1 }, (_, id) => String(id));
    this.clear();
  }

  run(from: number, to: number): void {
    const { flow, books } = this;
    for (let i = from; i < to; i++) {
      const book = books[flow.symbol[i]];
      if (flow.op[i] === FlowOp.New) this.enter(book, i);
      else if (flow.op[i] === FlowOp.Cancel) this.cancel(book, i);
      else this.replace(book, i);
    }
  }

  result(): FlowResult {
    return this.tally.result(booksLeft(this.books));
  }

  clear(): void {
    this.books = Array.from({ length: this.flow.symbols }, () => new OrderBook());
    this.tally.clear();
  }

  private enter(book: OrderBook, i: number): void {
    const { flow } = this;
    const order = {
      id: this.ids[flow.orderId[i]],
      side: flow.side[i] === 0 ? Side.BUY : Side.SELL,
      size: flow.qtyLots[i],
      price: flow.priceTicks[i],
      timeInForce: flow.tif[i] === 0 ? GTC : IOC,
    };
    this.count(order.id, book.limit(order));
  }

  private cancel(book: OrderBook, i: number): void {
    if (book.cancel(this.ids[this.flow.orderId[i]]) === undefined) this.tally.rejects++;
  }

  private replace(book: OrderBook, i: number): void {
    const id = this.ids[this.flow.orderId[i]];
    this.count(id, book.modify(id, { price: this.flow.priceTicks[i] }));
  }

  /** Makers that were filled stand in `done` (and the taker, if it was), one that was not, or the taker, in `partial`. */
  private count(takerId: string, { done, partial, partialQuantityProcessed, err }: IProcessOrder): void {
    if (err !== null) throw err;
    for (const order of done)
      if (order.id !== takerId) this.fill(takerId, order.id, order.size, priceOf(order));
    if (partial !== null && partial.id !== takerId)
      this.fill(takerId, partial.id, partialQuantityProcessed, partial.price);
  }

  private fill(takerId: string, makerId: string, lots: number, priceTicks: number): void {
    this.tally.fill(Number(takerId), Number(makerId), lots, priceTicks);
  }
}

/** There are no stop orders in a flow. */
const priceOf = (order: IProcessOrder['done'][number]): number =>
  'price' in order ? order.price : Number.NaN;

function booksLeft(books: readonly OrderBook[]): BookLeft {
  const snapshots = books.map((book) => book.snapshot());
  const orders = snapshots.flatMap(({ bids, asks }) => [...bids, ...asks].flatMap((level) => level.orders));
  return {
    best_bid: snapshots[0].bids[0]?.price,
    best_ask: snapshots[0].asks[0]?.price,
    open: orders.length,
    open_qty: orders.reduce((sum, order) => sum + order.size, 0),
  };
}
