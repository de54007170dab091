/** Our order-by-order books fed with the ITCH bytes of a flow; they have to be left as the flow's own book is. */

import { BookSide } from '../../adapters/kit/level3/level3-books.js';
import { ItchBooks, ItchStep } from '../../adapters/nasdaq/market-data/itch-books.js';
import type { FlowContender } from '../kit/contender.js';
import type { FlowResult, OrderFlow } from '../kit/flow.js';
import { type ItchTape, itchTape } from './itch-tape.js';

export class ItchContender implements FlowContender {
  readonly tape: ItchTape;
  private readonly books: ItchBooks;

  constructor(private readonly flow: OrderFlow) {
    this.tape = itchTape(flow);
    this.books = new ItchBooks({ orders: flow.maxOrderId + 1, levels: 1 << 18 });
  }

  run(from: number, to: number): void {
    const { bytes, offsets } = this.tape;
    const { books } = this;
    const end = offsets[to];
    for (let at = offsets[from]; at < end; ) {
      const next = at + 2 + ((bytes[at] << 8) | bytes[at + 1]);
      if (books.apply(bytes, at + 2, next) !== ItchStep.Applied)
        throw new Error(`message at ${at} does not fit`);
      at = next;
    }
  }

  /** What does not show in the books is left out. */
  result(): FlowResult {
    const { books } = this.books;
    const best = (side: BookSide) => (books.levelCount(0, side) > 0 ? books.priceAt(0, side, 0) : undefined);
    const left = {
      best_bid: best(BookSide.Bid),
      best_ask: best(BookSide.Ask),
      open: books.orderCount,
      open_qty: this.openQty(),
    };
    return left as FlowResult;
  }

  clear(): void {
    this.books.clear();
  }

  private openQty(): number {
    const { books } = this.books;
    let sum = 0;
    for (let book = 0; book < this.flow.symbols; book++)
      for (const side of [BookSide.Bid, BookSide.Ask])
        for (let rank = 0; rank < books.levelCount(book, side); rank++) sum += books.lotsAt(book, side, rank);
    return sum;
  }
}
