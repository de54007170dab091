/** The simulated Nasdaq: OUCH 5.0's rules and silences, SoupBinTCP's recovery, faults, real sockets. */

import { once } from 'node:events';
import { connect } from 'node:net';
import t, { type Test } from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import { AccountQuery, CancelOrder, ModifyOrder } from '../../../protocol/messages/generated/ouch-inbound.js';
import { OptionTag } from '../../../protocol/ouch/options.js';
import { Agenda } from '../kit/agenda.js';
import { DEMO_PORT, type NasdaqOptions } from './options.js';
import { Nasdaq, startNasdaq } from './simulator.js';
import { OuchClient } from './test-client.js';

const START_MS = Date.UTC(2026, 10, 27, 15);
const OTHER = { username: 'other', password: 'secret', account: 'OTHR' };
const SELL = 0x53;
const IOC = 0x33;
const GTT = 0x36;

interface Stage {
  readonly venue: Nasdaq;
  readonly client: OuchClient;
  readonly other: OuchClient;
}

function stage(options: Partial<NasdaqOptions> = {}): Stage {
  const venue = new Nasdaq(new Agenda(START_MS), {
    hasCrowd: false,
    accounts: [DEMO_PORT, OTHER],
    ...options,
  });
  const client = new OuchClient(venue).connect();
  const other = new OuchClient(venue, OTHER).connect();
  for (const each of [client, other]) each.lines();
  return { venue, client, other };
}

/** Runs what a row does and compares what the client hears. */
function rows(
  t: Test,
  table: readonly [name: string, act: (stage: Stage) => void, heard: readonly string[]][],
): void {
  for (const [name, act, heard] of table) {
    const on = stage();
    act(on);
    t.strictSame(on.client.lines(), heard, name);
  }
}

t.test('login: the demo account, its password, its day', async (t) => {
  const venue = new Nasdaq(new Agenda(START_MS), { hasCrowd: false });
  const client = new OuchClient(venue).connect();
  t.same(client.told, ['in 1']);
  t.same(client.lines(), ['SystemEvent eventCode=S']);
  const second = new OuchClient(venue).connect();
  t.same(second.told, ['rejected A'], 'one connection a port');
  const wrong = new OuchClient(venue, { ...DEMO_PORT, password: 'wrong' }).connect();
  t.same(wrong.told, ['rejected A']);
  t.ok(wrong.isClosed);
});

const ACCEPTED =
  'Accepted userRefNum=1 side=B quantity=100 symbol=AAPL price=190.0000 orderReference=1 clOrdId=ID1';

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

t.test('what happens while nobody is connected waits, and nothing comes twice', async (t) => {
  const { client, other } = stage();
  client.order({ userRefNum: 1 });
  client.disconnect();
  other.order({ userRefNum: 1, side: SELL, quantity: 60 });
  t.same(client.lines(), [ACCEPTED]);
  client.connect();
  t.same(client.lines(), ['Executed userRefNum=1 quantity=60 price=190.0000 liquidityFlag=A matchNumber=1']);
  t.same(client.told, ['in 1', 'in 3']);
});

t.test('cancel on disconnect, where the port has it', async (t) => {
  const { client, venue } = stage({ cancelsOnDisconnect: true });
  client.order({ userRefNum: 1 });
  client.disconnect();
  t.equal(venue.market.open('PREG').length, 0);
  client.connect();
  t.same(client.lines(), [ACCEPTED, 'Canceled userRefNum=1 quantity=100 reason=Z']);
});

t.test('heartbeats each second; a silent client is dropped after fifteen', async (t) => {
  const { client, venue } = stage();
  for (let second = 0; second < 30; second++) client.pass(1_000);
  t.notOk(client.isClosed);
  venue.faults.inject({ do: 'silence' });
  for (let second = 0; second < 16; second++) client.pass(1_000);
  t.equal(client.session.isLoggedIn, false, 'and a silent exchange is given up');
});

t.test('faults', async (t) => {
  rows(t, [
    [
      'an answer that is lost',
      ({ client, venue }) => {
        venue.faults.loseAnswer('1', true);
        client.order({ userRefNum: 1 });
        client.connect();
        client.request(AccountQuery, {});
      },
      [ACCEPTED, 'AccountQueryResponse nextUserRefNum=2'],
    ],
    [
      'an order that is not heard',
      ({ client, venue }) => {
        venue.faults.loseAnswer('1', false);
        client.order({ userRefNum: 1 });
        client.request(AccountQuery, {});
      },
      ['AccountQueryResponse nextUserRefNum=1'],
    ],
    [
      'too many',
      ({ client, venue }) => {
        venue.faults.inject({ do: 'throttle' });
        client.order({ userRefNum: 1 });
      },
      ['Rejected userRefNum=1 reason=41 clOrdId=ID1'],
    ],
    [
      'executed just before its cancel',
      ({ client, venue }) => {
        client.order({ userRefNum: 1 });
        venue.faults.inject({ do: 'fillFirst', kind: 'cancel' });
        client.request(CancelOrder, { userRefNum: 1 });
      },
      [ACCEPTED, 'Executed userRefNum=1 quantity=100 price=190.0000 liquidityFlag=A matchNumber=1'],
    ],
    [
      'a trade that is broken',
      ({ client, venue }) => {
        client.order({ userRefNum: 1 });
        venue.faults.inject({ do: 'fill', clientId: '1' });
        venue.faults.inject({ do: 'bust', tradeId: 1 });
      },
      [
        ACCEPTED,
        'Executed userRefNum=1 quantity=100 price=190.0000 liquidityFlag=A matchNumber=1',
        'BrokenTrade userRefNum=1 matchNumber=1 reason=S clOrdId=ID1',
      ],
    ],
    [
      'a fill before its acknowledgement',
      ({ client, venue, other }) => {
        other.order({ userRefNum: 1, side: SELL });
        venue.faults.inject({ do: 'hold', messages: 1, kind: 'ack' });
        client.order({ userRefNum: 1 });
      },
      [
        'Executed userRefNum=1 quantity=100 price=190.0000 liquidityFlag=R matchNumber=1',
        ACCEPTED.replace('orderReference=1', 'orderReference=2'),
      ],
    ],
  ]);
  const { client, venue } = stage();
  venue.faults.inject({ do: 'cut' });
  client.order({ userRefNum: 1 });
  t.ok(client.isClosed);
  t.same(client.lines(), []);
  client.connect();
  t.same(client.lines(), [ACCEPTED], 'what was cut is in the log');
  venue.faults.inject({ do: 'maintenance', seconds: 1 });
  client.pass(1_001);
  t.match(client.told, ['in 1', 'in 2', 'end of session']);
  t.throws(() => venue.faults.inject({ do: 'revoke' }), /Nasdaq has no "revoke"/);
});

t.test('anything: messages with bytes changed bring nothing down, and shares add up', async (t) => {
  const random = seeded(t);
  const below = (bound: number) => Math.floor(random() * bound);
  const { venue, client, other } = stage();
  const executed = [0, 0];
  for (let step = 0; step < 3_000; step++) {
    const each = [client, other][step % 2];
    if (each.isClosed) each.connect();
    const draw = random();
    const userRefNum = below(step + 2);
    if (draw < 0.5)
      each.order({
        userRefNum: step + 1,
        side: below(2) === 0 ? 0x42 : SELL,
        price: 1_900_000 + 100 * below(5),
        quantity: 1 + below(300),
        timeInForce: below(3) === 0 ? IOC : 0x30,
      });
    else if (draw < 0.6) each.request(CancelOrder, { userRefNum, quantity: below(100) });
    else if (draw < 0.7)
      each.replace({
        origUserRefNum: userRefNum,
        userRefNum: step + 1,
        quantity: 1 + below(400),
        price: 1_900_000 + 100 * below(5),
      });
    else if (draw < 0.8) each.request(ModifyOrder, { userRefNum, side: 0x54, quantity: below(200) });
    else
      each.raw(
        Buffer.from(
          Array.from({ length: below(60) }, (_, i) => (i === 0 ? 'OUXMQ'.charCodeAt(below(5)) : below(256))),
        ),
      );
    for (const [i, party] of [client, other].entries())
      for (const message of party.messages.splice(0))
        if (message.name === 'Executed') executed[i] += message.quantity as number;
  }
  const traded = venue.market.trades.reduce((sum, { lots }) => sum + lots, 0);
  t.ok(traded > 0);
  t.equal(executed[0] + executed[1], 2 * traded, 'each trade is told to both');
});

t.test('over real sockets, with a crowd', async (t) => {
  const simulator = await startNasdaq();
  t.teardown(() => simulator.close());
  const socket = connect(simulator.ports.ouch!, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(
    Buffer.concat([
      Buffer.from([0, 47]),
      Buffer.from(`L${'pregao'}${'secret'.padEnd(10)}${' '.repeat(10)}${'1'.padStart(20)}`),
    ]),
  );
  let heard = '';
  socket.on('data', (bytes: Buffer) => (heard += bytes.toString('latin1')));
  while (heard.length < 33) await once(socket, 'data');
  t.match(heard.slice(2, 33), /^A +DAY1 +1$/);
  t.ok(simulator.market.open().length > 0, 'the crowd quotes');
  socket.destroy();
});
