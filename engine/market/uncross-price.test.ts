/** The price of an auction: the rules one by one as tables, and all of them together against trying every price. */
import fc from 'fast-check';
import t from 'tap';
import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { CommandKind } from '../../protocol/records/command.js';
import { head } from '../../protocol/records/layout.js';
import type { Book } from '../book/book.js';
import { FastBook } from '../book/fast-book.js';
import { NaiveBook } from '../book/naive-book.js';
import { Ord, OrderPool, OrderSize } from '../book/order-pool.js';
import { Shelf } from '../book/rank.js';
import { holds, mustEqual } from '../book/test-property.js';
import { type AuctionOrder, type Uncross, uncrossByTrying } from './test-uncross-oracle.js';
import { TickTable } from './tick-table.js';
import { Crossing, NO_REFERENCE, UncrossPrice } from './uncross-price.js';

const INSTRUMENT = 1;
const Buy = Side.Buy;
const Sell = Side.Sell;

interface Order extends AuctionOrder {
  /** Limit orders at open or at close stand on a shelf of their own; the price does not care. */
  readonly first: boolean;
}

/** Rows of tick tables: from, step. */
const TABLES: readonly (readonly [number, number][])[] = [
  [],
  [[0, 5]],
  [
    [0, 2],
    [100, 5],
  ],
  [
    [0, 1],
    [96, 4],
    [104, 8],
  ],
];

function tableOf(rows: readonly (readonly [number, number])[]): TickTable {
  const table = new TickTable(2);
  rows.forEach(([from, step], row) => {
    if (!table.define(INSTRUMENT, row, from, step)) throw new Error(`row ${row}`);
  });
  return table;
}

const BOOKS: Readonly<Record<string, (orders: OrderPool) => Book>> = {
  fast: (orders) => new FastBook(orders, 2, 256),
  naive: (orders) => new NaiveBook(orders, 2, 256),
};

/** @param levels paired off in one step */
function search(
  book: keyof typeof BOOKS,
  orders: readonly Order[],
  reference: number | undefined,
  ticks: TickTable,
  levels: number,
): Uncross {
  const pool = new OrderPool(256);
  const shelves = BOOKS[book](pool);
  for (const order of orders) rest(pool, shelves, order);
  const price = new UncrossPrice(shelves, ticks);
  price.begin(INSTRUMENT, reference ?? NO_REFERENCE);
  while (!price.step(levels));
  return {
    priceTicks: price.priceTicks,
    volume: price.lots[Crossing.Volume],
    surplus: price.lots[Crossing.Surplus],
    surplusSide: price.surplusSide,
  };
}

function rest(pool: OrderPool, book: Book, { side, ordType, priceTicks, lots, first }: Order): void {
  const slot = pool.allocate();
  const at = slot << OrderSize.Shift;
  pool.i32[at | Ord.Head] = head(CommandKind.NewOrder, side, ordType, TimeInForce.GoodTillCancel);
  pool.i32[at | Ord.Instrument] = INSTRUMENT;
  pool.i32[at | Ord.PriceTicks] = ordType === OrdType.Market ? 0 : priceTicks;
  pool.i32[at | Ord.Flags] = 0;
  pool.setOpenLots(slot, lots);
  pool.setTotalLots(slot, lots);
  const limit = first ? Shelf.Auction : Shelf.Ordinary;
  pool.setShelf(slot, ordType === OrdType.Market ? Shelf.Market : limit);
  book.rest(slot);
}

const order = fc.record({
  side: fc.constantFrom(Buy, Sell),
  ordType: fc.oneof(
    { weight: 8, arbitrary: fc.constant(OrdType.Limit) },
    { weight: 1, arbitrary: fc.constant(OrdType.Market) },
  ),
  priceTicks: fc.oneof(fc.integer({ min: 95, max: 106 }), fc.integer({ min: -20, max: 160 })),
  lots: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constantFrom(10, 2 ** 40)),
  first: fc.boolean(),
});
const auction = fc.record({
  orders: fc.array(order, { maxLength: 25 }),
  reference: fc.oneof(
    fc.integer({ min: 90, max: 110 }),
    fc.constantFrom(-1_000, 0, 1_000),
    fc.constant(undefined),
  ),
  rows: fc.constantFrom(...TABLES),
  levels: fc.integer({ min: 1, max: 8 }),
});

for (const book of Object.keys(BOOKS))
  holds(
    `the ${book} book: as good as trying every price`,
    1_500,
    auction,
    ({ orders, reference, rows, levels }) => {
      const table = tableOf(rows);
      const priced = orders.map((one) => ({
        ...one,
        priceTicks: table.atOrBelow(INSTRUMENT, one.priceTicks),
      }));
      const isPrice = (ticks: number): boolean =>
        table.allows(INSTRUMENT, ticks) || !priced.some(({ ordType }) => ordType === OrdType.Limit);
      const found = search(book, priced, reference, table, levels);
      mustEqual(found, uncrossByTrying(priced, reference, isPrice), 'the uncross');
    },
  );

/** What comes in, the reference, and what is to come out: `volume@price`, and the surplus. */
const RULES: readonly (readonly [string, string, number | undefined, string])[] = [
  ['nothing crosses', 'buy 5@99, sell 5@101', 100, 'none'],
  ['greatest volume', 'buy 5@103, buy 5@101, sell 8@100, sell 2@101', 90, '10@101'],
  ['least surplus', 'buy 10@102, buy 4@101, sell 10@100', 90, '10@102'],
  ['surplus of buyers: the highest', 'buy 12@102, sell 10@100', 90, '10@102 buy 2'],
  ['surplus of sellers: the lowest', 'buy 10@102, sell 12@100', 200, '10@100 sell 2'],
  ['no surplus: nearest to the reference, which is below', 'buy 10@102, sell 10@98', 90, '10@98'],
  ['above', 'buy 10@102, sell 10@98', 150, '10@102'],
  ['between', 'buy 10@102, sell 10@98', 101, '10@101'],
  ['without a reference the lowest', 'buy 10@102, sell 10@98', undefined, '10@98'],
  [
    'surplus on either side: nearest to the reference, below',
    'buy 10@102, buy 5@100, sell 10@98, sell 5@101',
    95,
    '10@98 buy 5',
  ],
  ['market orders bring no price', 'buy 10 market, sell 4@100', 90, '4@100 buy 6'],
  ['market orders on both sides, a limit', 'buy 10 market, sell 10 market, buy 1@100', 90, '10@100 buy 1'],
  ['market orders alone: the reference', 'buy 10 market, sell 7 market', 90, '7@90 buy 3'],
  ['market orders alone, no reference', 'buy 10 market, sell 7 market', undefined, 'none'],
  ['volume goes before a better price', 'buy 10 market, sell 5@100, sell 3@500', 100, '8@500 buy 2'],
];

for (const [rule, orders, reference, wanted] of RULES)
  t.test(rule, async (t) => {
    const parsed = orders.split(', ').map(parseOrder);
    for (const book of Object.keys(BOOKS)) {
      const found = search(book, parsed, reference, tableOf([]), 100);
      const side = found.surplusSide === Buy ? ' buy' : ' sell';
      const surplus = found.surplus === 0 ? '' : `${side} ${found.surplus}`;
      t.equal(found.volume === 0 ? 'none' : `${found.volume}@${found.priceTicks}${surplus}`, wanted, book);
    }
  });

function parseOrder(text: string): Order {
  const [side, quantity, market] = text.split(' ');
  const [lots, price = '0'] = quantity.split('@');
  return {
    side: side === 'buy' ? Buy : Sell,
    ordType: market === 'market' ? OrdType.Market : OrdType.Limit,
    priceTicks: Number(price),
    lots: Number(lots),
    first: false,
  };
}
