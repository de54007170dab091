/** ITCH messages of a recording: counted, put into books, and the books for people. */

import { BookSide, Fit } from '../../../adapters/kit/level3/level3-books.js';
import { ItchBooks, ItchStep } from '../../../adapters/nasdaq/market-data/itch-books.js';
import { MESSAGES } from '../../../protocol/messages/generated/itch.js';
import { type Described, describe } from '../../../protocol/views/describe.js';
import { FlatMessages } from '../../../protocol/views/flat-message.js';
import { labelled, number } from '../verdict.js';
import type { DecodeLog } from './decode-log.js';

const PROTOCOL = 'ITCH 5.0';
const PRICE_PLACES = 4;
const NAMES = new Map(MESSAGES.map((each) => [each.messageType as number, each.name]));
const BYTES = new Map(MESSAGES.map((each) => [each.messageType as number, new each().blockLength]));

export interface BookOptions {
  /** Open orders that there is room for. */
  readonly orders: number;
  /** Books shown, those with most orders. */
  readonly books: number;
  /** Levels shown of each side. */
  readonly levels: number;
  /** Messages shown in full, the first ones. */
  readonly show: number;
}

/** A message of this type and length is ITCH's. */
export const isItch = (bytes: Uint8Array, start: number, end: number): boolean =>
  BYTES.get(bytes[start]) === end - start;

export class ItchDay {
  private readonly books: ItchBooks;
  private readonly messages = new FlatMessages(MESSAGES);

  constructor(
    private readonly options: BookOptions,
    private readonly log: DecodeLog,
  ) {
    this.books = new ItchBooks({ orders: options.orders, levels: options.orders >> 2 });
  }

  message(bytes: Uint8Array, start: number, end: number, where: () => string): void {
    if (this.books.apply(bytes, start, end) === ItchStep.Malformed) {
      const what = start < end ? `type ${JSON.stringify(String.fromCharCode(bytes[start]))}` : 'empty';
      this.log.fault(where(), `no message of ITCH 5.0: ${what}, ${end - start} bytes`);
    } else this.log.message(PROTOCOL, NAMES.get(bytes[start])!, () => this.fieldsOf(bytes, start, end));
  }

  lines(): string[] {
    const { books, options } = this;
    const shown = books.locates
      .map((locate) => ({ locate, orders: this.ordersOf(locate) }))
      .filter(({ orders }) => orders > 0)
      .sort((a, b) => b.orders - a.orders);
    const lines = shown
      .slice(0, options.books)
      .flatMap(({ locate, orders }) => this.bookLines(locate, orders));
    if (shown.length > options.books)
      lines.push(labelled('', `and ${number(shown.length - options.books)} more`));
    const [done, duplicate, unknown, tooMuch, noRoom] = books.fits;
    if (done === 0 && unknown === 0) return lines;
    const misfits = `${number(unknown)} of unknown orders, ${number(duplicate)} twice, ${number(tooMuch)} of more than there is, ${number(noRoom)} without room`;
    return [
      labelled(
        'books',
        `${number(shown.length)} with ${number(books.books.orderCount)} orders; did not fit: ${misfits}`,
      ),
      ...lines,
    ];
  }

  /** Changes of books for which there was no room. */
  get withoutRoom(): number {
    return this.books.fits[Fit.NoRoom];
  }

  private fieldsOf(bytes: Uint8Array, start: number, end: number): Described {
    this.messages.read(bytes, start, end);
    return describe(this.messages.message!);
  }

  private ordersOf(locate: number): number {
    let orders = 0;
    for (const side of [BookSide.Bid, BookSide.Ask])
      for (let rank = this.books.books.levelCount(locate, side) - 1; rank >= 0; rank--)
        orders += this.books.books.ordersAt(locate, side, rank);
    return orders;
  }

  private bookLines(locate: number, orders: number): string[] {
    const { books, options } = this;
    const rows = Array.from({ length: options.levels }, (_, rank) =>
      [BookSide.Bid, BookSide.Ask].map((side) => this.levelText(locate, side, rank)),
    ).filter((row) => row.some((text) => text !== ''));
    const [bids, asks] = [BookSide.Bid, BookSide.Ask].map((side) => books.books.levelCount(locate, side));
    const head = `${number(orders)} orders on ${bids} bid and ${asks} ask levels`;
    return [
      labelled(`  ${books.symbol(locate)}`, head),
      ...rows.map(([bid, ask]) => labelled('', `${bid.padStart(24)} | ${ask}`.trimEnd())),
    ];
  }

  /** `shares x price`, the price towards the middle. */
  private levelText(locate: number, side: BookSide, rank: number): string {
    const { books } = this.books;
    if (rank >= books.levelCount(locate, side)) return '';
    const price = (books.priceAt(locate, side, rank) / 10 ** PRICE_PLACES).toFixed(PRICE_PLACES);
    const shares = number(books.lotsAt(locate, side, rank));
    return side === BookSide.Bid ? `${shares} x ${price}` : `${price} x ${shares}`;
  }
}
