/**
 * What a message makes of the engine's book, by commands. An add rests; a cancel takes its size off; a modify changes price
 * and quantity with the engine's own rule of priority (kept only where the price stays and the quantity falls); a clear is
 * a mass cancel. A fill is sent as what the aggressor must have sent, an immediate-or-cancel order of the filled size at
 * the filled price: the engine must choose the order that the exchange chose. The cancel or modify that books the fill
 * afterwards finds it done.
 */
import type { Side } from '../../../protocol/codes/enums.js';
import type { Differences } from '../differences.js';
import { offTick, toTicks } from '../ticks.js';
import { Action, Flag, type MboMessage, NO_SIDE } from './mbo-message.js';
import type { RecordedBook } from './recorded-book.js';
import { priceText } from './units.js';

export class MessageFlow {
  /** Fills of orders in the book, and those where the engine filled the very order, with all of the size. */
  fills = 0;
  hits = 0;
  /** Fills of orders that the file never added: hidden, implied, or from before it. */
  hiddenFills = 0;
  /** Cancels and modifies of orders that are not in the book. */
  unknown = 0;
  /** Adds of an order that was in the book already; it took the old one's place. */
  repeated = 0;

  constructor(private readonly differences: Differences) {}

  /** @throws InputError, EngineRefusal */
  apply(book: RecordedBook, message: MboMessage): void {
    switch (message.action) {
      case Action.Add:
        return this.add(book, message);
      case Action.Cancel:
        return this.cancel(book, message);
      case Action.Modify:
        return this.modify(book, message);
      case Action.Fill:
        return this.fill(book, message);
      case Action.Clear:
        return book.clear();
    }
  }

  private add(book: RecordedBook, message: MboMessage): void {
    if ((message.flags & (Flag.TopOfBook | Flag.AggregatedLevel)) !== 0)
      message.rows.fail(
        'flags say that this is a price level, not an order (F_TOB, F_MBP): no market by order',
      );
    const before = book.find(message);
    if (before !== 0) {
      this.repeated++;
      book.market.takeOff(before, book.engine.orders.openLots(before));
    }
    this.rest(book, message);
  }

  private rest(book: RecordedBook, message: MboMessage): void {
    const { idLow, idHigh } = message;
    if ((idLow | idHigh) === 0) message.rows.fail('order_id 0 names no order');
    book.market.rest(book.account, sideOf(message), ticksOf(book, message), message.size, idLow, idHigh);
  }

  private cancel(book: RecordedBook, message: MboMessage): void {
    const lots = message.size - book.book(message, message.size);
    if (lots === 0) return;
    const slot = book.find(message);
    if (slot === 0) this.unknown++;
    else book.market.takeOff(slot, lots);
  }

  /** An unknown order is added: so says Databento's own book. */
  private modify(book: RecordedBook, message: MboMessage): void {
    book.book(message, Number.MAX_SAFE_INTEGER);
    const slot = book.find(message);
    if (slot === 0) {
      this.unknown++;
      if (message.size > 0) this.rest(book, message);
    } else if (message.size === 0) book.market.takeOff(slot, book.engine.orders.openLots(slot));
    else book.market.change(slot, ticksOf(book, message), message.size);
  }

  private fill(book: RecordedBook, message: MboMessage): void {
    const slot = book.find(message);
    if (slot === 0) {
      this.hiddenFills++;
      return;
    }
    this.fills++;
    if (book.market.hit(slot, ticksOf(book, message), message.size)) {
      this.hits++;
      book.filled(message);
    } else this.differences.add(() => missText(book, message));
  }
}

function sideOf(message: MboMessage): Side {
  return message.side === NO_SIDE ? message.wrongSide('is no side for an order') : message.side;
}

function ticksOf(book: RecordedBook, message: MboMessage): number {
  const ticks = toTicks(message.price, book.tick);
  if (Number.isNaN(ticks)) message.wrongPrice(offTick(priceText(book.tick)));
  return ticks;
}

function missText(book: RecordedBook, message: MboMessage): string {
  const { size, price, rows } = message;
  const expected = `order ${message.orderText()} filled with ${size} at ${priceText(price)}`;
  return `messages line ${rows.line} (${book.label}): expected ${expected}, the engine ${book.market.lastMiss()}`;
}
