import t from 'tap';
import { toInstrument } from './instruments.js';
import { ConfigError, checkConfig, parseConfig } from './load.js';
import { PAPER_CONFIG } from './paper.js';

const GOOD = {
  accounts: ['demo'],
  instruments: [
    {
      symbol: 'BTC-USD',
      tick: '0.01',
      lot: '0.00001',
      maxPrice: '1000000',
      maxQuantity: '10',
      maxNotional: '1000000',
    },
  ],
};

/** Writes the object one key a line, so that line numbers mean something. */
const text = (value: unknown) => JSON.stringify(value, null, 1);

function complaint(source: string): string {
  try {
    parseConfig(source, 'c.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

t.test('the paper configuration is a good one', async (t) => {
  const config = checkConfig(PAPER_CONFIG, () => 'paper');
  t.equal(config.host, '127.0.0.1', 'doors open on loopback only unless told otherwise');
  t.ok(config.instruments.some((entry) => entry.symbol === 'BTC-USD' && entry.tick === '0.01'));
  t.ok(config.instruments.length >= 3);
});

t.test('complaints name file, line and key', async (t) => {
  const cases: [string, string, RegExp][] = [
    ['unknown key', text({ ...GOOD, prot: 7070 }), /^c\.json:\d+: prot: unknown key$/],
    [
      'unknown key deep',
      text({ ...GOOD, limits: { order: 5 } }),
      /^c\.json:\d+: limits\.order: unknown key$/,
    ],
    ['port out of range', text({ ...GOOD, port: 70_000 }), /^c\.json:\d+: port: .*65535/],
    [
      'a number where text is exact',
      text({ ...GOOD, instruments: [{ ...GOOD.instruments[0], tick: 0.01 }] }),
      /instruments\[0\]\.tick: write it as text/,
    ],
    ['NaN is not JSON', '{"port": NaN}', /^c\.json:1: /],
    [
      '2^53+1 in a limit',
      '{"accounts":["a"],"instruments":[],"limits":{"orders":9007199254740993}}',
      /limits\.orders/,
    ],
    ['a key twice', '{\n"port": 1,\n"port": 2}', /^c\.json:3: port: stands here twice$/],
    [
      'an account twice',
      text({ ...GOOD, accounts: ['demo', 'demo'] }),
      /accounts\[1\]: "demo" stands here twice/,
    ],
    [
      'an unknown account',
      text({ ...GOOD, keys: [{ id: 'k', publicKey: 'x', accounts: ['nobody'] }] }),
      /keys\[0\]\.accounts\[0\]: no account "nobody"/,
    ],
    [
      'price off its tick',
      text({ ...GOOD, instruments: [{ ...GOOD.instruments[0], maxPrice: '10.005' }] }),
      /maxPrice|decimal places/,
    ],
    [
      'price beyond int32 ticks',
      text({ ...GOOD, instruments: [{ ...GOOD.instruments[0], maxPrice: '99999999' }] }),
      /at most 2147483647 fit/,
    ],
    ['empty file', '', /the file is empty/],
  ];
  for (const [what, source, expected] of cases) t.match(complaint(source), expected, what);
});

t.test('the line is that of the offending key', async (t) => {
  const source = '{\n "accounts": ["demo"],\n "port": -1,\n "instruments": []\n}';
  t.match(complaint(source), /^c\.json:3: port/m);
  t.match(complaint(source), /^c\.json:4: instruments/m, 'all complaints are told at once');
});

t.test('decimals become ticks and lots exactly', async (t) => {
  const instrument = toInstrument(checkConfig(PAPER_CONFIG, () => '').instruments[0], 1);
  t.match(instrument, {
    priceScale: 2,
    quantityScale: 5,
    tick: 1,
    lot: 1,
    minPriceTicks: 1,
    maxPriceTicks: 1_000_000_000,
  });
  t.equal(instrument.maxQtyLots, 100_000_000, '1000 BTC at 0.00001');
  t.equal(instrument.maxNotional, 50_000_000 * 1e7, '50 M USD in tick-lots');
  t.equal(instrument.referenceTicks, 6_400_000);
});

t.test('a lot above one', async (t) => {
  const petr4 = toInstrument(checkConfig(PAPER_CONFIG, () => '').instruments[2], 3);
  t.match(petr4, { quantityScale: 0, lot: 100, maxQtyLots: 100_000 });
  t.throws(
    () => toInstrument({ ...PAPER_CONFIG.instruments[2], maxQuantity: '150', marketMarginPercent: 10 }, 3),
    /maxQuantity "150" is not a multiple of 100/,
  );
});
