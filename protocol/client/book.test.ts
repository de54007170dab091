/** The book against a plain map of levels. */
import * as fc from 'fast-check';
import t from 'tap';
import { BookFields, type LevelList } from '../wire/fields.js';
import { BookView } from './book.js';
import type { Security } from './security.js';

const SEED = Number(process.env.SEED ?? Date.now() % 2 ** 31);
t.comment(`seed ${SEED}`);

const SECURITY = { symbol: 'X', priceScale: 0, quantityScale: 0 } as Security;
const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.nat({ max: 3 })), { maxLength: 6 });

function fill(list: LevelList, from: readonly (readonly [number, number])[]): void {
  list.count = from.length;
  from.forEach(([price, quantity], i) => {
    list.price[i] = price;
    list.quantity[i] = quantity;
  });
}

function fields(bids: readonly [number, number][], asks: readonly [number, number][]): BookFields {
  const result = new BookFields(8);
  fill(result.bids, bids);
  fill(result.asks, asks);
  return result;
}

function change(levels: Map<number, number>, by: readonly [number, number][]): void {
  for (const [price, quantity] of by) {
    if (quantity === 0) levels.delete(price);
    else levels.set(price, quantity);
  }
}

const sorted = (levels: Map<number, number>, sign: number): string[][] =>
  [...levels].sort(([a], [b]) => sign * (a - b)).map((level) => level.map(String));
const shown = (levels: { price: string; quantity: string }[]): string[][] =>
  levels.map(({ price, quantity }) => [price, quantity]);

t.test('increments in any order', async (t) => {
  fc.assert(
    fc.property(fc.array(fc.tuple(levels, levels), { maxLength: 20 }), (steps) => {
      const book = new BookView(SECURITY);
      const bids = new Map<number, number>();
      const asks = new Map<number, number>();
      for (const [bidChanges, askChanges] of steps) {
        book.apply(fields(bidChanges, askChanges));
        change(bids, bidChanges);
        change(asks, askChanges);
      }
      const equal = (a: string[][], b: string[][]): boolean => JSON.stringify(a) === JSON.stringify(b);
      return equal(shown(book.bids()), sorted(bids, -1)) && equal(shown(book.asks()), sorted(asks, 1));
    }),
    { seed: SEED, numRuns: 300 },
  );
  t.pass();
});

t.test('a snapshot replaces all, and levels can be counted off', async (t) => {
  const book = new BookView(SECURITY);
  book.apply(
    fields(
      [
        [9, 1],
        [8, 1],
      ],
      [[10, 1]],
    ),
  );
  book.reset(
    fields(
      [
        [7, 2],
        [6, 3],
        [5, 4],
      ],
      [],
    ),
  );
  t.same(shown(book.bids(2)), [
    ['7', '2'],
    ['6', '3'],
  ]);
  t.same(book.asks(), []);
});
