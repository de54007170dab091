/** Several engines: what of their map cannot be, said with file, line and key; and the numbers of what is elsewhere. */
import t from 'tap';
import { Identities } from './identities.js';
import { ConfigError, parseConfig } from './load.js';
import { register } from './registry.js';

const instrument = (symbol: string) => ({
  symbol,
  ...{ tick: '0.01', lot: '1', maxPrice: '1000', maxQuantity: '1000', maxNotional: '1000000' },
});
const other = (name: string, ...instruments: string[]) => ({
  ...{ name, address: `wss://${name}.example/v1/orders`, instruments },
});
const config = (engines: object, more: object = {}) =>
  JSON.stringify({ accounts: ['desk'], instruments: [instrument('AAA')], engines, ...more }, null, 1);

function complaint(text: string): string {
  try {
    parseConfig(text, 'c.json');
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'accepted';
}

t.test('a map that cannot be is complained of', async (t) => {
  const strategy = { name: 's', plugin: 'x', account: 'desk', instruments: ['AAA', 'BBB'] };
  const cases: readonly (readonly [what: string, text: string, complaint: RegExp])[] = [
    [
      'a good one',
      config({ self: 'one', others: [other('two', 'BBB'), other('three', 'CCC')] }),
      /^accepted$/,
    ],
    ['no name', config({ others: [other('two', 'BBB')] }), /^c\.json:\d+: engines\.self: /],
    ['nobody else', config({ self: 'one', others: [] }), /engines\.others: /],
    [
      'an unknown key',
      config({ self: 'one', peers: [], others: [other('two', 'B')] }),
      /engines\.peers: unknown key$/,
    ],
    [
      'an unknown key deep',
      config({ self: 'one', others: [{ ...other('two', 'BBB'), port: 1 }] }),
      /engines\.others\[0\]\.port: unknown key$/,
    ],
    [
      'no WebSocket',
      config({ self: 'one', others: [{ ...other('two', 'BBB'), address: 'http://two.example' }] }),
      /engines\.others\[0\]\.address: ws:\/\/… or wss:\/\/…/,
    ],
    ...[
      'wss://user:secret@two.example',
      'wss://two.example/#x',
      'wss://two.example\u0001',
      'ws:two.example:0',
      'ws://0.0.0.0:7070',
      `wss://${'a'.repeat(250)}.example`,
    ].map(
      (address) =>
        [
          `no good address: ${address.slice(0, 30)}`,
          config({ self: 'one', others: [{ ...other('two', 'BBB'), address }] }),
          /engines\.others\[0\]\.address: ws:\/\/… or wss:\/\/…/,
        ] as const,
    ),
    [
      'one address in two spellings',
      config({
        self: 'one',
        others: [other('two', 'BBB'), { ...other('three', 'CCC'), address: 'wss://TWO.example/v1/orders' }],
      }),
      /engines\.others\[1\]\.address: another engine has this address/,
    ],
    [
      'no address',
      config({ self: 'one', others: [{ ...other('two', 'BBB'), address: 'two.example' }] }),
      /engines\.others\[0\]\.address: /,
    ],
    [
      'nothing traded',
      config({ self: 'one', others: [other('two')] }),
      /engines\.others\[0\]\.instruments: /,
    ],
    [
      'itself',
      config({ self: 'one', others: [other('one', 'BBB')] }),
      /engines\.others\[0\]\.name: "one" is this engine: leave it out$/,
    ],
    [
      'an engine twice',
      config({
        self: 'one',
        others: [other('two', 'BBB'), { ...other('two', 'CCC'), address: 'ws://x.example' }],
      }),
      /^c\.json:\d+: engines\.others\[1\]\.name: "two" stands here twice$/,
    ],
    [
      'an address twice',
      config({ self: 'one', others: [other('two', 'BBB'), { ...other('two', 'CCC'), name: 'three' }] }),
      /^c\.json:\d+: engines\.others\[1\]\.address: another engine has this address$/,
    ],
    [
      'an instrument here and elsewhere',
      config({ self: 'one', others: [other('two', 'BBB', 'AAA')] }),
      /^c\.json:\d+: engines\.others\[0\]\.instruments\[1\]: "AAA" is in "instruments": it trades here$/,
    ],
    [
      'an instrument at two others',
      config({ self: 'one', others: [other('two', 'BBB'), other('three', 'BBB')] }),
      /engines\.others\[1\]\.instruments\[0\]: "BBB" lives on engine "two"$/,
    ],
    [
      'an instrument twice',
      config({ self: 'one', others: [other('two', 'BBB', 'BBB')] }),
      /engines\.others\[0\]\.instruments\[1\]: "BBB" stands here twice$/,
    ],
    [
      'a strategy over two engines',
      config({ self: 'one', others: [other('two', 'BBB')] }, { strategies: [strategy] }),
      /^c\.json:\d+: strategies\[0\]\.instruments\[1\]: "BBB" lives on engine "two": nothing here can trade it$/,
    ],
    [
      'channels without an engine',
      config(
        { self: 'one', others: [other('two', 'BBB')] },
        { redis: { url: 'redis://127.0.0.1', orderService: true } },
      ),
      /redis\.orderService: its channels bear order ids alone/,
    ],
    [
      'more than there are numbers for',
      config({ self: 'one', others: [other('two', 'BBB')] }, { limits: { instruments: 2 } }),
      /instruments: 2 are more than limits\.instruments = 2 leaves room for/,
    ],
  ];
  for (const [what, text, expected] of cases) t.match(complaint(text), expected, what);
});

t.test(
  'an instrument keeps its number when it moves to another engine, and when it comes back',
  async (t) => {
    const identities = new Identities();
    const both = [instrument('AAA'), instrument('BBB')];
    const numbers = (text: string) => {
      const { instruments, elsewhere } = register(parseConfig(text, 'c.json'), [], identities);
      return [...instruments, ...elsewhere].map(({ symbol, id }) => `${symbol} ${id}`).sort();
    };
    const here = numbers(config({ self: 'one', others: [other('two', 'CCC')] }, { instruments: both }));
    t.same(here, ['AAA 1', 'BBB 2', 'CCC 3']);
    t.same(numbers(config({ self: 'one', others: [other('two', 'CCC', 'BBB')] })), here);
    t.same(numbers(config({ self: 'one', others: [other('two', 'CCC')] }, { instruments: both })), here);
  },
);
