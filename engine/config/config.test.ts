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
    () => toInstrument({ ...checkConfig(PAPER_CONFIG, () => '').instruments[2], maxQuantity: '150' }, 3),
    /maxQuantity "150" is not a multiple of 100/,
  );
});

const withInstrument = (fields: object, more: object = {}): string =>
  text({ ...GOOD, ...more, instruments: [{ ...GOOD.instruments[0], ...fields }] });
const CALENDAR = {
  name: 'b3',
  timeZone: 'America/Sao_Paulo',
  phases: [
    { at: '09:45', phase: 'pre-open' },
    { at: '18:00', phase: 'closed' },
  ],
};

t.test('bands and tick tables in basis points and ticks', async (t) => {
  const source = withInstrument({
    bands: { staticPercent: '10', dynamicPercent: '2.25', onDynamic: 'auction' },
    tickTable: [
      { from: '0', tick: '0.01' },
      { from: '100', tick: '0.05' },
    ],
  });
  const { bands, tickTable } = toInstrument(parseConfig(source, 'c.json').instruments[0], 1);
  t.strictSame(bands, {
    staticBasisPoints: 1_000,
    dynamicBasisPoints: 225,
    onDynamic: 'auction',
    auctionMs: 300_000,
  });
  t.strictSame(tickTable, [
    { fromTicks: 0, stepTicks: 1 },
    { fromTicks: 10_000, stepTicks: 5 },
  ]);
});

t.test('markets that make no sense are refused, the key named', async (t) => {
  const cases: [string, string, RegExp][] = [
    [
      'a percentage as number',
      withInstrument({ bands: { staticPercent: 10 } }),
      /staticPercent: write it as/,
    ],
    ['too exact', withInstrument({ bands: { staticPercent: '1.234' } }), /a percentage such as/],
    [
      'too wide',
      withInstrument({ bands: { dynamicPercent: '101' } }),
      /dynamicPercent "101" is more than 100/,
    ],
    ['no such action', withInstrument({ bands: { onDynamic: 'stop' } }), /onDynamic/],
    ['begins late', withInstrument({ tickTable: [{ from: '1', tick: '0.01' }] }), /from must be "0"/],
    [
      'finer than the tick',
      withInstrument({ tickTable: [{ from: '0', tick: '0.001' }] }),
      /"0\.001" has more than 2 decimal places/,
    ],
    [
      'falls',
      withInstrument({
        tickTable: [
          { from: '0', tick: '0.01' },
          { from: '0', tick: '0.05' },
        ],
      }),
      /tickTable\[1\]\.from must be above/,
    ],
    [
      'off its own tick',
      withInstrument({
        tickTable: [
          { from: '0', tick: '0.01' },
          { from: '0.07', tick: '0.05' },
        ],
      }),
      /tickTable\[1\]\.from must be a multiple/,
    ],
    [
      'no such calendar',
      withInstrument({ calendar: 'b3' }),
      /^c\.json:\d+: instruments\[0\]\.calendar: no calendar "b3"/,
    ],
    [
      'no such zone',
      withInstrument({}, { calendars: [{ ...CALENDAR, timeZone: 'Mars/Olympus' }] }),
      /calendars\[0\]\.timeZone: no time zone/,
    ],
    [
      'no such day',
      withInstrument({}, { calendars: [{ ...CALENDAR, holidays: ['2026-02-30'] }] }),
      /calendars\[0\]\.holidays\[0\]: a date/,
    ],
    [
      'no time of day',
      withInstrument({}, { calendars: [{ ...CALENDAR, phases: [{ at: '24:00', phase: 'closed' }] }] }),
      /calendars\[0\]\.phases\[0\]\.at: a time of day/,
    ],
    [
      'halts are not planned',
      withInstrument({}, { calendars: [{ ...CALENDAR, phases: [{ at: '10:00', phase: 'halt' }] }] }),
      /calendars\[0\]\.phases\[0\]\.phase/,
    ],
    [
      'out of order',
      withInstrument({}, { calendars: [{ ...CALENDAR, phases: CALENDAR.phases.toReversed() }] }),
      /calendars\[0\]\.phases\[1\]\.at: "09:45" is not after/,
    ],
    [
      'twice',
      withInstrument({}, { calendars: [CALENDAR, CALENDAR] }),
      /calendars\[1\]\.name: "b3" stands here twice/,
    ],
    ['good', withInstrument({ calendar: 'b3' }, { calendars: [CALENDAR] }), /accepted/],
  ];
  for (const [name, source, expected] of cases) t.match(complaint(source), expected, name);
});
