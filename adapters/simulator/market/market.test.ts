/** The rules of the simulated market, each a row: what is done, and what the listeners hear. */
import t from 'tap';
import type { MarketEvent } from './event.js';
import { Market } from './market.js';
import type { Order, OrderRequest } from './order.js';

type Words = Partial<OrderRequest> & { readonly text: string };

const clock = { nowMs: 1_000 };

/** `A buy 10@100`: account, side, lots, ticks; then words. */
function request({ text, ...more }: Words): OrderRequest {
  const [account, side, what, ...words] = text.split(' ');
  const [lots, ticks] = what.split('@');
  const tif = words.find((word) => ['gtc', 'ioc', 'fok', 'gtd', 'day'].includes(word)) ?? 'gtc';
  return {
    account,
    session: account,
    clientId: text,
    symbol: 'X',
    side: side as Order['side'],
    kind: ticks ? 'limit' : 'market',
    tif: tif as Order['tif'],
    priceTicks: Number(ticks ?? 0),
    qtyLots: Number(lots),
    postOnly: words.includes('post'),
    ...more,
  };
}

function told(event: MarketEvent): string {
  switch (event.type) {
    case 'trade':
      return `${event.trade.taker.account} takes ${event.trade.lots}@${event.trade.priceTicks} of ${event.trade.maker.account}`;
    case 'levels':
      return event.changes.map(({ side, lots, priceTicks }) => `${side} ${lots}@${priceTicks}`).join(', ');
    case 'done':
      return `${event.order.account} ${event.why}`;
    case 'replaced':
      return `${event.order.account} replaced, ${event.hasKeptPriority ? 'keeps' : 'loses'}`;
    case 'phase':
      return event.phase;
    case 'busted':
      return `busted ${event.trade.id}`;
    default:
      return `${event.order.account} ${event.type}`;
  }
}

function market(): { market: Market; heard: () => string[] } {
  const made = new Market(clock, ['X']);
  let list: string[] = [];
  made.listen((event) => event.type !== 'accepted' && list.push(told(event)));
  return {
    market: made,
    heard: () => {
      const all = list;
      list = [];
      return all;
    },
  };
}

const stop = (priceTicks: number, direction: 'up' | 'down'): Partial<OrderRequest> => ({
  trigger: { priceTicks, direction },
});

const TABLE: readonly (readonly [string, readonly (string | Words)[], readonly string[]])[] = [
  ['a limit order rests', ['A buy 5@100'], ['A opened', 'buy 5@100']],
  [
    'price, then time',
    ['A sell 5@102', 'B sell 5@101', 'C sell 5@101', 'D buy 12@102'],
    [
      'D takes 5@101 of B',
      'B filled',
      'D takes 5@101 of C',
      'C filled',
      'D takes 2@102 of A',
      'D filled',
      'sell 0@101, sell 3@102',
    ],
  ],
  [
    'what is left rests',
    ['A sell 5@100', 'B buy 8@100'],
    ['B takes 5@100 of A', 'A filled', 'B opened', 'buy 3@100, sell 0@100'],
  ],
  ['IOC', ['A sell 5@100', 'B buy 8@100 ioc'], ['B takes 5@100 of A', 'A filled', 'B ioc', 'sell 0@100']],
  [
    'FOK all',
    ['A sell 5@100', 'B buy 5@100 fok'],
    ['B takes 5@100 of A', 'A filled', 'B filled', 'sell 0@100'],
  ],
  ['FOK nothing', ['A sell 5@100', 'B buy 6@100 fok'], ['B fok']],
  [
    'market',
    ['A sell 5@100', 'B sell 5@105', 'C buy 7'],
    ['C takes 5@100 of A', 'A filled', 'C takes 2@105 of B', 'C filled', 'sell 0@100, sell 3@105'],
  ],
  [
    'market, book too thin',
    ['A sell 5@100', 'B buy 7'],
    ['B takes 5@100 of A', 'A filled', 'B noLiquidity', 'sell 0@100'],
  ],
  ['post only takes nothing', ['A sell 5@100', 'B buy 5@100 post'], ['B postOnly']],
  ['post only rests', ['A sell 5@100', 'B buy 5@99 post'], ['B opened', 'buy 5@99']],
  [
    'stop',
    ['A sell 5@100', { text: 'B sell 3@90', ...stop(100, 'down') }, 'D buy 4@95', 'C buy 2@100'],
    [
      'C takes 2@100 of A',
      'C filled',
      'B triggered',
      'B takes 3@95 of D',
      'B filled',
      'buy 1@95, sell 3@100',
    ],
  ],
  [
    'a reached stop is elected at once',
    ['A sell 5@100', 'C buy 1@100', { text: 'B buy 1', ...stop(99, 'up') }],
    ['B triggered', 'B takes 1@100 of A', 'B filled', 'sell 3@100'],
  ],
  [
    'self-trade: taker gives way',
    ['A sell 5@100', { text: 'A buy 3@100', prevention: 'taker' }],
    ['A selfTrade'],
  ],
  [
    'self-trade: maker gives way',
    ['A sell 5@100', { text: 'A buy 3@100', prevention: 'maker' }],
    ['A selfTrade', 'A opened', 'buy 3@100, sell 0@100'],
  ],
  [
    'self-trade: both',
    ['A sell 5@100', { text: 'A buy 3@100', prevention: 'both' }],
    ['A selfTrade', 'A selfTrade', 'sell 0@100'],
  ],
  [
    'self-trade: decrement',
    ['A sell 5@100', { text: 'A buy 3@100', prevention: 'decrement' }],
    ['A decremented', 'A selfTrade', 'sell 2@100'],
  ],
  [
    'FOK leaves the own orders out',
    ['A sell 5@100', 'B sell 2@100', { text: 'A buy 3@100 fok', prevention: 'maker' }],
    ['A fok'],
  ],
];

for (const [name, commands, expected] of TABLE)
  t.test(name, async (t) => {
    const { market: made, heard } = market();
    for (const command of commands) {
      heard();
      made.place(request(typeof command === 'string' ? { text: command } : command));
    }
    t.strictSame(heard(), expected);
  });

t.test('cancel, replace, expiry, the end of the day, bust', async (t) => {
  const { market: made, heard } = market();
  const [a, b] = ['A buy 5@100', 'B buy 5@100'].map((text) => made.place(request({ text })));
  heard();
  made.replace(a, { qtyLots: 3 });
  t.strictSame(heard(), ['A replaced, keeps', 'buy 8@100'], 'less keeps priority');
  made.replace(a, { qtyLots: 4 });
  t.strictSame(heard(), ['A replaced, loses', 'A opened', 'buy 9@100'], 'more loses it');
  made.place(request({ text: 'C sell 1@100' }));
  t.strictSame(heard(), ['C takes 1@100 of B', 'C filled', 'buy 8@100'], 'so B is first');
  t.equal(made.replace(b, { qtyLots: 1 }), false, 'a total that is executed already ends it');
  t.strictSame(heard(), ['B user', 'buy 4@100']);
  t.equal(made.cancel(b), false, 'and it cannot be ended twice');
  made.place(request({ text: 'D sell 2@101 day' }));
  made.place(request({ text: 'E sell 2@102 gtd', expireMs: 2_000 }));
  heard();
  made.expire();
  t.strictSame(heard(), [], 'its time has not come');
  clock.nowMs = 2_000;
  made.expire();
  t.strictSame(heard(), ['E expired', 'sell 0@102']);
  made.close('X');
  t.strictSame(heard(), ['closed', 'D dayEnd', 'sell 0@101']);
  made.bust(1);
  t.strictSame(heard(), ['busted 1']);
  t.equal(made.bust(1), undefined, 'once');
  made.fill(a, 2);
  t.strictSame(heard(), ['house takes 2@100 of A', 'house filled', 'buy 2@100']);
});

t.test('what money buys, without buying it', async (t) => {
  const { market: made } = market();
  for (const text of ['A sell 5@100', 'A sell 2@110']) made.place(request({ text }));
  const buy = request({ text: 'B buy 0' });
  for (const [money, lots] of [
    [99n, 0],
    [100n, 1],
    [500n, 5],
    [609n, 5],
    [610n, 6],
    [9_999n, 7],
  ] as const)
    t.equal(made.lotsFor(buy, money).lots, lots, `${money}`);
  t.equal(made.lotsFor(buy, 612n).left, 2n);
});

t.test('a listener that calls back is told so', async (t) => {
  const made = new Market(clock, ['X']);
  made.listen(() => made.place(request({ text: 'B buy 1@1' })));
  t.throws(() => made.place(request({ text: 'A buy 1@1' })), /called the market back/);
});
