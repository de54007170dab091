/** The book of orders as a table of pages and changes. */
import t from 'tap';
import { BookAction, Side } from '../codes/enums.js';
import { type BookOrderList, OrderBookFields, OrderChangesFields } from '../wire/market-data-fields.js';
import { OrderBookView } from './order-book.js';
import type { Security } from './security.js';

const SECURITY = { symbol: 'X', priceScale: 0, quantityScale: 0 } as Security;
const ADD = BookAction.Add;
const MODIFY = BookAction.Modify;
const DELETE = BookAction.Delete;
const EXECUTE = BookAction.Execute;
const BUY = Side.Buy;
const SELL = Side.Sell;

type Orders = readonly (readonly [id: number, price: number, quantity: number])[];

function fill(list: BookOrderList, orders: Orders): void {
  list.fit(orders.length);
  list.count = orders.length;
  for (const [i, [id, price, quantity]] of orders.entries()) {
    list.idLow[i] = id;
    list.price[i] = price;
    list.quantity[i] = quantity;
  }
}

function page(number: number, complete: boolean, bids: Orders, asks: Orders): OrderBookFields {
  const fields = Object.assign(new OrderBookFields(8), { page: number, complete });
  fill(fields.bids, bids);
  fill(fields.asks, asks);
  return fields;
}

function change(action: number, side: Side, id: number, price: number, quantity: number): OrderChangesFields {
  const fields = Object.assign(new OrderChangesFields(1), { count: 1 });
  fields.action[0] = action;
  fields.side[0] = side;
  fields.idLow[0] = id;
  fields.price[0] = price;
  fields.quantity[0] = quantity;
  return fields;
}

const shown = (book: OrderBookView) =>
  [book.bids(), book.asks()].map((side) =>
    side.map(({ orderId, price, quantity }) => `${orderId}: ${quantity} @ ${price}`).join(', '),
  );

t.test('priority: by price, then as they came; a change in place keeps it', async (t) => {
  const book = new OrderBookView(SECURITY);
  book.addPage(
    page(
      0,
      true,
      [
        [1, 10, 5],
        [2, 10, 6],
        [3, 9, 7],
      ],
      [[4, 12, 1]],
    ),
  );
  const rows: [ReturnType<typeof change>, string[]][] = [
    [change(ADD, BUY, 5, 10, 8), ['1: 5 @ 10, 2: 6 @ 10, 5: 8 @ 10, 3: 7 @ 9', '4: 1 @ 12']],
    [change(MODIFY, BUY, 1, 10, 2), ['1: 2 @ 10, 2: 6 @ 10, 5: 8 @ 10, 3: 7 @ 9', '4: 1 @ 12']],
    [change(EXECUTE, BUY, 1, 10, 0), ['2: 6 @ 10, 5: 8 @ 10, 3: 7 @ 9', '4: 1 @ 12']],
    [change(DELETE, BUY, 3, 9, 0), ['2: 6 @ 10, 5: 8 @ 10', '4: 1 @ 12']],
    [change(ADD, SELL, 6, 11, 9), ['2: 6 @ 10, 5: 8 @ 10', '6: 9 @ 11, 4: 1 @ 12']],
    [change(EXECUTE, SELL, 6, 11, 4), ['2: 6 @ 10, 5: 8 @ 10', '6: 4 @ 11, 4: 1 @ 12']],
  ];
  for (const [fields, wanted] of rows) {
    book.apply(fields);
    t.strictSame(shown(book), wanted);
  }
  t.equal(book.bids(1).length, 1);
});

t.test('between pages: levels that were given change, the others are passed over', async (t) => {
  const book = new OrderBookView(SECURITY);
  book.addPage(
    page(
      0,
      false,
      [
        [1, 10, 5],
        [2, 9, 6],
      ],
      [],
    ),
  );
  t.notOk(book.follows(2));
  t.ok(book.follows(1));
  book.apply(change(ADD, BUY, 7, 9, 1));
  book.apply(change(ADD, BUY, 8, 11, 1));
  book.apply(change(ADD, BUY, 9, 8, 1));
  book.apply(change(DELETE, BUY, 3, 8, 0));
  book.apply(change(ADD, SELL, 10, 12, 1));
  t.strictSame(shown(book), ['8: 1 @ 11, 1: 5 @ 10, 2: 6 @ 9, 7: 1 @ 9', '']);
  book.addPage(page(1, false, [[9, 8, 1]], [[10, 12, 1]]));
  book.apply(change(ADD, BUY, 11, 1, 1));
  book.apply(change(ADD, SELL, 12, 13, 1));
  book.addPage(page(2, true, [], [[12, 13, 1]]));
  book.apply(change(ADD, SELL, 13, 99, 1));
  t.strictSame(shown(book), [
    '8: 1 @ 11, 1: 5 @ 10, 2: 6 @ 9, 7: 1 @ 9, 9: 1 @ 8, 11: 1 @ 1',
    '10: 1 @ 12, 12: 1 @ 13, 13: 1 @ 99',
  ]);
  book.addPage(page(0, true, [], []));
  t.strictSame(shown(book), ['', ''], 'a new snapshot forgets all');
});
