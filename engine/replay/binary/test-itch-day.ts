/** A random day of ITCH, its messages one by one, and the plain books that say what must be left of it. */
import { BookSide } from '../../../adapters/kit/level3/level3-books.js';
import { NaiveBooks } from '../../../adapters/kit/level3/test-naive-books.js';
import * as itch from '../../../protocol/messages/generated/itch.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';

const SYMBOLS = ['AAA', 'BBB', 'CCC'];
const buffer = Buffer.alloc(64);

export function encode<T extends FlatMessage>(Class: new () => T, fields: Partial<T>): Buffer {
  const message = new Class();
  const end = message.encode(buffer, 0);
  Object.assign(message, fields);
  return Buffer.from(buffer.subarray(0, end));
}

export interface Day {
  readonly messages: Buffer[];
  readonly books: NaiveBooks;
}

export function randomDay(random: () => number, steps: number): Day {
  const below = (bound: number) => Math.floor(random() * bound);
  const books = new NaiveBooks();
  const live: { reference: number; side: number; shares: number; locate: number }[] = [];
  const messages = [encode(itch.SystemEvent, { eventCode: 0x4f })];
  for (const [i, stock] of SYMBOLS.entries())
    messages.push(encode(itch.StockDirectory, { stockLocate: i + 1, stock }));
  let reference = 0;
  for (let step = 0; step < steps; step++) {
    const order = live[below(live.length)];
    const price = 100_000 + 100 * below(30);
    if (order === undefined || random() < 0.5) {
      const [side, shares, locate] = [below(2), 100 * (1 + below(9)), 1 + below(SYMBOLS.length)];
      reference += 4;
      live.push({ reference, side, shares, locate });
      books.add(locate, side, reference, 0, price, shares);
      const fields = {
        stockLocate: locate,
        reference,
        side: side === BookSide.Bid ? 0x42 : 0x53,
        shares,
        stock: SYMBOLS[locate - 1],
        price,
      };
      messages.push(encode(itch.AddOrder, fields));
      continue;
    }
    const take = Math.min(order.shares, 100 * (1 + below(3)));
    const draw = random();
    if (draw < 0.3) {
      messages.push(
        encode(itch.OrderExecuted, {
          stockLocate: order.locate,
          reference: order.reference,
          executedShares: take,
        }),
      );
      books.reduce(order.reference, 0, take);
      order.shares -= take;
    } else if (draw < 0.6) {
      messages.push(encode(itch.OrderDelete, { stockLocate: order.locate, reference: order.reference }));
      books.remove(order.reference, 0);
      order.shares = 0;
    } else {
      reference += 4;
      messages.push(
        encode(itch.OrderReplace, {
          stockLocate: order.locate,
          originalReference: order.reference,
          newReference: reference,
          shares: order.shares,
          price,
        }),
      );
      books.replace(order.reference, 0, reference, 0, price, order.shares);
      order.reference = reference;
    }
    if (order.shares === 0) live.splice(live.indexOf(order), 1);
  }
  return { messages, books };
}

/** Each message behind its length. */
export const framed = (messages: readonly Buffer[]): Buffer =>
  Buffer.concat(messages.flatMap((message) => [Buffer.from([message.length >> 8, message.length]), message]));

/** As the replay shows the best level of a book. */
export function bestText(books: NaiveBooks, locate: number): string {
  const [bid, ask] = [BookSide.Bid, BookSide.Ask].map((side) => {
    const [level] = books.text(locate, side);
    const [, price, orders] = /^(\d+): (.*)$/.exec(level)!;
    const shares = orders.split(' ').reduce((sum, order) => sum + Number(order.split('=')[1]), 0);
    return { price: (Number(price) / 10_000).toFixed(4), shares: shares.toLocaleString('en-US') };
  });
  return `${`${bid.shares} x ${bid.price}`.padStart(24)} | ${ask.price} x ${ask.shares}`;
}
