/** What every book must do, as one suite that runs on each of them. */
import t from 'tap';
import { Side } from '../../protocol/codes/enums.js';
import { Rest } from './book.js';
import { NO_RANK, sideIndex } from './rank.js';
import { CHUNKS, type MakeBook, Shelf } from './test-shelf.js';

const Buy = Side.Buy;
const Sell = Side.Sell;
const MOST = Number.MAX_SAFE_INTEGER;
const LOWEST = -(2 ** 31) + 1;
const HIGHEST = 2 ** 31 - 1;

export function testBook(makeBook: MakeBook): void {
  const shelf = (chunks?: number): Shelf => new Shelf(makeBook, chunks);

  t.test('an empty book has no best rank, nobody first and nothing to offer', async (t) => {
    const { book } = shelf();
    for (const side of [sideIndex(1, Buy), sideIndex(1, Sell)]) {
      t.equal(book.bestRank(side), NO_RANK);
      t.equal(book.first(side, NO_RANK + 1), 0);
      t.notOk(book.offers(side, NO_RANK + 1, Float64Array.of(1), 0));
    }
  });

  t.test('price first, then time', async (t) => {
    const s = shelf();
    for (const [lots, price] of [
      [1, 100],
      [2, 102],
      [3, 100],
      [4, 101],
      [5, 102],
    ]) {
      s.add(Buy, lots, price);
      s.add(Sell, lots, price + 10);
    }
    t.equal(s.queue(Buy), '2@102 5@102 4@101 1@100 3@100');
    t.equal(s.queue(Sell), '1@110 3@110 4@111 2@112 5@112');
  });

  t.test('the best rank follows orders that come and go', async (t) => {
    const s = shelf();
    const best = (): number => s.book.bestRank(sideIndex(1, Buy));
    const low = s.add(Buy, 1, 90);
    const high = s.add(Buy, 1, 300);
    t.equal(best(), 300);
    s.take(high);
    t.equal(best(), 90);
    s.add(Buy, 1, 95);
    t.equal(best(), 95);
    s.take(low);
    t.equal(best(), 95);
  });

  t.test('an order leaves from the front, the middle and the end of its queue', async (t) => {
    const s = shelf();
    const slots = [1, 2, 3, 4, 5].map((lots) => s.add(Sell, lots, 50));
    s.take(slots[2]);
    t.equal(s.queue(Sell), '1@50 2@50 4@50 5@50');
    s.take(slots[0]);
    t.equal(s.queue(Sell), '2@50 4@50 5@50');
    s.take(slots[4]);
    t.equal(s.queue(Sell), '2@50 4@50');
    s.add(Sell, 6, 50);
    t.equal(s.queue(Sell), '2@50 4@50 6@50');
  });

  t.test('an order that shrinks keeps its place', async (t) => {
    const s = shelf();
    const first = s.add(Buy, 5, 100);
    s.add(Buy, 3, 100);
    s.shrink(first, 4);
    t.equal(s.queue(Buy), '1@100 3@100');
    t.ok(s.offers(Buy, 4, 100));
    t.notOk(s.offers(Buy, 5, 100));
  });

  t.test('first: only at the price asked for or better', async (t) => {
    const s = shelf();
    const bid = s.add(Buy, 1, 100);
    const offer = s.add(Sell, 1, 110);
    t.equal(s.first(Buy, 100), bid);
    t.equal(s.first(Buy, 99), bid);
    t.equal(s.first(Buy, 101), 0);
    t.equal(s.first(Sell, 110), offer);
    t.equal(s.first(Sell, 111), offer);
    t.equal(s.first(Sell, 109), 0);
  });

  t.test('offers: adds up the levels down to the price asked for', async (t) => {
    const s = shelf();
    s.add(Sell, 5, 100);
    s.add(Sell, 7, 101);
    s.add(Sell, 9, 200);
    t.ok(s.offers(Sell, 5, 100));
    t.notOk(s.offers(Sell, 6, 100));
    t.ok(s.offers(Sell, 12, 101));
    t.notOk(s.offers(Sell, 13, 199));
    t.ok(s.offers(Sell, 21, 200));
    t.notOk(s.offers(Sell, 22, HIGHEST));
  });

  t.test('instruments and sides do not mix', async (t) => {
    const s = shelf();
    s.add(Buy, 1, 100, 1);
    s.add(Sell, 2, 101, 1);
    s.add(Buy, 3, 100, 2);
    t.equal(s.queue(Buy, 1), '1@100');
    t.equal(s.queue(Sell, 1), '2@101');
    t.equal(s.queue(Buy, 2), '3@100');
    t.equal(s.queue(Sell, 2), '');
  });

  t.test('negative prices and zero are prices like others', async (t) => {
    const s = shelf();
    for (const price of [0, -1, 1, -40, 40]) {
      s.add(Buy, 1, price);
      s.add(Sell, 1, price);
    }
    t.equal(s.queue(Buy), '1@40 1@1 1@0 1@-1 1@-40');
    t.equal(s.queue(Sell), '1@-40 1@-1 1@0 1@1 1@40');
  });

  t.test('the lowest and the highest price there are', async (t) => {
    const s = shelf();
    for (const price of [HIGHEST, LOWEST, 0]) {
      s.add(Buy, 1, price);
      s.add(Sell, 2, price);
    }
    t.equal(s.queue(Buy), `1@${HIGHEST} 1@0 1@${LOWEST}`);
    t.equal(s.queue(Sell), `2@${LOWEST} 2@0 2@${HIGHEST}`);
    t.ok(s.offers(Buy, 3, LOWEST));
    t.ok(s.offers(Sell, 6, HIGHEST));
  });

  t.test('a level holds up to 2^53 - 1 lots', async (t) => {
    const s = shelf();
    s.add(Buy, MOST - 5, 100);
    t.equal(s.offer(Buy, 6, 100), Rest.Overflow);
    t.equal(s.queue(Buy), `${MOST - 5}@100`);
    t.equal(s.offer(Buy, 5, 100), Rest.Done);
    t.equal(s.offer(Buy, 6, 99), Rest.Done);
  });

  t.test('levels come in chunks of 32 prices; when all are in use, only those take more', async (t) => {
    const s = shelf();
    const slots = Array.from({ length: CHUNKS }, (_, i) => s.add(Buy, 1, 1_000 + 32 * i));
    t.equal(s.offer(Buy, 1, 500), Rest.NoLevel);
    t.equal(s.offer(Sell, 1, 1_000), Rest.NoLevel);
    t.equal(s.offer(Buy, 1, 1_001), Rest.Done);
    s.take(slots[3]);
    t.equal(s.offer(Sell, 1, 1_000), Rest.Done);
    t.equal(s.offer(Buy, 1, 500), Rest.Done);
  });

  t.test('hundreds of far-off levels, taken away in another order', async (t) => {
    const s = shelf(1_000);
    const slots = Array.from({ length: 900 }, (_, i) => s.add(Sell, 1, (i * 7_919) % 1_000_000));
    const prices = s.queue(Sell).split(' ');
    t.equal(prices.length, 900);
    const ascending = [...prices].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
    t.strictSame(prices, ascending);
    for (let i = 0; i < slots.length; i += 3) s.take(slots[i]);
    for (let i = 1; i < slots.length; i += 3) s.take(slots[i]);
    t.equal(s.queue(Sell).split(' ').length, 300);
  });
}
