/** Runs of spread-crypto-etf have accounts of their own, or the start is refused. */
import t from 'tap';
import { ConfigError, parseConfig } from './load.js';

const instrument = {
  symbol: 'AAA',
  ...{ tick: '0.01', lot: '1', maxPrice: '1000', maxQuantity: '1000', maxNotional: '1000000' },
};

type Strategy = readonly [name: string, plugin: string, account: string];

function complaint(...strategies: readonly Strategy[]): string {
  const entries = strategies.map(([name, plugin, account]) => ({
    name,
    plugin,
    account,
    instruments: ['AAA'],
  }));
  try {
    const accounts = ['one', 'two'];
    parseConfig(
      JSON.stringify({ accounts, instruments: [instrument], strategies: entries }, null, 1),
      'c.json',
    );
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

const SPREAD = 'spread-crypto-etf';
const CASES: readonly (readonly [what: string, strategies: readonly Strategy[], complaint: RegExp])[] = [
  ['one', [['a', SPREAD, 'one']], /^accepted$/],
  [
    'an account each',
    [
      ['a', SPREAD, 'one'],
      ['b', SPREAD, 'two'],
    ],
    /^accepted$/,
  ],
  [
    'others may share',
    [
      ['a', 'market-maker', 'one'],
      ['b', './strategies/mine.ts', 'one'],
      ['c', SPREAD, 'two'],
    ],
    /^accepted$/,
  ],
  [
    'two of the same account',
    [
      ['a', SPREAD, 'one'],
      ['b', SPREAD, 'one'],
    ],
    /^c\.json:\d+: strategies\[1\]\.account: "one" is the account of "a" too: each run of spread-crypto-etf needs one of its own$/,
  ],
  [
    'by the path of its module',
    [
      ['a', SPREAD, 'one'],
      ['b', `../x/${SPREAD}/plugin.js`, 'one'],
    ],
    /^\S+ strategies\[1\]\.account: /,
  ],
  [
    'beside another strategy',
    [
      ['a', SPREAD, 'one'],
      ['b', 'market-maker', 'one'],
    ],
    /^\S+ strategies\[0\]\.account: "one" is the account of "b" too/,
  ],
  [
    'behind another strategy',
    [
      ['a', 'market-maker', 'one'],
      ['b', SPREAD, 'one'],
    ],
    /^\S+ strategies\[1\]\.account: "one" is the account of "a" too/,
  ],
  [
    'one that is only called so',
    [
      ['a', `my-${SPREAD}`, 'one'],
      ['b', `${SPREAD}-two`, 'one'],
    ],
    /^accepted$/,
  ],
];

t.test('who shares an account', async (t) => {
  for (const [what, strategies, expected] of CASES) t.match(complaint(...strategies), expected, what);
});
