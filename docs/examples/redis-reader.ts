/**
 * Follows the engine's orders in Redis, complete and in order: REDIS_URL=redis://127.0.0.1:6379 node redis-reader.js [LAST_ID]
 *
 * One line of JSON an event. Who keeps the last id and begins behind it misses nothing and sees nothing twice. Of several engines each
 * has a stream and ids of its own: sp1=LAST_ID,sp2=LAST_ID. With CLUSTER=1 the address is that of any server of a Redis Cluster.
 */
import { Cluster, Redis } from 'ioredis';

const { REDIS_URL = 'redis://127.0.0.1:6379', CLUSTER } = process.env;
const PREFIX = 'pregao';

const connect = (): Redis | Cluster =>
  CLUSTER === undefined ? new Redis(REDIS_URL) : new Cluster([REDIS_URL]);

/** From behind `last` on, for ever. */
async function* orders(prefix: string, last: string): AsyncGenerator<Record<string, string>> {
  const redis = connect();
  const journal = await redis.get(`${prefix}:journal`);
  const key = `${prefix}:${journal}:orders`;
  for (;;) {
    const answer = await redis.xread('COUNT', 100, 'BLOCK', 5_000, 'STREAMS', key, last);
    for (const [, entries] of answer ?? [])
      for (const [id, words] of entries) {
        last = id;
        yield { id, ...fieldsOf(words) };
      }
  }
}

function fieldsOf(words: readonly string[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (let i = 0; i < words.length; i += 2) fields[words[i]] = words[i + 1];
  return fields;
}

async function tell(events: AsyncIterable<object>, more: object = {}): Promise<void> {
  for await (const event of events) console.log(JSON.stringify({ ...more, ...event }));
}

const last = process.argv[2] ?? '0';
const lastOf = new Map(last.split(',').map((part) => part.split('=') as [string, string]));
const names = await connect().smembers(`${PREFIX}:engines`);
if (names.length === 0) await tell(orders(PREFIX, last));
await Promise.all(
  names.map((engine) => tell(orders(`${PREFIX}:${engine}`, lastOf.get(engine) ?? '0'), { engine })),
);
