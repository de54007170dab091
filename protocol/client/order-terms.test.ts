/** What a caller says of an order, and what goes on the wire for it. */
import t from 'tap';
import type { TermsFields } from '../wire/fields.js';
import {
  massCancelFields,
  type NewOrder,
  newOrderFields,
  type ReplaceOrder,
  replaceFields,
} from './orders.js';
import type { Security } from './security.js';

const BTC: Security = {
  instrument: 1,
  symbol: 'BTC-USD',
  priceScale: 2,
  quantityScale: 3,
  tick: '0.01',
  lot: '0.001',
  minPrice: '0.01',
  maxPrice: '1000000.00',
  maxQuantity: '1000.000',
};

type Said = Partial<NewOrder>;

const fieldsOf = (order: Said) =>
  newOrderFields({ symbol: 'BTC-USD', side: 'buy', quantity: '0.5', ...order }, BTC, 1, 7n);

t.test('side, type and time in force: said, or what the rest makes of it', async (t) => {
  const cases: [string, Said, { side?: number; ordType?: number; timeInForce?: number; price?: number }][] = [
    ['limit', { price: '64000' }, { side: 1, ordType: 2, timeInForce: 0, price: 6_400_000 }],
    ['market', {}, { ordType: 1, timeInForce: 3, price: 0 }],
    ['stop', { triggerPrice: '65000' }, { ordType: 3, timeInForce: 0, price: 0 }],
    ['stop-limit', { triggerPrice: '65000', price: '65100' }, { ordType: 4, price: 6_510_000 }],
    ['trailing stop', { trailingOffset: '50' }, { ordType: 3 }],
    ['pegged', { peg: 'primary', price: '70000' }, { ordType: 80, price: 7_000_000 }],
    ['market-to-limit', { type: 'marketToLimit' }, { ordType: 75, timeInForce: 0 }],
    [
      'good till date',
      { price: '1', expireTime: new Date(1_800_000_000_000) },
      { ordType: 2, timeInForce: 6 },
    ],
    ['market, gtc', { tif: 'gtc' }, { ordType: 1, timeInForce: 1 }],
    ['short', { side: 'sellShort' }, { side: 5 }],
    ['short exempt', { side: 'sellShortExempt' }, { side: 6 }],
  ];
  for (const [what, said, wanted] of cases) t.match(fieldsOf(said), wanted, what);
});

t.test('terms', async (t) => {
  const cases: [string, Said, Partial<TermsFields>][] = [
    ['trigger', { triggerPrice: '65000.5' }, { triggerPrice: 6_500_050, triggerSource: 1, triggerVenue: 0 }],
    ['on the bid', { triggerPrice: '1', triggerSource: 'bid' }, { triggerSource: 2 }],
    ['on the offer', { triggerPrice: '1', triggerSource: 'offer' }, { triggerSource: 3 }],
    ['on a venue', { triggerPrice: '1', triggerSource: 4 }, { triggerSource: 16, triggerVenue: 4 }],
    ['trailing', { trailingOffset: '0.05' }, { trailingOffset: 5, triggerPrice: 0, triggerSource: 1 }],
    ['iceberg', { price: '1', displayQuantity: '0.1' }, { displayQuantity: 100, minimumQuantity: 0 }],
    ['minimum', { price: '1', minimumQuantity: '0.2' }, { minimumQuantity: 200 }],
    ['protection', { protection: '10' }, { protection: 1_000 }],
    ['primary', { peg: 'primary', price: '9', pegOffset: '1' }, { peg: 5, pegOffset: 100, triggerSource: 0 }],
    ['midpoint', { peg: 'midpoint', price: '9' }, { peg: 2, pegOffset: 0 }],
    ['date', { price: '1', expireTime: new Date(1_800_000_000_500) }, at(1_800_000_000, 500_000_000)],
    ['nanoseconds', { price: '1', expireTime: 1_800_000_000_000_000_007n }, at(1_800_000_000, 7)],
    [
      'oco',
      { price: '1', oco: 2n ** 63n + 5n },
      { contingency: 1, linkedIdLow: 5, linkedIdHigh: -(2 ** 31) },
    ],
    ['bracket', { price: '1', bracket: '17' }, { contingency: 2, linkedIdLow: 17, linkedIdHigh: 0 }],
    ['prevention', { selfTradePrevention: 'decrementAndCancel' }, { selfTradePrevention: 4 }],
    [
      'in the firm',
      { selfTradePrevention: 'cancelBoth', preventWithinFirm: true },
      { preventWithinFirm: true },
    ],
    ['reduce only', { reduceOnly: true }, { reduceOnly: true, preventWithinFirm: false }],
  ];
  for (const [what, said, wanted] of cases) {
    const { extended, terms } = fieldsOf(said);
    t.equal(extended, true, what);
    t.match(terms, wanted, what);
  }
});

const at = (seconds: number, nanos: number): Partial<TermsFields> => ({ expires: { seconds, nanos } });

t.test('most orders have none', async (t) => {
  for (const said of [{}, { price: '1' }, { reduceOnly: false, peg: undefined }])
    t.equal(fieldsOf(said).extended, false);
});

t.test('errors say which argument is wrong', async (t) => {
  const later = new Date(Number.NaN);
  const cases: [Said, RegExp][] = [
    [{ price: '0.001' }, /^price: "0.001" has more than 2 decimal places/],
    [{ quantity: 'much' }, /^quantity: "much" is not a decimal number/],
    [{ triggerPrice: '1.234' }, /^triggerPrice: .*more than 2/],
    [{ trailingOffset: '-' }, /^trailingOffset: /],
    [{ price: '1', displayQuantity: '0.0001' }, /^displayQuantity: .*more than 3/],
    [{ price: '1', minimumQuantity: '' }, /^minimumQuantity: /],
    [{ protection: 'ten' }, /^protection: /],
    [{ peg: 'primary', price: '1', pegOffset: '1.001' }, /^pegOffset: /],
    [{ peg: 'best' as never, price: '1' }, /peg must be one of primary, midpoint, not "best"/],
    [{ triggerPrice: '1', triggerSource: 'ask' as never }, /triggerSource must be one of last, bid, offer/],
    [{ triggerPrice: '1', triggerSource: 1.5 }, /triggerSource must be .* not 1.5/],
    [{ triggerPrice: '1', triggerSource: 256 }, /the number of a venue, not 256/],
    [{ price: '1', expireTime: later }, /expireTime is not a valid date/],
    [{ price: '1', expireTime: 0n }, /expireTime must be a time after 1970 and before 2106/],
    [{ price: '1', expireTime: new Date('2200-01-01') }, /expireTime must be/],
    [{ price: '1', oco: 'first' }, /oco must be a whole number below 2\^64, not first/],
    [{ price: '1', bracket: -1 }, /bracket must be a whole number/],
    [{ price: '1', oco: 1, bracket: 2 }, /not both/],
    [{ selfTradePrevention: 'both' as never }, /selfTradePrevention must be one of cancelNewest, .*"both"/],
    [{ side: 'short' as never }, /side must be one of buy, sell, sellShort, sellShortExempt, not "short"/],
    [
      { type: 'iceberg' as never },
      /type must be one of market, limit, stop, stopLimit, marketToLimit, pegged/,
    ],
    [{ tif: 'never' as never }, /tif must be one of day, gtc, ioc, fok, gtd/],
    [{ type: 'stop' }, /a stop order needs a triggerPrice or a trailingOffset/],
    [{ type: 'limit' }, /a limit order needs a price/],
    [{ peg: 'midpoint' }, /a pegged order needs a price/],
    [{ type: 'pegged', price: '1' }, /a pegged order needs a peg/],
    [{ type: 'stop', triggerPrice: '1', price: '1' }, /a stop order has no price/],
    [{ type: 'marketToLimit', price: '1' }, /a marketToLimit order has no price/],
    [{ price: '1', postonly: true } as never, /an order has no "postonly"/],
    [{ stopPrice: '1' } as never, /an order has no "stopPrice"/],
  ];
  for (const [said, complaint] of cases) t.throws(() => fieldsOf(said), { message: complaint });
});

t.test('replace: a total of nothing needs no price', async (t) => {
  const replace = (said: Partial<ReplaceOrder>) =>
    replaceFields({ symbol: 'BTC-USD', orderId: 7, quantity: '0', ...said }, BTC, 1);
  t.match(replace({}), { quantity: 0, price: 0 });
  t.match(replace({ quantity: '0.2', price: '5' }), { quantity: 200, price: 500 });
  t.match(replace({ quantity: '0.2', price: '0' }), { quantity: 200, price: 0 });
  t.throws(() => replace({ quantity: '0.2' }), /a replace needs a price/);
  t.throws(
    () => replace({ triggerPrice: '5' } as never),
    /a replace gives price and quantity; triggerPrice stays/,
  );
  t.match(replace({ executed: '0', side: 'buy' } as never), { quantity: 0 }, 'what a report has besides');
});

t.test('a mass cancel whose scope is misspelt would be one of more orders', async (t) => {
  t.throws(
    () => massCancelFields({ symbl: 'BTC-USD' } as never, undefined, 1),
    /a mass cancel has no "symbl"/,
  );
});
