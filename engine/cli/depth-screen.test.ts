import t from 'tap';
import { BookView, type Subscription, type TradeEvent } from '../../protocol/client/index.js';
import type { Security } from '../../protocol/client/security.js';
import { BookFields, type LevelList } from '../../protocol/wire/fields.js';
import { depthScreen, type ScreenBook, type ScreenState, tradeLine } from './depth-screen.js';
import { watchLevel } from './watch-levels.js';

const BTC: Security = {
  ...{ instrument: 1, symbol: 'BTC-USD', priceScale: 2, quantityScale: 5 },
  ...{ tick: '0.01', lot: '0.00001', minPrice: '0.01', maxPrice: '10000000.00', maxQuantity: '1000.00000' },
};

type Levels = readonly (readonly [price: number, quantity: number])[];

function fill(list: LevelList, levels: Levels): void {
  list.count = levels.length;
  for (const [i, [price, quantity]] of levels.entries()) {
    list.price[i] = price;
    list.quantity[i] = quantity;
    list.orders[i] = 1;
  }
}

/** As `watch --level 2` shows it. */
function bookOf(bids: Levels, asks: Levels): ScreenBook {
  const fields = new BookFields(16);
  fill(fields.bids, bids);
  fill(fields.asks, asks);
  const book = new BookView(BTC);
  book.reset(fields);
  return watchLevel('2', 10)!.book({ security: BTC, book } as Subscription);
}

const trade = (aggressor: 'buy' | 'sell', quantity: string, price: string): TradeEvent => ({
  ...{ symbol: 'BTC-USD', event: { sequence: 1, index: 1 }, seconds: 45_001, nanos: 123_456_789 },
  ...{ aggressor, quantity, price },
});

/** As a terminal without colours shows it. */
const shown = (state: Partial<ScreenState>): string[] =>
  depthScreen({
    ...{
      url: 'ws://here',
      book: bookOf([], []),
      trades: [],
      levels: 10,
      rows: 24,
      columns: 80,
      trouble: '',
      market: '',
    },
    ...state,
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what is taken out is colours
  }).map((line) => line.replace(/\x1b\[\d+m/g, '').trimEnd());

const BOOK = bookOf(
  [
    [6_400_000, 50_000],
    [6_399_900, 25_000],
  ],
  [
    [6_400_150, 5_000],
    [6_400_200, 100_000],
  ],
);

t.test('asks above, the spread, bids below; decimal points and bars in line', async (t) => {
  const trades = [trade('sell', '0.10000', '64000.00'), trade('buy', '0.02500', '64001.50')];
  t.strictSame(shown({ book: BOOK, trades }), [
    'BTC-USD  ws://here',
    '',
    '         price       quantity  orders',
    '      64002.00           1.00       1 ████████████████████',
    '      64001.50           0.05       1 █',
    '          1.50         spread',
    '      64000.00           0.50       1 ██████████',
    '      63999.00           0.25       1 █████',
    '',
    '         price       quantity  trades',
    '      64000.00          0.100    sell 12:30:01.123456',
    '      64001.50          0.025     buy 12:30:01.123456',
  ]);
});

t.test('an empty book, one side alone, and what is wrong', async (t) => {
  t.strictSame(shown({ trouble: 'the engine is away' }), [
    'BTC-USD  the engine is away',
    '',
    '         price       quantity  orders',
    '  the book is empty',
    '',
    '  no trades yet',
  ]);
  t.match(shown({ book: bookOf([[100, 1]], []) }), [/./, '', /price/, /─$/, /1\.00 +0\.00001/]);
});

t.test('a window of any size is never overfull', async (t) => {
  const many = Array.from({ length: 16 }, (_, i) => [6_400_000 - i, 1_000] as const);
  const book = bookOf(
    many,
    many.map(([price]) => [12_800_001 - price, 1_000] as const),
  );
  const trades = Array.from({ length: 8 }, () => trade('buy', '1.00000', '64000.00'));
  for (let rows = 9; rows < 60; rows++) t.ok(shown({ book, trades, rows }).length <= rows, `${rows} rows`);
  for (const columns of [38, 45, 80]) {
    const widest = Math.max(...shown({ book, columns }).map((line) => line.length));
    t.ok(widest <= columns, `${columns} columns: ${widest}`);
  }
});

t.test('orders have their ids', async (t) => {
  const row = (price: string, quantity: string, word: string) => ({ price, quantity, word });
  const book: ScreenBook = {
    ...{ security: BTC, heading: 'order' },
    bids: () => [row('64000.00', '0.50000', '4294967297'), row('64000.00', '0.25000', '8')],
    asks: () => [],
  };
  t.strictSame(shown({ book }).slice(2, 6), [
    '         price       quantity      order',
    '             ─',
    '      64000.00           0.50 4294967297 ████████████████████',
    '      64000.00           0.25          8 ██████████',
  ]);
});

t.test('a trade as a line', async (t) => {
  t.match(tradeLine(trade('sell', '0.10000', '64000.00')), '12:30:01.123456 sell 0.1 @ 64000.00');
});
