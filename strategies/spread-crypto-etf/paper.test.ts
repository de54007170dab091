/** The strategy on paper: all of its markets in our own book, prices of its inputs as trades. And what its parameters may not be. */
import t from 'tap';
import { TestEngine } from '../rig/index.js';
import type { Strategy } from '../sdk/index.js';
import { parameters, runOf } from './parameters.js';
import spread from './plugin.js';

const terms = { lot: '1', maxPrice: '1000000', maxQuantity: '1000000', maxNotional: '1000000000' };
const INSTRUMENTS = [
  { ...terms, symbol: 'BITH11', tick: '0.01', maxPrice: '10000' },
  { ...terms, symbol: 'BTCUSDT', tick: '0.1', lot: '0.001', maxQuantity: '1000', referencePrice: '64000' },
  { ...terms, symbol: 'BTCUSD_PERP', tick: '0.1' },
  { ...terms, symbol: 'USDBRL', tick: '0.0001', maxPrice: '100' },
  { ...terms, symbol: 'BITH11.PER.SHARE', tick: '0.0000000001', maxPrice: '0.1', maxNotional: '1000' },
];
const BUY = { symbol: 'BITH11', side: 'buy', quantity: 100, spread_threshold: 0.005 };

function paper(more: object = {}): TestEngine {
  const engine = new TestEngine(spread as Strategy<unknown>, {
    instruments: INSTRUMENTS,
    parameters: { ...BUY, ...more },
  });
  engine.others.buy('BTCUSDT', '10', '63999.0');
  engine.others.sell('BTCUSDT', '10', '64001.0');
  prices(engine, '64000.0');
  return engine;
}

/** Others trade with each other. */
function prices(engine: TestEngine, bitcoin: string): void {
  trade(engine, 'BTCUSD_PERP', bitcoin);
  trade(engine, 'USDBRL', '5.4000');
  trade(engine, 'BITH11.PER.SHARE', '0.0002928241');
  engine.advance(1);
}

function trade({ others }: TestEngine, symbol: string, price: string): void {
  others.sell(symbol, '1', price);
  others.buy(symbol, '1', price);
}

const fund = (engine: TestEngine) => engine.orders.find(({ symbol }) => symbol === 'BITH11');

t.test('its order, moved with its fair price; its hedge; its end', async (t) => {
  const engine = paper({ linger_ms: 1_000 });
  t.match(
    fund(engine),
    { side: 'buy', ticks: 10_069, openLots: 100 },
    '101.20 less half a percent, in cents',
  );
  prices(engine, '64090.0');
  t.equal(fund(engine)?.ticks, 10_069, 'less than 0.15 % away');
  prices(engine, '64200.0');
  t.equal(fund(engine)?.ticks, 10_101);
  engine.others.sell('BITH11', '3', '100');
  engine.advance(1);
  t.equal(
    engine.position('BTCUSDT'),
    0,
    '0.000878 bitcoin are less than the smallest order, and are carried',
  );
  engine.others.sell('BITH11', '97', '100');
  engine.advance(1);
  t.equal(engine.position('BITH11'), 100);
  t.equal(engine.position('BTCUSDT'), -29, '0.02928 are 0.029');
  t.ok(engine.logged.includes('run is over'));
  engine.restart();
  prices(engine, '64200.0');
  t.equal(fund(engine), undefined, 'a run that has ended is not begun anew');
});

t.test('a new life goes on with what there is', async (t) => {
  const engine = paper();
  engine.others.sell('BITH11', '40', '100');
  engine.advance(1);
  t.equal(engine.position('BTCUSDT'), -12);
  engine.restart();
  prices(engine, '64000.0');
  t.match(fund(engine), { openLots: 60 });
  engine.others.sell('BITH11', '60', '100');
  engine.advance(1);
  t.equal(engine.position('BTCUSDT'), -29);
});

t.test('what its parameters may not be', async (t) => {
  const wrong = (more: object) => () => parameters.parse({ ...BUY, ...more });
  t.throws(wrong({ spread_threshold: 0.0015 }), /more than reprice_threshold/);
  t.throws(wrong({ reprice_threshold: 0.01 }), /more than reprice_threshold/);
  t.throws(wrong({ symbol: 'PETR4' }), /symbol/);
  t.throws(wrong({ quantity: 1.5 }), /quantity/);
  t.throws(wrong({ surprise: 1 }), /surprise/);
  t.throws(() => paper({ hedge_venue: 'nowhere' }), /no venue "nowhere" lists BTCUSDT/);
  t.throws(() => paper({ rate: 'EURBRL' }), /"EURBRL" is not among/);
});

t.test('a run that was asked for is one of its own', async (t) => {
  const first = '9f1c2d3e-4b5a-6978-8a9b-0c1d2e3f4a5b';
  const given = parameters.parse(BUY);
  t.equal(runOf(given, undefined), 1);
  t.equal(runOf(given, first), 0x9f1c2d3e4b5a);
  t.equal(runOf({ ...given, run: 7 }, first), 7);
});
