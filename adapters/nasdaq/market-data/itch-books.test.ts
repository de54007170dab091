/** ITCH messages into books: each rule of the feed, what does not fit, and no garbage. */
import t from 'tap';
import * as itch from '../../../protocol/messages/generated/itch.js';
import type { FlatMessage } from '../../../protocol/views/flat-message.js';
import { BookSide, Fit } from '../../kit/level3/level3-books.js';
import { ItchBooks, ItchStep } from './itch-books.js';

const LIMITS = { orders: 1_000, levels: 1_000 };
const buffer = Buffer.alloc(64);
const char = (text: string): number => text.charCodeAt(0);

/** Applies one message with these fields. */
function apply<T extends FlatMessage>(books: ItchBooks, Class: new () => T, fields: Partial<T>): ItchStep {
  const message = new Class();
  const end = message.encode(buffer, 0);
  Object.assign(message, fields);
  return books.apply(buffer, 0, end);
}

const add = (books: ItchBooks, reference: number, side: string, shares: number, price: number) =>
  apply(books, itch.AddOrder, { stockLocate: 7, reference, side: char(side), shares, stock: 'PREG', price });

function text(books: ItchBooks, side: BookSide): string[] {
  return Array.from({ length: books.books.levelCount(7, side) }, (_, rank) => {
    const orders: string[] = [];
    books.books.walk(7, side, rank, (low, _, lots) => orders.push(`${low}=${lots}`));
    return `${books.books.priceAt(7, side, rank)}: ${orders.join(' ')}`;
  });
}

t.test('the life of orders', async (t) => {
  const books = new ItchBooks(LIMITS);
  add(books, 1, 'B', 100, 1_000_000);
  add(books, 2, 'B', 200, 1_000_000);
  apply(books, itch.AddOrderMpid, {
    stockLocate: 7,
    reference: 3,
    side: char('S'),
    shares: 300,
    stock: 'PREG',
    price: 1_000_100,
    attribution: 'MPID',
  });
  t.same(text(books, BookSide.Bid), ['1000000: 1=100 2=200']);
  t.same(text(books, BookSide.Ask), ['1000100: 3=300']);
  apply(books, itch.OrderExecuted, { stockLocate: 7, reference: 1, executedShares: 40 });
  apply(books, itch.OrderCancel, { stockLocate: 7, reference: 2, cancelledShares: 50 });
  apply(books, itch.OrderExecutedWithPrice, {
    stockLocate: 7,
    reference: 3,
    executedShares: 300,
    printable: char('N'),
  });
  t.same([...text(books, BookSide.Bid), ...text(books, BookSide.Ask)], ['1000000: 1=60 2=150']);
  apply(books, itch.OrderReplace, {
    stockLocate: 7,
    originalReference: 1,
    newReference: 4,
    shares: 70,
    price: 1_000_000,
  });
  t.same(
    text(books, BookSide.Bid),
    ['1000000: 2=150 4=70'],
    'a replace goes to the end of the queue, and keeps its side',
  );
  apply(books, itch.OrderDelete, { stockLocate: 7, reference: 2 });
  t.same(text(books, BookSide.Bid), ['1000000: 4=70']);
  t.equal(books.symbol(7), 'PREG');
});

t.test('trades, crosses and the rest touch no book; a directory gives names', async (t) => {
  const books = new ItchBooks(LIMITS);
  add(books, 1, 'B', 100, 1_000_000);
  for (const Class of itch.MESSAGES) {
    const isOfBooks = 'AFECXDU'.includes(String.fromCharCode(Class.messageType));
    const step = apply(books, Class as new () => FlatMessage, {});
    if (!isOfBooks) t.equal(step, ItchStep.NoBook, Class.name);
  }
  t.same(text(books, BookSide.Bid), ['1000000: 1=100']);
  apply(books, itch.StockDirectory, { stockLocate: 9, stock: 'OTHER' });
  t.equal(books.symbol(9), 'OTHER');
  t.equal(books.symbol(10), '#10');
});

t.test('what does not fit is counted, what is no message refused', async (t) => {
  const books = new ItchBooks(LIMITS);
  add(books, 1, 'B', 100, 1_000_000);
  t.equal(add(books, 1, 'S', 100, 1_000_000), ItchStep.Misfit);
  t.equal(apply(books, itch.OrderDelete, { reference: 99 }), ItchStep.Misfit);
  t.equal(apply(books, itch.OrderExecuted, { reference: 1, executedShares: 101 }), ItchStep.Misfit);
  t.same([...books.fits], [1, 1, 1, 1, 0]);
  t.equal(books.books.orderCount, 0);
  t.equal(books.apply(Buffer.from('A'), 0, 1), ItchStep.Malformed);
  t.equal(books.apply(Buffer.from('?'), 0, 1), ItchStep.Malformed);
  t.equal(books.apply(Buffer.from('A'), 0, 0), ItchStep.Malformed);
  t.equal(books.fits[Fit.Done], 1);
});
