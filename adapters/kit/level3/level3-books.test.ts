/** The fast order-by-order books against the naive ones, on random feeds; room that ends; nothing left for the collector. */
import t from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import { BookSide, Fit, Level3Books } from './level3-books.js';
import { NaiveBooks } from './test-naive-books.js';

const STEPS = 20_000;
const BOOKS = 3;

function textOf(books: Level3Books, book: number, side: BookSide): string[] {
  return Array.from({ length: books.levelCount(book, side) }, (_, rank) => {
    const queue: string[] = [];
    let sum = 0;
    books.walk(book, side, rank, (low, high, lots) => {
      queue.push(`${high}:${low}=${lots}`);
      sum += lots;
    });
    if (sum !== books.lotsAt(book, side, rank) || queue.length !== books.ordersAt(book, side, rank))
      return `level ${rank} does not add up`;
    return `${books.priceAt(book, side, rank)}: ${queue.join(' ')}`;
  });
}

t.test('random feeds: the same books, order by order', async (t) => {
  const random = seeded(t);
  const below = (bound: number) => Math.floor(random() * bound);
  const fast = new Level3Books({ books: BOOKS, orders: 500, levels: 400 });
  const naive = new NaiveBooks();
  const fits = new Map<Fit, number>();
  const ids = () => [below(300), below(2) - 1] as const;
  for (let step = 0; step < STEPS; step++) {
    const [low, high] = ids();
    const add = [below(BOOKS), below(2), low, high, 1_000 + below(120), 1 + below(50)] as const;
    const replace = [...ids(), low, high, 1_000 + below(120), 1 + below(50)] as const;
    const lots = 1 + below(30);
    const [found, expected] = [fast, naive].map((books) => {
      if (step % 5 < 2) return books.add(...add);
      if (step % 5 === 2) return books.reduce(low, high, lots);
      if (step % 5 === 3) return books.remove(low, high);
      return step % 10 === 4 ? books.change(low, high, 1_000 + (lots % 4), lots) : books.replace(...replace);
    });
    fits.set(found, (fits.get(found) ?? 0) + 1);
    if (found !== expected) t.equal(found, expected, `step ${step}`);
    if (step % 500 === 0)
      for (let book = 0; book < BOOKS; book++)
        for (const side of [BookSide.Bid, BookSide.Ask])
          t.strictSame(textOf(fast, book, side), naive.text(book, side), `step ${step}`);
  }
  t.same([...fits.keys()].sort(), [Fit.Done, Fit.Duplicate, Fit.Unknown, Fit.TooMuch], 'all of it came');
  fast.clear();
  t.same([fast.orderCount, fast.levelCount(0, BookSide.Bid)], [0, 0]);
});

t.test('room that ends is said, and comes back', async (t) => {
  const books = new Level3Books({ books: 1, orders: 3, levels: 2 });
  t.equal(books.add(0, BookSide.Bid, 1, 0, 10, 1), Fit.Done);
  t.equal(books.add(0, BookSide.Ask, 2, 0, 11, 1), Fit.Done);
  t.equal(books.add(0, BookSide.Ask, 3, 0, 12, 1), Fit.NoRoom, 'no level');
  t.equal(books.add(0, BookSide.Ask, 3, 0, 11, 1), Fit.Done);
  t.equal(books.add(0, BookSide.Ask, 4, 0, 11, 1), Fit.NoRoom, 'no order');
  t.equal(books.remove(1, 0), Fit.Done);
  t.equal(books.add(0, BookSide.Bid, 4, 0, 9, 1), Fit.Done);
  t.strictSame(textOf(books, 0, BookSide.Ask), ['11: 0:2=1 0:3=1']);
});

t.test('a deep side grows and shrinks', async (t) => {
  const books = new Level3Books({ books: 2, orders: 2_000, levels: 2_000 });
  for (let i = 0; i < 1_000; i++) books.add(1, BookSide.Ask, i, 0, (i * 7919) % 1_009, 1);
  t.equal(books.levelCount(1, BookSide.Ask), 1_000);
  for (let rank = 1; rank < 1_000; rank++)
    if (books.priceAt(1, BookSide.Ask, rank) <= books.priceAt(1, BookSide.Ask, rank - 1))
      t.fail(`rank ${rank}`);
  for (let i = 0; i < 1_000; i++) books.remove(i, 0);
  t.equal(books.levelCount(1, BookSide.Ask), 0);
});
