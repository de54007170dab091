/** What is wrong with the configuration of venues. */
import t from 'tap';
import { ConfigError, checkConfig } from './load.js';
import type { ConfigFile } from './schema.js';

type Entry = NonNullable<ConfigFile['venues']>[number];

const BASICS = { name: 'v', streetAccount: 'street', listings: [{ symbol: 'X', venueSymbol: 'X' }] };
const COINBASE: Entry = {
  ...BASICS,
  adapter: 'coinbase-fix',
  apiKey: 'k',
  secretFile: 's',
  passphraseFile: 'p',
};
const B3 = {
  ...BASICS,
  adapter: 'b3-fix',
  fixHost: 'h',
  fixPort: 1,
  senderCompId: 'US',
  targetCompId: 'B3',
  passwordFile: 'p',
  parties: [{ role: 7, id: '1' }],
  clients: [{ account: 'a' }],
} satisfies Entry;
const ENTRYPOINT = {
  ...BASICS,
  listings: [{ symbol: 'X', venueSymbol: '200000163669' }],
  adapter: 'b3-entrypoint',
  entryPointHost: 'h',
  entryPointPort: 1,
  sessionId: 100_000_001,
  enteringFirm: 45,
  secretFile: 's',
  clientIp: '10.0.0.1',
  marketSegmentId: 80,
  senderLocation: 'SAO',
  enteringTrader: 'TRDR',
  investors: [{ account: 'a', investorId: { prefix: 300, document: 123_456 } }],
} satisfies Entry;
const NASDAQ = {
  ...BASICS,
  adapter: 'nasdaq',
  ouchHost: 'h',
  ouchPort: 1,
  username: 'u',
  passwordFile: 'p',
} satisfies Entry;
const NASDAQ_FIX = {
  ...BASICS,
  adapter: 'nasdaq-fix',
  fixHost: 'h',
  fixPort: 1,
  senderCompId: 'PREG',
} satisfies Entry;
const CME = {
  ...BASICS,
  listings: [{ symbol: 'X', venueSymbol: '1001' }],
  adapter: 'cme-ilink',
  ilinkHost: 'h',
  ilinkPort: 1,
  accessKeyId: 'k',
  secretFile: 's',
  session: 'ABC',
  firm: '007',
  operatorId: 'o',
  location: 'US,IL',
  partyDetailsListReqId: 1,
} satisfies Entry;
const LINE = [{ address: '224.0.31.1', port: 14_310 }];
const MDP = { incremental: LINE, snapshots: LINE, definitions: LINE };
const KEYS = { ...BASICS, apiKey: 'k', privateKeyFile: 'f' };
const SPOT: Entry = { ...KEYS, adapter: 'binance-spot-fix' };
const FUTURES: Entry = { ...KEYS, adapter: 'binance-usdm', cancelCountdownMs: 10_000 };
const THREE = ['X', 'Y', 'Z'].map((symbol) => ({ symbol: 'X', venueSymbol: symbol }));

const configWith = (venue: unknown, tick: string, lot: string): object => ({
  accounts: ['a'],
  streetAccounts: ['street'],
  instruments: [{ symbol: 'X', tick, lot, maxPrice: '10', maxQuantity: '10', maxNotional: '10' }],
  venues: [venue],
});

function complaint(venue: unknown, tick = '1', lot = '1'): string {
  try {
    checkConfig(configWith(venue, tick, lot), (path) => path.join('.'));
    return 'none';
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}

t.test('as they should be', async (t) => {
  for (const venue of [
    COINBASE,
    B3,
    ENTRYPOINT,
    SPOT,
    FUTURES,
    NASDAQ,
    NASDAQ_FIX,
    CME,
    { ...CME, mdpUdp: MDP },
  ])
    t.equal(complaint(venue), 'none', venue.adapter);
});

t.test('what is wrong', async (t) => {
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['no prevention at Coinbase', { ...COINBASE, selfTrade: 'none' }, /selfTrade: Coinbase always prevents/],
    ['decrement at B3', { ...B3, selfTrade: 'decrementAndCancel' }, /selfTrade: B3 cancels/],
    ['an unknown account', { ...B3, clients: [{ account: 'x' }] }, /clients\[0\]\.account: no account "x"/],
    ['an account twice', { ...B3, clients: [{ account: 'a' }, { account: 'a' }] }, /clients\[1\].*twice/],
    [
      'a role twice',
      { ...B3, clients: [{ account: 'a', parties: [{ role: 7, id: '2' }] }] },
      /name role 7 twice/,
    ],
    ['nobody', { ...B3, parties: [] }, /name nobody/],
    ['no clients', { ...B3, clients: [] }, /clients/],
    ['a CompID that Binance does not take', { ...SPOT, senderCompIds: ['TOOLONGNAME'] }, /senderCompIds/],
    ['a key of another venue', { ...COINBASE, privateKeyFile: 'x' }, /unknown key/],
    ['a hasty countdown', { ...FUTURES, cancelCountdownMs: 5_000 }, /cancelCountdownMs/],
    ['too short for its listings', { ...FUTURES, listings: THREE }, /cancelCountdownMs: .* at least 12000/],
    ['a user of seven letters', { ...NASDAQ, username: 'seven77' }, /username/],
    ['a firm in small letters', { ...NASDAQ, firm: 'preg' }, /firm: one to four capital letters/],
    ['decrement at EntryPoint', { ...ENTRYPOINT, selfTrade: 'decrementAndCancel' }, /selfTrade: B3 cancels/],
    [
      'an investor of nobody',
      { ...ENTRYPOINT, investors: [{ account: 'x' }] },
      /investors\[0\]\.account: no account "x"/,
    ],
    ['no investors', { ...ENTRYPOINT, investors: [] }, /investors/],
    ['a symbol for a number', { ...ENTRYPOINT, ...BASICS }, /venueSymbol: "X" is no SecurityID/],
    ['another way to cancel', { ...ENTRYPOINT, cancelOn: 'always' }, /cancelOn/],
    ['a trader of six letters', { ...ENTRYPOINT, enteringTrader: 'TRADER' }, /enteringTrader/],
    ['market data without its snapshots', { ...CME, mdpUdp: { ...MDP, snapshots: [] } }, /snapshots/],
    ['a line that has no address', { ...CME, mdpUdp: { ...MDP, incremental: [{ port: 1 }] } }, /address/],
    ['books of another kind', { ...CME, mdpUdp: { ...MDP, book: 'tops' } }, /book/],
    ['another password tag', { ...B3, passwordTag: 555 }, /passwordTag/],
  ];
  for (const [what, venue, expected] of cases) t.match(complaint(venue), expected, what);
  const itchTcp = { host: 'h', port: 1 };
  const itchUdp = { lines: [{ address: '233.54.12.1', port: 1 }], requestHost: 'h', requestPort: 1 };
  t.match(complaint(ENTRYPOINT, '0.00001'), /a tick of 0.00001: prices there have 4 decimal places/);
  t.match(complaint(ENTRYPOINT, '1', '0.5'), /a lot of 0.5: quantities are whole at B3/);
  t.equal(complaint(ENTRYPOINT, '0.01', '5'), 'none');
  t.match(complaint(NASDAQ, '0.00001'), /four decimal places/);
  t.match(complaint(NASDAQ, '1', '0.5'), /shares are whole/);
  t.equal(complaint(NASDAQ, '0.0050', '5'), 'none');
  t.equal(complaint({ ...NASDAQ, itchUdp }), 'none');
  t.match(complaint({ ...NASDAQ, itchTcp }, '1', '5'), /odd lots/);
  t.match(complaint({ ...NASDAQ, itchTcp, itchUdp }), /itchUdp: .* already/);
  t.match(complaint(NASDAQ_FIX, '0.00001'), /four decimal places/);
  t.match(complaint({ ...NASDAQ_FIX, itchTcp }), /itchTcp: needs "username" and "passwordFile"/);
  t.equal(complaint({ ...NASDAQ_FIX, itchTcp: { ...itchTcp, username: 'u', passwordFile: 'p' } }), 'none');
});
