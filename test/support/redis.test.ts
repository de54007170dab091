import t from 'tap';
import { RedisServer } from './redis.js';

t.test('a server of our own: stop, start, kill, pause', async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.close());
  const client = server.client();
  t.teardown(() => client.disconnect());
  await client.set('a', '1');

  await server.stop(true);
  await server.startAgain();
  t.equal(await client.get('a'), '1', 'an orderly stop keeps the data');

  await server.kill();
  await server.startAgain();
  t.equal(await client.get('a'), '1', 'what was stored before survives a crash');

  await server.stop(false);
  await server.startAgain();
  t.equal(await client.get('a'), null, 'started empty');

  server.pause();
  const answer = client.ping();
  const first = await Promise.race([answer, new Promise((done) => setTimeout(done, 100, 'silence'))]);
  t.equal(first, 'silence');
  server.resume();
  t.equal(await answer, 'PONG');
});
