/**
 * The simulators as programs meet them: real sockets, plain and TLS, our own FIX engine and the `ws` client against them, faults over the control port. One
 * test a shell; what the venues do is tested without sockets beside them.
 */
import { createHmac, createPrivateKey, sign } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import t from 'tap';
import { WebSocket } from 'ws';
import type { FixBuilder } from '../../../protocol/fix/codec/builder.js';
import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import { msgType } from '../../../protocol/fix/codec/tags.js';
import {
  type Application,
  BusinessReject,
  FixInitiator,
  fixVersion,
  type LogonStamp,
  MemoryStore,
  Role,
  Session,
  type SessionConfig,
} from '../../../protocol/fix/index.js';
import { TEST_CERTIFICATE, TEST_KEY } from '../../../protocol/fix/transport/test-certificate.js';
import {
  DEMO_ACCOUNT,
  DEMO_PRIVATE_KEY,
  startB3,
  startBinanceFutures,
  startBinanceSpot,
  startCoinbase,
} from '../index.js';
import type { Simulator } from './venue.js';

interface Venue {
  readonly start: () => Promise<Simulator>;
  readonly tls?: boolean;
  readonly config: Omit<SessionConfig, 'role'>;
  readonly logon: (logon: FixBuilder, stamp: LogonStamp) => void;
  readonly order: (order: FixBuilder) => void;
}

const BUY = 0x31;
const LIMIT = 0x32;

const VENUES: Readonly<Record<string, Venue>> = {
  'Binance spot over TLS': {
    start: () => startBinanceSpot({ hasCrowd: false, fixTls: { key: TEST_KEY, cert: TEST_CERTIFICATE } }),
    tls: true,
    config: {
      version: fixVersion('FIX.4.4'),
      senderCompId: 'PREGAO',
      targetCompId: 'SPOT',
      resetOnLogon: true,
      validate: false,
    },
    logon: (logon, { msgSeqNum, sendingTime }) => {
      const payload = ['A', 'PREGAO', 'SPOT', msgSeqNum, sendingTime].join('\x01');
      const signature = sign(null, Buffer.from(payload), createPrivateKey(DEMO_PRIVATE_KEY)).toString(
        'base64',
      );
      logon.data(95, 96, Buffer.from(signature)).text(553, DEMO_ACCOUNT.apiKey).int(25035, 2);
    },
    order: (order) =>
      order
        .text(11, 'one')
        .int(38, 1)
        .char(40, LIMIT)
        .int(44, 60_000)
        .char(54, BUY)
        .text(55, 'BTCUSDT')
        .int(59, 1),
  },
  Coinbase: {
    start: () => startCoinbase({ hasCrowd: false }),
    config: {
      version: fixVersion('FIX.5.0SP2'),
      senderCompId: 'myapikey',
      targetCompId: 'Coinbase',
      resetOnLogon: true,
      validate: false,
      heartBtIntSeconds: 10,
    },
    logon: (logon, { msgSeqNum, sendingTime }) => {
      const secret = Buffer.from('MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=', 'base64');
      const text = [sendingTime, 'A', msgSeqNum, 'myapikey', 'Coinbase', 'mypassphrase'].join('\x01');
      const signature = createHmac('sha256', secret).update(text).digest('base64');
      logon
        .text(553, 'myapikey')
        .text(554, 'mypassphrase')
        .data(95, 96, Buffer.from(signature))
        .text(8013, 'S');
    },
    order: (order) =>
      order
        .text(11, 'a79d33c4-7cc1-4948-b318-b878b5fbcc72')
        .text(55, 'BTC-USD')
        .char(54, BUY)
        .char(40, LIMIT)
        .int(59, 1)
        .int(38, 1)
        .int(44, 60_000),
  },
  B3: {
    start: () => startB3({ hasCrowd: false }),
    config: {
      version: fixVersion('FIX.4.4'),
      senderCompId: 'PREGAO',
      targetCompId: 'B3',
      resetOnLogon: true,
      validate: false,
    },
    logon: (logon) => logon.text(554, 'secret'),
    order: (order) => {
      order.text(11, 'one').text(1, '900').int(581, 39).int(453, 4);
      for (const role of [5, 7, 36, 54]) order.text(448, `P${role}`).text(447, 'D').int(452, role);
      order
        .text(55, 'BITH11')
        .char(54, BUY)
        .utcMs(60, Date.now())
        .int(38, 10)
        .char(40, LIMIT)
        .text(44, '101.00')
        .int(59, 0);
    },
  },
};

/** What our FIX engine hears, message by message. */
class Hearing implements Application {
  private readonly heard: FixMessage['type'][] = [];
  readonly reports: string[] = [];
  private wake = (): void => {};

  constructor(private readonly venue: Venue) {}

  buildLogon(_: Session, logon: FixBuilder, stamp: LogonStamp): void {
    this.venue.logon(logon, stamp);
  }

  onLogon(session: Session): void {
    this.venue.order(session.begin(msgType('D'), Date.now()));
    session.send();
  }

  onMessage(_: Session, message: FixMessage): BusinessReject {
    this.heard.push(message.type);
    this.reports.push(`${message.text(2)} ${message.text(message.find(150))}`);
    this.wake();
    return BusinessReject.None;
  }

  onLogout(): void {
    this.reports.push('logout');
    this.wake();
  }

  async until(count: number): Promise<void> {
    while (this.reports.length < count) await new Promise<void>((resolve) => (this.wake = resolve));
  }
}

for (const [name, venue] of Object.entries(VENUES))
  t.test(`${name}: our FIX engine logs on, places, and is dropped`, async (t) => {
    const simulator = await venue.start();
    const hearing = new Hearing(venue);
    const session = new Session({ ...venue.config, role: Role.Initiator }, new MemoryStore(), hearing);
    const tls = venue.tls ? { ca: TEST_CERTIFICATE } : undefined;
    const host = venue.tls ? 'localhost' : '127.0.0.1';
    const initiator = new FixInitiator(session, {
      host,
      port: simulator.ports.fix!,
      tls,
      reconnectMs: 60_000,
    });
    await hearing.until(1);
    t.strictSame(hearing.reports, ['8 0']);
    simulator.faults.inject({ do: 'drop' });
    await hearing.until(2);
    t.equal(hearing.reports[1], 'logout');
    initiator.close();
    await simulator.close();
  });

t.test(
  'WebSocket and REST: streams, a cut in the middle of a message, a drop; the control port',
  async (t) => {
    const simulator = await startBinanceFutures();
    const { http, control } = simulator.ports;
    const order = async (method: string, path: string, body?: object) => {
      const answer = await fetch(`http://127.0.0.1:${control}${path}`, {
        method,
        body: body && JSON.stringify(body),
      });
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
    };
    const info = (await (await fetch(`http://127.0.0.1:${http}/fapi/v1/exchangeInfo`)).json()) as {
      symbols: unknown[];
    };
    t.equal(info.symbols.length, 3);
    const stream = new WebSocket(`ws://127.0.0.1:${http}/public/ws/btcusdt@depth@100ms`);
    const [first] = (await once(stream, 'message')) as [Buffer];
    t.match(JSON.parse(first.toString()), { e: 'depthUpdate', s: 'BTCUSDT', st: 1 });
    t.match(await order('GET', '/'), { status: 200, body: { faults: { cut: String } } });
    t.match(await order('POST', '/faults', { do: 'cut', kind: 'stream' }), {
      status: 200,
      body: { done: 'armed' },
    });
    const [code] = (await once(stream, 'close')) as [number];
    t.equal(code, 1006, 'half a message, and the connection is gone');
    t.match(await order('POST', '/faults', { do: 'nonsense' }), {
      status: 400,
      body: { error: /"do" has to be one of/ },
    });
    t.match(await order('POST', '/faults', { do: 'halt' }), {
      status: 400,
      body: { error: '"halt" needs "symbol"' },
    });
    await order('POST', '/faults', { do: 'halt', symbol: 'BTCUSDT' });
    t.match((await order('GET', '/state')).body, { phases: { BTCUSDT: 'halt' } });
    await order('POST', '/faults', { do: 'ignore' });
    t.match((await order('GET', '/faults')).body, [{ do: 'ignore' }]);
    t.strictSame((await order('DELETE', '/faults')).body, []);
    const lost = new WebSocket(`ws://127.0.0.1:${http}/nowhere`);
    t.equal(((await once(lost, 'close')) as [number])[0], 1008);
    const pinging = new WebSocket(`ws://127.0.0.1:${http}/market/ws`);
    await once(pinging, 'open');
    pinging.ping();
    await once(pinging, 'pong');
    simulator.faults.inject({ do: 'drop' });
    t.equal(((await once(pinging, 'close')) as [number])[0], 1006);
    await simulator.close();
  },
);

t.test('a port that is taken is said, and nothing stays open', async (t) => {
  const first = await startB3({ hasCrowd: false });
  await t.rejects(startB3({ fixPort: first.ports.fix }), { code: 'EADDRINUSE' });
  const socket = connect(first.ports.fix!, '127.0.0.1');
  await once(socket, 'connect');
  await first.close();
  await once(socket, 'close');
  t.ok(socket.destroyed);
});
