/** Redis over TLS, and a Redis Cluster of three servers of which one is killed and comes back empty: every event exactly once and in order. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { RedisAddress } from '../engine/fanout/redis-client.js';
import { TEST_CERTIFICATE, TEST_KEY } from '../protocol/fix/transport/test-certificate.js';
import { FanoutRig, idsOf, type Readable } from './fanout/rig.js';
import { freePort } from './support/ports.js';
import { RedisServer } from './support/redis.js';
import { RedisCluster } from './support/redis-cluster.js';

t.setTimeout(120_000);

const SEED = Number(process.env.SEED ?? Date.now() % 1e6);
t.comment(`seed ${SEED}`);

async function expectWhole(t: Test, rig: FanoutRig, server: Readable): Promise<void> {
  await rig.settle();
  const { trades, orders } = rig.engine.flow;
  t.ok(trades.length > 100, `${trades.length} trades, ${orders.length} order events`);
  t.same(await idsOf(server, rig.keys[0]), trades, 'trades');
  t.same(await idsOf(server, rig.keys[1]), orders, 'orders');
}

async function tlsServer(t: Test): Promise<{ server: RedisServer; url: string }> {
  const folder = t.testdir();
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => join(folder, name));
  writeFileSync(cert, TEST_CERTIFICATE);
  writeFileSync(key, TEST_KEY);
  const port = await freePort();
  const files = ['--tls-cert-file', cert, '--tls-key-file', key, '--tls-ca-cert-file', cert];
  const server = await RedisServer.start('--tls-port', String(port), ...files, '--tls-auth-clients', 'yes');
  t.teardown(() => server.close());
  return { server, url: `rediss://localhost:${port}` };
}

t.test('over TLS, with a certificate on either side', async (t) => {
  const { server, url } = await tlsServer(t);
  const tls = { ca: TEST_CERTIFICATE, cert: TEST_CERTIFICATE, key: TEST_KEY };
  const rig = new FanoutRig(t.testdir({ journal: {} }), SEED, { url, tls });
  t.teardown(() => rig.close());
  await rig.run(60, 40);
  await expectWhole(t, rig, server);
  t.match(rig.counters.read(), { failures: 0 });
});

const REFUSED: readonly (readonly [what: string, tls: RedisAddress['tls'], why: RegExp])[] = [
  ['a server that nobody vouches for', { cert: TEST_CERTIFICATE, key: TEST_KEY }, /self-signed certificate/],
  ['no certificate of ours', { ca: TEST_CERTIFICATE }, /certificate required|closed|ECONNRESET|EPIPE/i],
  [
    'another name',
    { ca: TEST_CERTIFICATE, cert: TEST_CERTIFICATE, key: TEST_KEY, servername: 'redis.example' },
    /does not match/i,
  ],
];

t.test('TLS that cannot be trusted gets no entry', async (t) => {
  const { server, url } = await tlsServer(t);
  for (const [i, [what, tls, why]] of REFUSED.entries()) {
    const rig = new FanoutRig(t.testdir({ [`journal${i}`]: {} }), SEED, { url, tls });
    for (let tries = 0; tries < 200 && rig.lines.length === 0; tries++) await sleep(10);
    t.match(rig.lines.join('\n'), why, what);
    await rig.close();
  }
  const client = server.client();
  t.equal(await client.dbsize(), 0);
  client.disconnect();
});

t.test('a Cluster of three', async (t) => {
  const cluster = await RedisCluster.start();
  t.teardown(() => cluster.close());
  const rig = new FanoutRig(t.testdir(), SEED, { url: cluster.url, cluster: true });
  t.teardown(() => rig.close());
  await rig.run(100, 40);
  await expectWhole(t, rig, cluster);
  t.match(rig.counters.read(), { failures: 0, repeated: 0, rewinds: 0 }, rig.lines.join('\n'));
});

t.test('the server of a stream is killed, and comes back with nothing', async (t) => {
  const cluster = await RedisCluster.start();
  t.teardown(() => cluster.close());
  const seeds = cluster.servers.slice(1).map(({ url }) => url);
  const rig = new FanoutRig(t.testdir(), SEED, { url: cluster.url, cluster: true, seeds });
  t.teardown(() => rig.close());
  await rig.run(50, 40);
  await rig.settle();
  const owner = await cluster.ownerOf(rig.keys[1]);
  await owner.kill();
  await rig.run(50, 40);
  await owner.startAgain();
  await cluster.whole();
  await rig.run(20, 40);
  await expectWhole(t, rig, cluster);
  t.ok(rig.counters.read().rewinds >= 1, `${rig.counters.read().rewinds} rewinds`);
});
