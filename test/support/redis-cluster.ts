/** A real Redis Cluster of three servers on loopback, each with a third of the slots and no replica. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from 'ioredis';
import { freePort } from './ports.js';
import { RedisServer } from './redis.js';

const SLOTS = 16_384;
const SERVERS = 3;
const TRIES = 400;
const TRY_MS = 25;
/** Until the others say that one is gone. */
const NODE_TIMEOUT_MS = '1000';

export class RedisCluster {
  private constructor(readonly servers: readonly RedisServer[]) {}

  static async start(): Promise<RedisCluster> {
    const ports = await Promise.all(Array.from({ length: SERVERS }, freePort));
    const servers = await Promise.all(
      ports.map((port) =>
        RedisServer.start(
          ...['--cluster-enabled', 'yes', '--cluster-port', String(port)],
          ...['--cluster-announce-ip', '127.0.0.1', '--cluster-node-timeout', NODE_TIMEOUT_MS],
        ),
      ),
    );
    const cluster = new RedisCluster(servers);
    await cluster.join(ports);
    return cluster;
  }

  /** Of the first server; the others are found through it. */
  get url(): string {
    return this.servers[0].url;
  }

  client(): Cluster {
    const client = new Cluster([this.url]);
    client.on('error', () => undefined);
    return client;
  }

  /** All slots are served. */
  async whole(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      const states = await Promise.all(this.servers.map(isWhole));
      if (!states.includes(false)) return;
      await sleep(TRY_MS);
    }
    throw new Error('the Cluster does not come together');
  }

  /** The server that has a key. */
  async ownerOf(key: string): Promise<RedisServer> {
    for (const server of this.servers) {
      const client = server.client();
      const type = await client.type(key).catch(() => 'MOVED');
      client.disconnect();
      if (type === 'stream') return server;
    }
    throw new Error(`nobody has ${key}`);
  }

  async close(): Promise<void> {
    for (const server of this.servers) await server.close();
  }

  private async join(busPorts: readonly number[]): Promise<void> {
    const [first] = this.servers;
    const share = Math.ceil(SLOTS / SERVERS);
    for (const [i, server] of this.servers.entries()) {
      const client = server.client();
      const [from, to] = [i * share, Math.min(SLOTS, (i + 1) * share) - 1];
      await client.call('CLUSTER', 'ADDSLOTSRANGE', from, to);
      await client.call('CLUSTER', 'MEET', '127.0.0.1', first.port, busPorts[0]);
      client.disconnect();
    }
    await this.whole();
  }
}

async function isWhole(server: RedisServer): Promise<boolean> {
  const client = server.client({ retryStrategy: () => null });
  try {
    const info = String(await client.call('CLUSTER', 'INFO'));
    const wanted = ['cluster_state:ok', `cluster_known_nodes:${SERVERS}`, `cluster_slots_ok:${SLOTS}`];
    return wanted.every((each) => info.includes(each));
  } catch {
    return false;
  } finally {
    client.disconnect();
  }
}
