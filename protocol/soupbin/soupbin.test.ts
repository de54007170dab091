/** Both ends of SoupBinTCP: against each other, against the printed layouts and the recorded session, and against anything. */
import t from 'tap';
import type { ByteLink } from '../link.js';
import { MessageLog } from '../message-log.js';
import { payloadsOf, withCaptures } from '../pcap/test-captures.js';
import { corpus, fuzz } from '../test-fuzz.js';
import { type ClientConfig, ClientPhase, SoupBinClient } from './client-session.js';
import { LoginReject } from './packet.js';
import { readLogin, ServerPhase, SoupBinServer } from './server-session.js';

/** A client and a server with the wire between them, in memory and in lock-step. */
class Wire {
  readonly told: string[] = [];
  readonly toServer: Buffer[] = [];
  readonly toClient: Buffer[] = [];
  readonly log = new MessageLog(10_000, 100_000);
  readonly client: SoupBinClient;
  server!: SoupBinServer;
  refusal: LoginReject | undefined;

  constructor(config: Partial<ClientConfig> = {}) {
    this.client = new SoupBinClient(
      { username: 'user', password: 'secret', ...config },
      {
        onLogin: (session, next) => this.told.push(`in ${session} ${next}`),
        onReject: (reason) => this.told.push(`reject ${String.fromCharCode(reason)}`),
        onSequenced: (bytes, start, end, number) =>
          this.told.push(`${number} ${bytes.toString('latin1', start, end)}`),
        onUnsequenced: (bytes, start, end) => this.told.push(`U ${bytes.toString('latin1', start, end)}`),
        onDebug: (text) => this.told.push(`+ ${text}`),
        onEndOfSession: () => this.told.push('end of session'),
        onDisconnect: (reason) => this.told.push(`out: ${reason}`),
      },
    );
  }

  connect(nowMs: number): void {
    const link = (queue: Buffer[], close: () => void): ByteLink => ({
      write: (bytes, start, end) => void queue.push(Buffer.from(bytes.subarray(start, end))),
      close,
    });
    this.toClient.length = this.toServer.length = 0;
    const closeServer = () => this.client.disconnected(nowMs);
    this.server = new SoupBinServer(
      { session: 'S1' },
      this.log,
      link(this.toClient, () => {
        this.deliver(nowMs);
        closeServer();
      }),
      {
        checkLogin: ({ username, password }) =>
          username === 'user' && password === 'secret' ? this.refusal : LoginReject.NotAuthorized,
        onUnsequenced: (bytes, start, end) => this.add(`echo ${bytes.toString('latin1', start, end)}`),
        onDisconnect: (reason) => this.told.push(`server: ${reason}`),
      },
      nowMs,
    );
    this.client.connect(
      link(this.toServer, () => {}),
      nowMs,
    );
    this.deliver(nowMs);
  }

  add(text: string): void {
    const bytes = Buffer.from(text);
    this.log.append(bytes, 0, bytes.length);
  }

  /** Bytes one by one, so that no packet comes whole. */
  deliver(nowMs: number): void {
    while (this.toServer.length + this.toClient.length > 0) {
      for (const byte of this.toServer.splice(0).flatMap((bytes) => [...bytes]))
        this.server.received(Buffer.from([byte]), nowMs);
      for (const byte of this.toClient.splice(0).flatMap((bytes) => [...bytes]))
        this.client.received(Buffer.from([byte]), nowMs);
      this.server.pump(nowMs);
    }
  }

  heard(): string[] {
    return this.told.splice(0);
  }
}

t.test('login, data both ways, and the rest after a new connection', async (t) => {
  const wire = new Wire();
  for (const text of ['one', 'two']) wire.add(text);
  wire.connect(0);
  t.same(wire.heard(), ['in S1 1', '1 one', '2 two']);
  const order = Buffer.from('order');
  t.ok(wire.client.send(order, 0, order.length, 1));
  wire.deliver(1);
  t.same(wire.heard(), ['3 echo order']);
  t.ok(wire.server.sendUnsequenced(order, 0, order.length, 1));
  wire.deliver(1);
  t.same(wire.heard(), ['U order']);
  wire.client.disconnected(2);
  t.notOk(wire.client.send(order, 0, order.length, 2), 'nothing goes out without a connection');
  wire.add('four');
  wire.connect(3);
  t.same(wire.heard().slice(1), ['in S1 4', '4 four'], 'no message missing, none twice');
  wire.server.endSession(4);
  t.same(wire.heard(), ['end of session', 'out: the session has ended', 'server: the session has ended']);
  t.ok(wire.client.hasEnded);
});

t.test('logins that are refused', async (t) => {
  const wrong = new Wire({ password: 'wrong' });
  wrong.connect(0);
  t.same(wrong.heard(), ['reject A', 'out: the login is rejected', 'server: the login is refused']);
  const late = new Wire();
  late.refusal = LoginReject.SessionNotAvailable;
  late.connect(0);
  t.equal(late.heard()[0], 'reject S');
  t.equal(late.client.phase, ClientPhase.Disconnected);
});

t.test('sequence 0 asks for the most recent message', async (t) => {
  const wire = new Wire({ sequenceNumber: 0 });
  for (const text of ['one', 'two', 'three']) wire.add(text);
  wire.connect(0);
  t.same(wire.heard(), ['in S1 3', '3 three']);
});

t.test('heartbeats both ways, and silence', async (t) => {
  const wire = new Wire();
  wire.connect(0);
  wire.heard();
  wire.client.tick(999);
  wire.server.tick(999);
  t.same([wire.toServer, wire.toClient], [[], []]);
  wire.client.tick(1_000);
  wire.server.tick(1_000);
  t.same(wire.toServer.join(), '\0\x01R');
  t.same(wire.toClient.join(), '\0\x01H');
  wire.deliver(1_000);
  wire.client.tick(15_999);
  t.ok(wire.client.isLoggedIn);
  wire.client.tick(16_000);
  t.match(wire.heard(), ['out: the server is silent']);
  wire.server.tick(16_000);
  t.match(wire.heard(), ['server: the client is silent']);
});

t.test('a client of version 4 says how long it may be silent', async (t) => {
  const wire = new Wire({ version: 4, silenceMs: 3_000 });
  wire.connect(0);
  wire.server.tick(2_999);
  t.equal(wire.server.phase, ServerPhase.LoggedIn);
  wire.server.tick(3_000);
  t.equal(wire.server.phase, ServerPhase.Closed);
});

t.test('no login, or none in time', async (t) => {
  const wire = new Wire();
  wire.connect(0);
  const closed: string[] = [];
  const link = { write: () => {}, close: () => void closed.push('closed') };
  const listener = { checkLogin: () => undefined, onUnsequenced: () => t.fail('unsequenced before login') };
  const late = new SoupBinServer({ session: 'S' }, wire.log, link, listener, 0);
  late.tick(30_000);
  const other = new SoupBinServer({ session: 'S' }, wire.log, link, listener, 0);
  other.received(Buffer.from('\0\x02UX'), 0);
  const empty = new SoupBinServer({ session: 'S' }, wire.log, link, listener, 0);
  empty.received(Buffer.from('\0\0'), 0);
  t.same(closed, ['closed', 'closed', 'closed']);
});

t.test('the login is laid out as printed: 49 bytes, names padded right, numbers left', async (t) => {
  const wire = new Wire({ session: 'S1', sequenceNumber: 42 });
  wire.client.connect(
    {
      write: (bytes, start, end) => void wire.toServer.push(Buffer.from(bytes.subarray(start, end))),
      close: () => {},
    },
    0,
  );
  const [login] = wire.toServer;
  t.equal(login.toString('latin1'), `\0/Luser  secret            S1${'42'.padStart(20)}`);
  t.same(readLogin(login, 2, login.length), {
    username: 'user',
    password: 'secret',
    session: 'S1',
    sequenceNumber: 42,
  });
});

withCaptures(t, 'the recorded session', async (t) => {
  const [request] = payloadsOf('Jnx/JnxEquities.Pts.Ouch.v1.11/LoginRequestPacket.pcap');
  t.same(readLogin(request, 2, request.length), {
    username: 'user',
    password: 'password',
    session: '',
    sequenceNumber: 0,
  });
  const [accepted] = payloadsOf('Jnx/JnxEquities.Pts.Ouch.v1.11/LoginAcceptedPacket.pcap');
  const wire = new Wire();
  wire.client.connect({ write: () => {}, close: () => {} }, 0);
  wire.client.received(accepted, 0);
  t.same(wire.heard(), ['in 1689192121 135']);
  const [order] = payloadsOf('Jnx/JnxEquities.Pts.Ouch.v1.11/OrderAcceptedMessage.pcap');
  wire.client.received(order, 0);
  t.match(wire.heard(), [/^135 A/]);
  t.equal(wire.client.nextSequenceNumber, 136);
});

t.test('anything, at both ends', async (t) => {
  fuzz(t, corpus('protocol/soupbin'), (bytes, start, end) => {
    const told: string[] = [];
    const tell = (name: string) => (data: Buffer, from: number, to: number) =>
      void told.push(`${name} ${data.toString('hex', from, to)}`);
    const link = { write: () => {}, close: () => void told.push('closed') };
    const client = new SoupBinClient(
      { username: '', password: '' },
      { onSequenced: tell('S'), onUnsequenced: tell('U') },
    );
    const checkLogin = () => undefined;
    const server = new SoupBinServer(
      { session: '' },
      new MessageLog(1, 1),
      link,
      { checkLogin, onUnsequenced: tell('U') },
      0,
    );
    client.connect(link, 0);
    const middle = (start + end) >> 1;
    for (const chunk of [bytes.subarray(start, middle), bytes.subarray(middle, end)]) {
      client.received(chunk, 0);
      server.received(chunk, 0);
    }
    return { isSound: client.isLoggedIn || server.phase === ServerPhase.LoggedIn, result: told.join() };
  });
});
