/** Orders and a book around them, with words short enough for tables. One instrument unless said otherwise. */
import { OrdType, type Side, TimeInForce } from '../../protocol/codes/enums.js';
import { CommandKind } from '../../protocol/records/command.js';
import { head } from '../../protocol/records/layout.js';
import { type Book, Rest } from './book.js';
import { Ord, OrderPool, OrderSize } from './order-pool.js';
import { rankOf, sideIndex } from './rank.js';

export type MakeBook = (orders: OrderPool, instruments: number, chunks: number) => Book;

export const INSTRUMENTS = 4;
export const CHUNKS = 8;

export class Shelf {
  readonly orders = new OrderPool(1 << 12);
  readonly book: Book;

  constructor(makeBook: MakeBook, chunks = CHUNKS) {
    this.book = makeBook(this.orders, INSTRUMENTS, chunks);
  }

  /** Rests a new order. Its slot, or 0 when the book did not take it. */
  add(side: Side, lots: number, priceTicks: number, instrument = 1): number {
    const slot = this.enter(side, lots, priceTicks, instrument);
    if (this.book.rest(slot) === Rest.Done) return slot;
    this.orders.release(slot);
    return 0;
  }

  /** What the book says to a new order, which does not stay. */
  offer(side: Side, lots: number, priceTicks: number): Rest {
    const slot = this.enter(side, lots, priceTicks, 1);
    const answer = this.book.rest(slot);
    if (answer === Rest.Done) this.take(slot);
    else this.orders.release(slot);
    return answer;
  }

  take(slot: number): void {
    this.book.remove(slot);
    this.orders.release(slot);
  }

  /** Some of the order is gone; it stays where it is. */
  shrink(slot: number, lots: number): void {
    this.book.reduce(slot, Float64Array.of(lots), 0);
    this.orders.setOpenLots(slot, this.orders.openLots(slot) - lots);
  }

  /** Like `5@100 3@100 2@101`, from the first in priority to the last. */
  queue(side: Side, instrument = 1): string {
    const { orders } = this;
    const texts: string[] = [];
    this.book.walk(sideIndex(instrument, side), (slot) =>
      texts.push(`${orders.openLots(slot)}@${orders.priceTicks(slot)}`),
    );
    return texts.join(' ');
  }

  /** First in priority at this price or better. */
  first(side: Side, priceTicks: number, instrument = 1): number {
    return this.book.first(sideIndex(instrument, side), rankOf(side, priceTicks));
  }

  offers(side: Side, lots: number, priceTicks: number): boolean {
    return this.book.offers(sideIndex(1, side), rankOf(side, priceTicks), Float64Array.of(lots), 0);
  }

  private enter(side: Side, lots: number, priceTicks: number, instrument: number): number {
    const { orders } = this;
    const slot = orders.allocate();
    const at = slot << OrderSize.Shift;
    orders.i32[at | Ord.Head] = head(CommandKind.NewOrder, side, OrdType.Limit, TimeInForce.GoodTillCancel);
    orders.i32[at | Ord.Instrument] = instrument;
    orders.i32[at | Ord.PriceTicks] = priceTicks;
    orders.setTotalLots(slot, lots);
    orders.setOpenLots(slot, lots);
    return slot;
  }
}
