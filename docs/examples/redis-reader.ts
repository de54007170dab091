/**
 * Follows the engine's orders in Redis, complete and in order: REDIS_URL=redis://127.0.0.1:6379 node redis-reader.js [LAST_ID]
 *
 * One line of JSON an event. Who keeps the last id and begins behind it misses nothing and sees nothing twice.
 */
import { Redis } from 'ioredis';

const PREFIX = 'pregao';

/** From behind `last` on, for ever. */
async function* orders(redis: Redis, last: string): AsyncGenerator<Record<string, string>> {
  const journal = await redis.get(`${PREFIX}:journal`);
  const key = `${PREFIX}:${journal}:orders`;
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

const redis = new Redis(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379');
for await (const order of orders(redis, process.argv[2] ?? '0')) console.log(JSON.stringify(order));
