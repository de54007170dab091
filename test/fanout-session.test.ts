/** What goes to Redis beside the streams of the engine: keys with a newest value, and entries that do not come twice. */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { RedisSession, SessionState } from '../engine/fanout/redis-session.js';
import { RedisServer } from './support/redis.js';

t.test('keys, and entries under ids of events', async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.close());
  const session = new RedisSession({
    address: { url: server.url },
    streams: ['test:trades'],
    journalKey: 'test:journal',
    journalId: 'one',
    answerMs: 5_000,
    nowMs: () => performance.now(),
    wake: () => {},
  });
  t.teardown(() => session.end('the test is over'));
  for (let tries = 0; tries < 500 && session.state !== SessionState.Ready; tries++) await sleep(10);
  t.equal(session.state, SessionState.Ready);
  const done = (send: (answered: (count: number) => void) => void) => new Promise<number>(send);

  const values = [
    ['inav:BITH11', '{"symbol":"BITH11","inav":81.5}'],
    ['USD:BRL', '5.4321'],
  ] as const;
  t.equal(await done((answered) => session.keepAll(values, answered)), 2);
  const entries = [
    { stream: 'Flowa-trade-7', id: '5-1', fields: ['quantity', '1'] },
    { stream: 'Flowa-trade-7', id: '5-1', fields: ['quantity', '1'] },
    { stream: 'Flowa-trade-7', id: '6-1', fields: ['quantity', '2'] },
  ];
  t.equal(await done((answered) => session.appendLoose(entries, answered)), 3);
  t.equal(session.reason, '', 'one that is there already is no error');

  const client = server.client();
  t.teardown(() => client.disconnect());
  t.strictSame(
    await client.mget('inav:BITH11', 'USD:BRL'),
    values.map(([, value]) => value),
  );
  t.strictSame(await client.xrange('Flowa-trade-7', '-', '+'), [
    ['5-1', ['quantity', '1']],
    ['6-1', ['quantity', '2']],
  ]);
});
