/** The USD/BRL poller under a clock moved by hand; and the venues' own definitions of their instruments. */
import t from 'tap';
import { binanceDefinitions } from '../../binance/market-data/definitions.js';
import { ReferencePoller } from '../../kit/feed/reference-poller.js';
import { TestOutside } from '../../kit/feed/test-outside.js';
import { instrumentOf } from '../../kit/instrument.js';
import { coinbaseDefinitions } from './definitions.js';
import { EXCHANGE_RATE_DEFAULTS, exchangeRate } from './exchange-rates.js';

const rates = (BRL: unknown) => ({ data: { currency: 'USD', rates: { AED: '3.67', BRL } } });
const bytes = (value: unknown) => Buffer.from(JSON.stringify(value));

t.test('a rate, its age, and what is none', async (t) => {
  const outside = new TestOutside(1);
  const { fetch, clock, ring, notice } = outside;
  const poller = new ReferencePoller(
    exchangeRate({ ...EXCHANGE_RATE_DEFAULTS, instrument: 1 }),
    fetch,
    clock,
    ring,
    notice,
  );
  const nowMs = () => clock.seconds * 1_000 + clock.nanos / 1e6;
  outside.pass(poller, 20);
  t.equal(outside.requests[0].url, 'https://api.coinbase.com/v2/exchange-rates?currency=USD');
  t.same(outside.takeStatuses(), ['1 silent'], 'before the first one there is none');
  t.ok(Number.isNaN(poller.current(nowMs())));
  outside.answer(rates('5.4321'));
  t.equal(poller.current(nowMs()), 543_210_000);
  t.same(outside.takeStatuses(), ['1 live']);
  outside.pass(poller, 5_000);
  outside.answer(rates('5.43219999999999'));
  t.equal(poller.current(nowMs()), 543_220_000, 'more places than a rate means are rounded');
  for (const [i, wrong] of ['NaN', '', '-5.4', '0', 5.4, null, '1e3'].entries()) {
    outside.pass(poller, 5_000);
    outside.answer(rates(wrong));
    t.equal(poller.failures, i + 1, String(wrong));
    t.equal(poller.current(nowMs()), 543_220_000, 'the last one stands');
  }
  outside.pass(poller, 5_000);
  outside.answer({}, 503);
  outside.pass(poller, 30_000, 100);
  t.same(outside.takeStatuses(), ['1 silent'], 'older than a minute');
  t.ok(Number.isNaN(poller.current(nowMs())));
  t.match(outside.notices.join('\n'), /HTTP 503[\s\S]*no answer in time/);
  outside.requests.splice(0, outside.requests.length - 1);
  outside.answer(rates('5.5'));
  t.same(outside.takeStatuses(), ['1 live']);
});

t.test('definitions: filters decide, not precisions', async (t) => {
  const um = {
    symbol: 'BTCUSDT',
    contractType: 'PERPETUAL',
    status: 'TRADING',
    pricePrecision: 2,
    quantityPrecision: 3,
    filters: [
      { filterType: 'PRICE_FILTER', minPrice: '0.10', maxPrice: '1000000', tickSize: '0.10' },
      { filterType: 'LOT_SIZE', minQty: '0.001', maxQty: '1000', stepSize: '0.001' },
      { filterType: 'MARKET_LOT_SIZE', minQty: '0.001', maxQty: '120', stepSize: '0.002' },
      { filterType: 'MIN_NOTIONAL', notional: '5' },
    ],
  };
  const spot = {
    symbol: 'BNBBTC',
    status: 'BREAK',
    filters: [
      { filterType: 'PRICE_FILTER', tickSize: '0.00000100' },
      { filterType: 'LOT_SIZE', minQty: '0.00100000', stepSize: '0.00100000' },
      { filterType: 'MARKET_LOT_SIZE', stepSize: '0.00000000' },
      { filterType: 'NOTIONAL', minNotional: '0.00010000' },
    ],
  };
  const cm = {
    ...um,
    symbol: 'BTCUSD_PERP',
    status: undefined,
    contractStatus: 'TRADING',
    contractSize: 100,
  };
  const found = binanceDefinitions(bytes({ symbols: [um, spot, cm, { symbol: 'NOTHING', filters: [] }] }));
  t.match(found, [
    { symbol: 'BTCUSDT', tick: '0.10', lot: '0.001', minNotional: '5', isTrading: true, marketLot: '0.002' },
    {
      symbol: 'BNBBTC',
      tick: '0.00000100',
      minNotional: '0.00010000',
      isTrading: false,
      status: 'BREAK',
      marketLot: '0.00100000',
    },
    { symbol: 'BTCUSD_PERP', isTrading: true, contractSize: 100 },
  ]);
  t.equal(found.length, 3, 'without filters it cannot be traded');
  t.match(instrumentOf(4, found[0]), { id: 4, price: { places: 1, step: 1 }, qty: { places: 3, step: 1 } });
  t.match(instrumentOf(5, { ...found[0], tick: '0.25', lot: '10' }), {
    price: { places: 2, step: 25 },
    qty: { places: 0, step: 10 },
  });
  t.throws(() => instrumentOf(6, { ...found[0], tick: '0' }), /"0" is no step/);
  t.throws(() => binanceDefinitions(bytes({})), /has a list "symbols"/);

  const product = {
    id: 'BTC-USD',
    base_increment: '0.00000001',
    quote_increment: '0.01',
    min_market_funds: '1',
    status: 'online',
  };
  t.match(
    coinbaseDefinitions(
      bytes([product, { ...product, cancel_only: true }, { ...product, status: 'delisted' }]),
    ),
    [
      { symbol: 'BTC-USD', tick: '0.01', lot: '0.00000001', minNotional: '1', isTrading: true },
      { isTrading: false, isCancelOnly: true },
      { isTrading: false, status: 'delisted' },
    ],
  );
  t.throws(() => coinbaseDefinitions(bytes({ message: 'x' })), /answers with a list/);
});
