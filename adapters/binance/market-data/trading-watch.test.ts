/** What is traded: asked for when a connection is there, again after failures, and told once each time that it changes. */
import t from 'tap';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { scaleOfStep } from '../../kit/instrument.js';
import { BINANCE_DEFAULTS } from './options.js';
import { type Product, SPOT, USD_M } from './product.js';
import { TradingWatch } from './trading-watch.js';

const STEP = scaleOfStep('0.1');
const INSTRUMENTS = ['AAAUSDT', 'BBBUSDT'].map((symbol, i) => ({
  id: i + 1,
  symbol,
  price: STEP,
  qty: STEP,
}));

function watchOf(product: Product, weight = 1_000) {
  const outside = new TestOutside(2);
  const options = { ...BINANCE_DEFAULTS, product, instruments: INSTRUMENTS };
  const { fetch, sink, notice } = outside;
  const watch = new TradingWatch(options, new RateBudget(weight, 60_000), fetch, sink, notice);
  let atMs = 0;
  const pass = (ms: number): void => {
    for (const untilMs = atMs + ms; atMs < untilMs; atMs += 100) watch.tick(atMs);
  };
  const answer = (body: unknown, status = 200): void =>
    outside.definitions.shift()!.answered(status, Buffer.from(JSON.stringify(body)));
  return { outside, watch, pass, answer };
}

const info = (a: string, b?: string) => ({
  symbols: Object.entries({ AAAUSDT: a, BBBUSDT: b })
    .filter(([, status]) => status !== undefined)
    .map(([symbol, status]) => ({
      symbol,
      status,
      filters: [
        { filterType: 'PRICE_FILTER', tickSize: '0.1' },
        { filterType: 'LOT_SIZE', stepSize: '0.1' },
      ],
    })),
});

t.test('spot: nothing before a connection; then every ten seconds, and changes are told', async (t) => {
  const { outside, watch, pass, answer } = watchOf(SPOT);
  pass(20_000);
  t.equal(outside.definitions.length, 0);
  watch.begin();
  pass(100);
  t.match(outside.definitions[0].url, /exchangeInfo\?symbols=%5B%22AAAUSDT%22%2C%22BBBUSDT%22%5D$/);
  answer(info('TRADING', 'BREAK'));
  t.strictSame(outside.trading.splice(0), ['1 TRADING', '-2 BREAK']);
  pass(10_100);
  answer(info('TRADING'));
  t.strictSame(outside.trading.splice(0), [], 'one that is not listed any more was halted before');
  pass(10_100);
  answer(info('HALT', 'TRADING'));
  t.strictSame(outside.trading.splice(0), ['-1 HALT', '2 TRADING']);
});

t.test('USD-M: once a connection, of all symbols; a stream says what changes', async (t) => {
  const { outside, watch, pass, answer } = watchOf(USD_M);
  watch.begin();
  pass(100);
  t.match(outside.definitions[0].url, /\/fapi\/v1\/exchangeInfo$/);
  answer(info('TRADING', 'TRADING'));
  outside.trading.splice(0);
  pass(60_000);
  t.equal(outside.definitions.length, 0);
  watch.said(0, 'SETTLING');
  watch.said(0, 'CLOSE');
  t.strictSame(outside.trading, ['-1 SETTLING']);
});

t.test(
  'refused, no answer, no exchangeInfo, no budget: again after ten seconds, and nothing is told',
  async (t) => {
    const { outside, watch, pass, answer } = watchOf(USD_M, 4);
    watch.begin();
    pass(100);
    answer({}, 503);
    pass(10_100);
    answer({ symbols: 7 });
    t.match(outside.notices.join('\n'), /HTTP 503.*\n.*a list "symbols"/);
    pass(10_100);
    pass(10_100);
    t.equal(outside.definitions.length, 2, 'one was never answered');
    pass(10_100);
    t.equal(outside.definitions.length, 2, 'the budget gives no more');
    pass(30_000);
    t.equal(outside.definitions.length, 3, 'it does again');
    t.strictSame(outside.trading, []);
  },
);
