/**
 * TotalView-ITCH 5.0 into order-by-order books, one a stock locate. Messages in their order, from whatever carries them; each says what it did. Prices are ITCH's own:
 * four decimal places. What an exchange would never send (an unknown order, more executed than rests) is counted, and touches nothing else.
 */

import {
  AddOrder,
  AddOrderMpid,
  MESSAGES,
  OrderCancel,
  OrderDelete,
  OrderExecuted,
  OrderExecutedWithPrice,
  OrderReplace,
  StockDirectory,
} from '../../../protocol/messages/generated/itch.js';
import { FlatFault, type FlatMessage, FlatMessages } from '../../../protocol/views/flat-message.js';
import { BookSide, Fit, Level3Books, type Level3Limits } from '../../kit/level3/level3-books.js';

export const enum ItchStep {
  /** A book has changed. */
  Applied = 0,
  /** A message that changes no book. */
  NoBook = 1,
  /** It did not fit the books: see the counters. */
  Misfit = 2,
  /** No message of ITCH 5.0, or shorter than it must be. */
  Malformed = 3,
}

const BUY = 'B'.charCodeAt(0);
const BOOKS = 1 << 16;
/** Much of a day of the whole market. */
const DEFAULT_LIMITS = { orders: 1 << 22, levels: 1 << 20 };

export class ItchBooks {
  readonly books: Level3Books;
  /** Messages by how they fitted; `Fit.Done` counts those that changed a book. */
  readonly fits = new Float64Array(Fit.NoRoom + 1);
  private readonly symbols = new Map<number, string>();
  private readonly isNamed = new Uint8Array(BOOKS);
  private readonly addOrder = new AddOrder();
  private readonly addOrderMpid = new AddOrderMpid();
  /** The last of each. */
  readonly executed = new OrderExecuted();
  readonly executedWithPrice = new OrderExecutedWithPrice();
  private readonly cancelled = new OrderCancel();
  private readonly deleted = new OrderDelete();
  private readonly replaced = new OrderReplace();
  private readonly directory = new StockDirectory();
  private readonly others = new FlatMessages(MESSAGES);

  constructor(limits: Partial<Omit<Level3Limits, 'books'>> = {}) {
    this.books = new Level3Books({ ...DEFAULT_LIMITS, ...limits, books: BOOKS });
  }

  /** Stock locates that have a name, in the order of their coming. */
  get locates(): readonly number[] {
    return [...this.symbols.keys()];
  }

  symbol(locate: number): string {
    return this.symbols.get(locate) ?? `#${locate}`;
  }

  /** A new day, or messages were lost: nothing is known any more. */
  clear(): void {
    this.books.clear();
    this.symbols.clear();
    this.isNamed.fill(0);
  }

  /** One message, type byte first. */
  apply(bytes: Uint8Array, start: number, end: number): ItchStep {
    if (start >= end) return ItchStep.Malformed;
    switch (bytes[start]) {
      case AddOrder.messageType:
        return this.add(this.addOrder, bytes, start, end);
      case AddOrderMpid.messageType:
        return this.add(this.addOrderMpid, bytes, start, end);
      case OrderExecuted.messageType:
        return this.execute(this.executed, bytes, start, end);
      case OrderExecutedWithPrice.messageType:
        return this.execute(this.executedWithPrice, bytes, start, end);
      case OrderCancel.messageType:
        return this.cancel(bytes, start, end);
      case OrderDelete.messageType:
        return this.remove(bytes, start, end);
      case OrderReplace.messageType:
        return this.replace(bytes, start, end);
      default:
        return this.other(bytes, start, end);
    }
  }

  private add(message: AddOrder | AddOrderMpid, bytes: Uint8Array, start: number, end: number): ItchStep {
    if (message.wrap(bytes, start, end) !== FlatFault.None) return ItchStep.Malformed;
    const side = message.side === BUY ? BookSide.Bid : BookSide.Ask;
    const low = message.lowOf(AddOrder.referenceAt, false);
    const high = message.highOf(AddOrder.referenceAt, false);
    const locate = message.stockLocate;
    if (this.isNamed[locate] === 0) this.name(locate, message.stock);
    return this.count(this.books.add(locate, side, low, high, message.price | 0, message.shares));
  }

  private execute(
    message: OrderExecuted | OrderExecutedWithPrice,
    bytes: Uint8Array,
    start: number,
    end: number,
  ): ItchStep {
    if (message.wrap(bytes, start, end) !== FlatFault.None) return ItchStep.Malformed;
    return this.reduce(message, message.executedShares);
  }

  private cancel(bytes: Uint8Array, start: number, end: number): ItchStep {
    const message = this.cancelled;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return ItchStep.Malformed;
    return this.reduce(message, message.cancelledShares);
  }

  /** The reference stands at the same place in all messages about an order. */
  private reduce(message: FlatMessage, shares: number): ItchStep {
    const low = message.lowOf(OrderExecuted.referenceAt, false);
    return this.count(this.books.reduce(low, message.highOf(OrderExecuted.referenceAt, false), shares));
  }

  private remove(bytes: Uint8Array, start: number, end: number): ItchStep {
    const message = this.deleted;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return ItchStep.Malformed;
    const low = message.lowOf(OrderDelete.referenceAt, false);
    return this.count(this.books.remove(low, message.highOf(OrderDelete.referenceAt, false)));
  }

  private replace(bytes: Uint8Array, start: number, end: number): ItchStep {
    const message = this.replaced;
    if (message.wrap(bytes, start, end) !== FlatFault.None) return ItchStep.Malformed;
    const { originalReferenceAt, newReferenceAt } = OrderReplace;
    return this.count(
      this.books.replace(
        message.lowOf(originalReferenceAt, false),
        message.highOf(originalReferenceAt, false),
        message.lowOf(newReferenceAt, false),
        message.highOf(newReferenceAt, false),
        message.price | 0,
        message.shares,
      ),
    );
  }

  private other(bytes: Uint8Array, start: number, end: number): ItchStep {
    if (this.others.read(bytes, start, end) !== FlatFault.None) return ItchStep.Malformed;
    if (
      bytes[start] === StockDirectory.messageType &&
      this.directory.wrap(bytes, start, end) === FlatFault.None
    )
      this.name(this.directory.stockLocate, this.directory.stock);
    return ItchStep.NoBook;
  }

  /** By the directory, or, when a feed is joined late, by the first order. */
  private name(locate: number, stock: string): void {
    this.symbols.set(locate, stock);
    this.isNamed[locate] = 1;
  }

  private count(fit: Fit): ItchStep {
    this.fits[fit]++;
    return fit === Fit.Done ? ItchStep.Applied : ItchStep.Misfit;
  }
}
