import t from 'tap';
import { AccountQuery, CancelOrder, ModifyOrder } from '../../../protocol/messages/generated/ouch-inbound.js';
import { OptionTag } from '../../../protocol/ouch/options.js';
import type { OuchClient } from './test-client.js';
import { ACCEPTED, GTT, IOC, rows, SELL, START_MS, stage } from './test-stage.js';

t.test('orders', async (t) => {
  rows(t, [
    ['accepted', ({ client }) => client.order({ userRefNum: 1 }), [ACCEPTED]],
    [
      'executed, in parts',
      ({ client, other }) => {
        client.order({ userRefNum: 1 });
        other.order({ userRefNum: 1, side: SELL, quantity: 60, price: 1_899_900 });
        other.order({ userRefNum: 2, side: SELL, quantity: 40 });
      },
      [
        ACCEPTED,
        'Executed userRefNum=1 quantity=60 price=190.0000 liquidityFlag=A matchNumber=1',
        'Executed userRefNum=1 quantity=40 price=190.0000 liquidityFlag=A matchNumber=2',
      ],
    ],
    [
      'what an immediate order does not find is cancelled',
      ({ client, other }) => {
        other.order({ userRefNum: 1, side: SELL, quantity: 30 });
        client.order({ userRefNum: 1, timeInForce: IOC });
      },
      [
        ACCEPTED.replace('orderReference=1', 'orderReference=2'),
        'Executed userRefNum=1 quantity=30 price=190.0000 liquidityFlag=R matchNumber=1',
        'Canceled userRefNum=1 quantity=70 reason=I',
      ],
    ],
    [
      'post-only that would take',
      ({ client, other }) => {
        other.order({ userRefNum: 1, side: SELL });
        client.order({ userRefNum: 1 }, [[OptionTag.PostOnly, 1, 0x50]]);
      },
      [
        ACCEPTED.replace('orderReference=1', 'orderReference=2'),
        'Canceled userRefNum=1 quantity=100 reason=F',
      ],
    ],
    [
      'a number that is not above the last is ignored',
      ({ client }) => {
        client.order({ userRefNum: 1 });
        client.order({ userRefNum: 1, quantity: 5 });
      },
      [ACCEPTED],
    ],
    [
      'which number is next',
      ({ client }) => {
        client.order({ userRefNum: 41, quantity: 0 });
        client.request(AccountQuery, {});
      },
      ['Rejected userRefNum=41 reason=19 clOrdId=ID41', 'AccountQueryResponse nextUserRefNum=42'],
    ],
  ]);
});

t.test('refusals', async (t) => {
  const reject = (reason: number) => [`Rejected userRefNum=1 reason=${reason} clOrdId=ID1`];
  rows(t, [
    [
      'a symbol that is not listed',
      ({ client }) => client.order({ userRefNum: 1, symbol: 'NOPE' }),
      reject(0x17),
    ],
    ['no side', ({ client }) => client.order({ userRefNum: 1, side: 0x5a }), reject(0x09)],
    ['a million shares', ({ client }) => client.order({ userRefNum: 1, quantity: 1_000_000 }), reject(0x13)],
    [
      'a price between cents',
      ({ client }) => client.order({ userRefNum: 1, price: 1_900_050 }),
      reject(0x1d),
    ],
    ['a market price', ({ client }) => client.order({ userRefNum: 1, price: 0x7fffffff }), reject(0x1d)],
    ['a cross', ({ client }) => client.order({ userRefNum: 1, crossType: 0x4f }), reject(0x14)],
    ['not displayed', ({ client }) => client.order({ userRefNum: 1, display: 0x4e }), reject(0x03)],
    [
      'until a time that it does not say',
      ({ client }) => client.order({ userRefNum: 1, timeInForce: GTT }),
      reject(0x24),
    ],
    [
      'an option that is not served',
      ({ client }) => client.order({ userRefNum: 1 }, [[OptionTag.MaxFloor, 4, 10]]),
      reject(0x24),
    ],
    [
      'while halted',
      ({ client, venue }) => {
        venue.faults.inject({ do: 'halt', symbol: 'AAPL' });
        client.order({ userRefNum: 1 });
      },
      reject(0x07),
    ],
    ['bytes that are no message', ({ client }) => client.raw(Buffer.from('Ojunk')), []],
  ]);
});

t.test('cancel, modify, replace', async (t) => {
  rows(t, [
    [
      'all of it',
      ({ client }) => {
        client.order({ userRefNum: 1 });
        client.request(CancelOrder, { userRefNum: 1 });
        client.request(CancelOrder, { userRefNum: 1 });
        client.request(CancelOrder, { userRefNum: 9 });
      },
      [ACCEPTED, 'Canceled userRefNum=1 quantity=100 reason=U'],
    ],
    [
      'down to a total: what is executed counts',
      ({ client, venue }) => {
        client.order({ userRefNum: 1 });
        venue.faults.inject({ do: 'fill', clientId: '1', qty: '30' });
        client.request(CancelOrder, { userRefNum: 1, quantity: 50 });
      },
      [
        ACCEPTED,
        'Executed userRefNum=1 quantity=30 price=190.0000 liquidityFlag=A matchNumber=1',
        'Canceled userRefNum=1 quantity=50 reason=U',
      ],
    ],
    [
      'modified: sold short, and less',
      ({ client }) => {
        client.order({ userRefNum: 1, side: SELL });
        client.request(ModifyOrder, { userRefNum: 1, side: 0x54, quantity: 60 });
        client.request(ModifyOrder, { userRefNum: 1, side: 0x42, quantity: 50 });
      },
      [ACCEPTED.replace('side=B', 'side=S'), 'Modified userRefNum=1 side=T quantity=60'],
    ],
    [
      'replaced: the total of the chain, executed shares included',
      ({ client, venue }) => {
        client.order({ userRefNum: 1 });
        venue.faults.inject({ do: 'fill', clientId: '1', qty: '30' });
        client.replace({ origUserRefNum: 1, userRefNum: 2, quantity: 200, price: 1_900_100, clOrdId: 'NEW' });
      },
      [
        ACCEPTED,
        'Executed userRefNum=1 quantity=30 price=190.0000 liquidityFlag=A matchNumber=1',
        'Replaced origUserRefNum=1 userRefNum=2 side=B quantity=170 symbol=AAPL price=190.0100 orderReference=2 clOrdId=NEW',
      ],
    ],
    [
      'replaced with bad details: the old order is cancelled',
      ({ client }) => {
        client.order({ userRefNum: 1 });
        client.replace({ origUserRefNum: 1, userRefNum: 2, quantity: 200, price: 1_900_101 });
      },
      [ACCEPTED, 'Canceled userRefNum=1 quantity=100 reason=U'],
    ],
    [
      'a replace of what is dead, or with a number that was used, is ignored',
      ({ client }) => {
        client.order({ userRefNum: 1 });
        client.replace({ origUserRefNum: 1, userRefNum: 1, quantity: 200, price: 1_900_100 });
        client.replace({ origUserRefNum: 7, userRefNum: 2, quantity: 200, price: 1_900_100 });
      },
      [ACCEPTED],
    ],
  ]);
});

t.test('a replace goes to the end of its queue; a smaller total keeps its place', async (t) => {
  for (const [name, act, first] of [
    [
      'replaced',
      (client: OuchClient) =>
        client.replace({ origUserRefNum: 1, userRefNum: 2, quantity: 100, price: 1_900_000 }),
      0,
    ],
    ['made smaller', (client: OuchClient) => client.request(CancelOrder, { userRefNum: 1, quantity: 50 }), 1],
  ] as const) {
    const { client, other } = stage();
    client.order({ userRefNum: 1 });
    other.order({ userRefNum: 1 });
    act(client);
    client.lines();
    other.order({ userRefNum: 2, side: SELL, quantity: 10 });
    t.equal(client.lines().filter((line) => line.startsWith('Executed')).length, first, name);
  }
});

t.test('until a time of the day', async (t) => {
  const { client } = stage();
  const seconds = (START_MS % 86_400_000) / 1_000 + 60;
  client.order({ userRefNum: 1, timeInForce: GTT }, [[OptionTag.ExpireTime, 4, seconds]]);
  client.lines();
  for (let second = 0; second < 59; second++) client.pass(1_000);
  t.same(client.lines(), []);
  for (let second = 0; second < 2; second++) client.pass(1_000);
  t.same(client.lines(), ['Canceled userRefNum=1 quantity=100 reason=T']);
});
