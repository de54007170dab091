/** The simulated Nasdaq around its orders: SoupBinTCP's recovery, faults, whatever comes in, real sockets. */
import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { seeded } from '../../../protocol/fix/codec/test-random.js';
import { AccountQuery, CancelOrder, ModifyOrder } from '../../../protocol/messages/generated/ouch-inbound.js';
import { Agenda } from '../kit/agenda.js';
import { DEMO_PORT } from './options.js';
import { Nasdaq, startNasdaq } from './simulator.js';
import { OuchClient } from './test-client.js';
import { ACCEPTED, IOC, rows, SELL, START_MS, stage } from './test-stage.js';

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
