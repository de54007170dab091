import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { ContractKind, LimitKind } from '../../protocol/codes/enums.js';
import { Identities } from './identities.js';
import { toInstrument } from './instruments.js';
import { ConfigError, checkConfig, parseConfig } from './load.js';
import { PAPER_CONFIG } from './paper.js';
import { type Registry, register } from './registry.js';

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

const withInstrument = (fields: object, currency: object = { scale: 8 }) =>
  text({
    ...GOOD,
    currencies: [{ name: 'USD', ...currency }],
    instruments: [{ ...GOOD.instruments[0], ...fields }],
  });

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
    ['an unknown currency', withInstrument({ currency: 'XXX' }), /\[0\]\.currency: no currency "XXX"/],
    ['a multiplier without one', withInstrument({ multiplier: '2' }), /\[0\]: .*multiplier needs a currency/],
    [
      'a tick of a lot that is no whole unit',
      withInstrument({ currency: 'USD' }, { scale: 2 }),
      /\[0\]: a tick of a lot \(0\.0000001\) is no whole number .* of USD; give USD a larger scale/,
    ],
    [
      'an inverse contract with a price of 0',
      withInstrument({ currency: 'USD', contract: 'inverse', minPrice: '0' }),
      /\[0\]: the minPrice of an inverse contract must be above zero/,
    ],
    [
      'a reference at which a lot cannot be counted',
      withInstrument(
        { currency: 'USD', multiplier: '1000', maxPrice: '1', referencePrice: '1000000' },
        { scale: 12 },
      ),
      /\[0\]: a lot at referencePrice is more than 2\^52/,
    ],
    [
      'a lot worth more than can be counted',
      withInstrument({ currency: 'USD', multiplier: '1000000' }, { scale: 12 }),
      /more than 2\^52 of the smallest unit/,
    ],
    ['a limit off its lot', withInstrument({ maxPosition: '0.000015' }), /\[0\]\.maxPosition: /],
    ['an exposure of no currency', withInstrument({ maxExposure: '5' }), /maxExposure: give the currency/],
    [
      'limits of an unknown account',
      text({ ...GOOD, accountLimits: [{ account: 'nobody' }] }),
      /accountLimits\[0\]\.account: no account "nobody"/,
    ],
    [
      'credit in no currency',
      text({ ...GOOD, accountDefaults: { credit: '5' } }),
      /accountDefaults\.credit: give the creditCurrency as well/,
    ],
    [
      'one fee of two',
      text({ ...GOOD, accountLimits: [{ account: 'demo', makerFeeMillionths: 5 }] }),
      /accountLimits\[0\]: give both/,
    ],
    [
      'a position of an unknown instrument',
      text({ ...GOOD, accountLimits: [{ account: 'demo', positions: [{ symbol: 'X' }] }] }),
      /positions\[0\]\.symbol: no instrument "X"/,
    ],
    [
      'a rate of too many digits',
      text({ ...GOOD, currencies: [{ name: 'USD', rate: '1.00000000001' }] }),
      /currencies\[0\]\.rate: .*too many digits/,
    ],
    [
      'a street account that is an account',
      text({ ...GOOD, streetAccounts: ['demo'] }),
      /streetAccounts\[0\]: "demo" stands here twice/,
    ],
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

/** The registry of a configuration, in a fresh data directory. */
function registered(config: object): Registry {
  const checked = checkConfig(config, () => '');
  return register(checked, checked.keys, new Identities(mkdtempSync(join(tmpdir(), 'pregao-config-'))));
}

t.test('contracts and rates in the smallest units of their currencies', async (t) => {
  const { contracts, rates, instruments } = registered({
    ...GOOD,
    currencies: [
      { name: 'USD', scale: 8, rate: '1' },
      { name: 'BRL', scale: 2, rate: '0.18' },
      { name: 'BTC', scale: 8, rate: '64000' },
    ],
    instruments: [
      { ...GOOD.instruments[0], currency: 'USD', makerFeeMillionths: -50, takerFeeMillionths: 500 },
      { ...FUTURE, symbol: 'MINI', currency: 'BRL', multiplier: '10', maxNotional: '1000' },
      {
        ...FUTURE,
        symbol: 'PERP',
        currency: 'BTC',
        contract: 'inverse',
        multiplier: '100',
        maxNotional: '1050',
      },
    ],
  });
  t.same(contracts, [
    { kind: ContractKind.Linear, currency: 1, unitValue: 10, makerRate: -50, takerRate: 500 },
    { kind: ContractKind.Linear, currency: 2, unitValue: 500, makerRate: 0, takerRate: 0 },
    { kind: ContractKind.Inverse, currency: 3, unitValue: 2e10, makerRate: 0, takerRate: 0 },
  ]);
  t.same(rates, [
    { currency: 1, units: 1, per: 1 },
    { currency: 2, units: 180_000, per: 1 },
    { currency: 3, units: 64_000, per: 1 },
  ]);
  t.equal(instruments[1].maxNotional, 200, '1000 BRL at 5 BRL a tick and lot');
  t.equal(instruments[2].maxQtyLots, 10, '1050 USD of contracts of 100 USD');
});

const FUTURE = { tick: '0.5', lot: '1', maxPrice: '200000', maxQuantity: '1000' };

t.test(
  'limits for the core: those of an account go before the defaults, what is not given is none',
  async (t) => {
    const { limits, accounts, streetAccounts } = registered({
      ...GOOD,
      accounts: ['demo', 'desk'],
      streetAccounts: ['street'],
      currencies: [{ name: 'USD', scale: 8 }],
      instruments: [
        {
          ...GOOD.instruments[0],
          currency: 'USD',
          collarBasisPoints: 250,
          protectionTicks: 40,
          maxPosition: '0.5',
        },
      ],
      accountDefaults: { credit: '100', creditCurrency: 'USD', maxOpenOrders: 10 },
      accountLimits: [
        {
          account: 'desk',
          maxOpenOrders: 20,
          makerFeeMillionths: 0,
          takerFeeMillionths: 300,
          positions: [{ symbol: 'BTC-USD', maxPosition: '2', maxExposure: '1000.5', restricted: true }],
        },
      ],
      keys: [{ id: 'k', publicKey: 'x', accounts: ['desk'], ordersPerSecond: 50 }],
      strategies: [
        {
          name: 's',
          plugin: 'p',
          account: 'desk',
          instruments: ['BTC-USD'],
          maxExecutions: 7,
          cancelsPerSecond: 9,
        },
      ],
    });
    t.same(limits, [
      { kind: LimitKind.CollarBasisPoints, value: 250, instrument: 1 },
      { kind: LimitKind.ProtectionTicks, value: 40, instrument: 1 },
      { kind: LimitKind.Position, value: 50_000, instrument: 1 },
      { kind: LimitKind.OpenOrders, value: 10, account: 1 },
      { kind: LimitKind.Credit, value: 1e10, account: 1, currency: 1 },
      { kind: LimitKind.OpenOrders, value: 20, account: 2 },
      { kind: LimitKind.Credit, value: 1e10, account: 2, currency: 1 },
      { kind: LimitKind.Position, value: 200_000, account: 2, instrument: 1 },
      { kind: LimitKind.Exposure, value: 100_050_000_000, account: 2, instrument: 1 },
      { kind: LimitKind.Restricted, value: 1, account: 2, instrument: 1 },
      { kind: LimitKind.OrdersPerSecond, value: 50, session: 1 },
      { kind: LimitKind.CancelsPerSecond, value: 9, session: 2 },
      { kind: LimitKind.Executions, value: 7, session: 2 },
    ]);
    t.same(accounts[1], { id: 2, name: 'desk', fees: { makerRate: 0, takerRate: 300 } });
    t.same(streetAccounts, [{ id: 3, name: 'street' }]);
  },
);

t.test('what the journal counts an instrument in cannot change', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'pregao-config-'));
  const start = (currency: object) => {
    const instruments = [{ ...GOOD.instruments[0], currency: 'USD' }];
    const checked = checkConfig(
      { ...GOOD, currencies: [{ name: 'USD', ...currency }], instruments },
      () => '',
    );
    const identities = new Identities(directory);
    register(checked, [], identities);
    identities.save();
  };
  start({ scale: 8 });
  start({ scale: 8, rate: '2' });
  t.throws(
    () => start({ scale: 9 }),
    /BTC-USD is linear in USD of 9 decimal places.*counts its positions as .*of 8/,
  );
});

const withMarket = (fields: object, more: object = {}): string =>
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
  const source = withMarket({
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
    ['a percentage as number', withMarket({ bands: { staticPercent: 10 } }), /staticPercent: write it as/],
    ['too exact', withMarket({ bands: { staticPercent: '1.234' } }), /a percentage such as/],
    ['too wide', withMarket({ bands: { dynamicPercent: '101' } }), /dynamicPercent "101" is more than 100/],
    ['no such action', withMarket({ bands: { onDynamic: 'stop' } }), /onDynamic/],
    ['begins late', withMarket({ tickTable: [{ from: '1', tick: '0.01' }] }), /from must be "0"/],
    [
      'finer than the tick',
      withMarket({ tickTable: [{ from: '0', tick: '0.001' }] }),
      /"0\.001" has more than 2 decimal places/,
    ],
    [
      'falls',
      withMarket({
        tickTable: [
          { from: '0', tick: '0.01' },
          { from: '0', tick: '0.05' },
        ],
      }),
      /tickTable\[1\]\.from must be above/,
    ],
    [
      'off its own tick',
      withMarket({
        tickTable: [
          { from: '0', tick: '0.01' },
          { from: '0.07', tick: '0.05' },
        ],
      }),
      /tickTable\[1\]\.from must be a multiple/,
    ],
    [
      'no such calendar',
      withMarket({ calendar: 'b3' }),
      /^c\.json:\d+: instruments\[0\]\.calendar: no calendar "b3"/,
    ],
    [
      'no such zone',
      withMarket({}, { calendars: [{ ...CALENDAR, timeZone: 'Mars/Olympus' }] }),
      /calendars\[0\]\.timeZone: no time zone/,
    ],
    [
      'no such day',
      withMarket({}, { calendars: [{ ...CALENDAR, holidays: ['2026-02-30'] }] }),
      /calendars\[0\]\.holidays\[0\]: a date/,
    ],
    [
      'no time of day',
      withMarket({}, { calendars: [{ ...CALENDAR, phases: [{ at: '24:00', phase: 'closed' }] }] }),
      /calendars\[0\]\.phases\[0\]\.at: a time of day/,
    ],
    [
      'halts are not planned',
      withMarket({}, { calendars: [{ ...CALENDAR, phases: [{ at: '10:00', phase: 'halt' }] }] }),
      /calendars\[0\]\.phases\[0\]\.phase/,
    ],
    [
      'out of order',
      withMarket({}, { calendars: [{ ...CALENDAR, phases: CALENDAR.phases.toReversed() }] }),
      /calendars\[0\]\.phases\[1\]\.at: "09:45" is not after/,
    ],
    [
      'twice',
      withMarket({}, { calendars: [CALENDAR, CALENDAR] }),
      /calendars\[1\]\.name: "b3" stands here twice/,
    ],
    ['good', withMarket({ calendar: 'b3' }, { calendars: [CALENDAR] }), /accepted/],
  ];
  for (const [name, source, expected] of cases) t.match(complaint(source), expected, name);
});
