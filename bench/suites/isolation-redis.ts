/**
 * Redis for the isolation suite, kept by a process of its own: starting a program copies the starter's memory map, which an
 * engine in the same process would feel. Told 'restart', it takes the server away and starts it again with nothing.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { RedisServer } from '../../test/support/redis.js';
import type { RedisNews, Restart } from './isolation-shared.js';

const server = await RedisServer.start();
const tell = (news: RedisNews): void => void process.send!(news);

process.on('message', async ({ awayMs }: Restart) => {
  await server.stop(false);
  await sleep(awayMs);
  await server.startAgain();
  tell({ kind: 'back' });
});
process.on('disconnect', async () => {
  await server.close();
  process.exit();
});
tell({ kind: 'started', url: server.url });
