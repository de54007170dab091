/** Our initiator and our acceptor over real sockets, plain and TLS: orders, a connection cut in the middle, all there after. */
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import t from 'tap';
import type { FixMessage } from '../codec/message.js';
import { msgType } from '../codec/tags.js';
import { wire } from '../codec/test-text.js';
import { BusinessReject } from '../dictionary/reject-reasons.js';
import { fixVersion, type VersionName } from '../dictionary/versions.js';
import type { Application } from '../session/application.js';
import { Role } from '../session/config.js';
import { SessionRegistry } from '../session/registry.js';
import { Session } from '../session/session.js';
import { FileStore } from '../store/file-store.js';
import { MemoryStore } from '../store/memory-store.js';
import { FixAcceptor } from './acceptor.js';
import { FixInitiator } from './initiator.js';
import { SLOW_COUNTERPARTY } from './socket-link.js';
import { TEST_CERTIFICATE, TEST_KEY } from './test-certificate.js';

const ORDERS = 200;
const TEXT = 58;
const NEWS = msgType('B');

/** Gathers the Text of each message, once. */
class Gatherer implements Application {
  readonly texts = new Set<string>();
  logons = 0;
  logouts = 0;
  private readonly waiting = new Set<() => void>();

  onMessage(_: Session, message: FixMessage): BusinessReject {
    this.texts.add(message.text(message.find(TEXT)));
    this.changed();
    return BusinessReject.None;
  }

  onLogon(): void {
    this.logons++;
    this.changed();
  }

  onLogout(): void {
    this.logouts++;
    this.changed();
  }

  until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!isSo()) return;
        this.waiting.delete(look);
        resolve();
      };
      this.waiting.add(look);
      look();
    });
  }

  private changed(): void {
    setImmediate(() => {
      for (const look of [...this.waiting]) look();
    });
  }
}

function sendNews(session: Session, from: number, to: number): number {
  let sent = 0;
  for (let i = from; i < to; i++) {
    const news = session.begin(NEWS, Date.now());
    news.text(148, 'news').int(33, 1).text(TEXT, `news ${i}`);
    if (session.send()) sent++;
  }
  return sent;
}

t.test('ending from our side ends the session too; a port where nobody listens is tried again', async (t) => {
  const client = new Gatherer();
  const config = { version: fixVersion('FIX.4.4'), senderCompId: 'CLIENT', targetCompId: 'VENUE' };
  const session = new Session({ ...config, role: Role.Initiator }, new MemoryStore(), client);
  const reverse = { version: config.version, senderCompId: 'VENUE', targetCompId: 'CLIENT' };
  const sessions = new SessionRegistry().add(
    new Session({ ...reverse, role: Role.Acceptor }, new MemoryStore(), new Gatherer()),
  );
  const first = await FixAcceptor.listen(sessions, { port: 0 });
  const { port } = first;
  await t.rejects(FixAcceptor.listen(sessions, { port }), { code: 'EADDRINUSE' });
  first.close();
  const refused: Error[] = [];
  const onError = (error: Error) => refused.push(error);
  const initiator = new FixInitiator(session, { host: '127.0.0.1', port, reconnectMs: 10, onError });
  while (refused.length === 0) await setTimeout(5);
  t.match(refused[0], { code: 'ECONNREFUSED' });
  const acceptor = await FixAcceptor.listen(sessions, { port });
  await client.until(() => client.logons === 1);
  initiator.close();
  t.equal(client.logouts, 1);
  t.notOk(session.isLoggedOn);
  t.equal(sendNews(session, 0, 1), 0, 'nothing is sent after');
  acceptor.close();
});

for (const secure of [false, true])
  for (const name of ['FIX.4.2', 'FIX.4.4', 'FIX.5.0SP2'] as readonly VersionName[])
    t.test(`${name} ${secure ? 'over TLS' : 'plain'}`, async (t) => {
      const folder = t.testdir();
      const [venue, client] = [new Gatherer(), new Gatherer()];
      const shared = { version: fixVersion(name), rules: { allowGroupDisorder: true }, validate: false };
      const accepting = new Session(
        { ...shared, role: Role.Acceptor, senderCompId: 'VENUE', targetCompId: 'CLIENT' },
        new FileStore(join(folder, 'venue')),
        venue,
      );
      const initiating = new Session(
        { ...shared, role: Role.Initiator, senderCompId: 'CLIENT', targetCompId: 'VENUE' },
        new FileStore(join(folder, 'client')),
        client,
      );
      const acceptor = await FixAcceptor.listen(new SessionRegistry().add(accepting), {
        port: 0,
        tls: secure ? { key: TEST_KEY, cert: TEST_CERTIFICATE } : undefined,
      });
      const errors: Error[] = [];
      const initiator = new FixInitiator(initiating, {
        host: secure ? 'localhost' : '127.0.0.1',
        port: acceptor.port,
        tls: secure ? { ca: TEST_CERTIFICATE } : undefined,
        reconnectMs: 20,
        onError: (error) => errors.push(error),
      });
      t.teardown(() => {
        initiator.close();
        acceptor.close();
      });

      await Promise.all([venue.until(() => venue.logons === 1), client.until(() => client.logons === 1)]);
      t.equal(sendNews(initiating, 0, ORDERS), ORDERS);
      t.equal(sendNews(accepting, 0, ORDERS), ORDERS);
      acceptor.dropConnections();
      await client.until(() => client.logons === 2 && initiating.isLoggedOn);
      t.equal(sendNews(initiating, ORDERS, ORDERS + 10), 10);
      await venue.until(() => venue.texts.size === ORDERS + 10);
      await client.until(() => client.texts.size === ORDERS);
      initiating.logout('done', Date.now());
      await client.until(() => client.logouts === 2);
      initiator.close();
      t.equal(accepting.store.nextIn, initiating.store.nextOut, 'the venue has all that the client sent');
      t.equal(initiating.store.nextIn, accepting.store.nextOut, 'the client has all that the venue sent');
      t.strictSame(
        errors.filter((error) => !/ECONNRESET|EPIPE/.test(error.message)),
        [],
      );
    });

t.test('a counterparty that does not read is let go, with a word', async (t) => {
  const venue = new Gatherer();
  const session = new Session(
    {
      version: fixVersion('FIX.4.4'),
      role: Role.Acceptor,
      senderCompId: 'VENUE',
      targetCompId: 'CLIENT',
      validate: false,
    },
    new MemoryStore(),
    venue,
  );
  const errors: string[] = [];
  const acceptor = await FixAcceptor.listen(new SessionRegistry().add(session), {
    port: 0,
    maxWaitingBytes: 1 << 20,
    onError: ({ message }) => errors.push(message),
  });
  t.teardown(() => acceptor.close());
  const socket = connect(acceptor.port, '127.0.0.1');
  t.teardown(() => socket.destroy());
  const now = new Date()
    .toISOString()
    .replace(/-(?=.*T)|Z/g, '')
    .replace('T', '-');
  socket.write(wire(`35=A|34=1|49=CLIENT|52=${now}|56=VENUE|98=0|108=30|`));
  await venue.until(() => venue.logons === 1);
  socket.pause();
  for (let sent = 0; errors.length === 0 && sent < 200; sent++) {
    if (session.isLoggedOn) sendNews(session, sent * 2_000, (sent + 1) * 2_000);
    await setTimeout(1);
  }
  await venue.until(() => venue.logouts === 1);
  t.match(errors, [SLOW_COUNTERPARTY]);
});
