/** Whatever Redis does: every trade and every order event in its stream, exactly once and in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { FanoutRig, idsOf } from './fanout/rig.js';
import { RedisServer } from './support/redis.js';

const SEED = Number(process.env.SEED ?? Date.now() % 1e6);
t.comment(`seed ${SEED}`);

async function start(t: Test, ...settings: string[]) {
  const server = await RedisServer.start(...settings);
  t.teardown(() => server.close());
  const rig = new FanoutRig(t.testdir(), SEED, server.url);
  t.teardown(() => rig.close());
  return { server, rig };
}

async function expectWhole(t: Test, rig: FanoutRig, server: RedisServer): Promise<void> {
  await rig.settle();
  const { trades, orders } = rig.engine.flow;
  t.ok(trades.length > 100, `${trades.length} trades, ${orders.length} order events`);
  t.same(await idsOf(server, rig.keys[0]), trades, 'trades');
  t.same(await idsOf(server, rig.keys[1]), orders, 'orders');
}

t.test('Redis is there all the time', async (t) => {
  const { server, rig } = await start(t);
  await rig.run(100, 40);
  await expectWhole(t, rig, server);
  t.match(rig.counters.read(), { connected: 1, failures: 0, repeated: 0, rewinds: 0 });
});

t.test('Redis comes later than the engine', async (t) => {
  const { server, rig } = await start(t);
  await server.stop(false);
  await rig.run(50, 100);
  await server.startAgain();
  await expectWhole(t, rig, server);
  t.ok(rig.counters.read().caught_up > 0, 'out of the journal');
});

t.test('stopped and started with its data, under load', async (t) => {
  const { server, rig } = await start(t);
  await rig.run(200, 40, async (round) => {
    if (round === 60) void server.stop(true).then(() => server.startAgain());
  });
  await expectWhole(t, rig, server);
  t.match(rig.counters.read(), { rewinds: 0 });
  t.ok(rig.counters.read().reconnects > 0);
});

t.test('stopped and started empty, under load', async (t) => {
  const { server, rig } = await start(t);
  await rig.run(200, 40, async (round) => {
    if (round === 60) void server.stop(false).then(() => server.startAgain());
  });
  await expectWhole(t, rig, server);
  t.match(rig.counters.read(), { rewinds: 1 });
});

t.test('killed with an older copy of its data on disk', async (t) => {
  const { server, rig } = await start(t);
  const client = server.client();
  await rig.run(200, 40, async (round) => {
    if (round === 40) await client.save();
    if (round === 100) void server.kill().then(() => server.startAgain());
  });
  client.disconnect();
  await expectWhole(t, rig, server);
  t.match(rig.counters.read(), { rewinds: 1 });
});

t.test('emptied while it runs; one stream deleted; one cut short', async (t) => {
  const { server, rig } = await start(t);
  const client = server.client();
  await rig.run(200, 40, async (round) => {
    if (round === 60) await client.flushall();
    if (round === 120) await client.del(rig.keys[0]);
    if (round === 160) await client.del(rig.keys[1]);
  });
  client.disconnect();
  await expectWhole(t, rig, server);
  t.ok(rig.counters.read().rewinds >= 3, `${rig.counters.read().rewinds} rewinds`);
});

t.test('it stands still with its connections open', async (t) => {
  const { server, rig } = await start(t);
  await rig.run(200, 40, async (round) => {
    if (round === 60) server.pause();
    if (round === 120) await sleep(700);
    if (round === 150) server.resume();
  });
  await expectWhole(t, rig, server);
  t.match(rig.lines, [/connected/, /no answer for \d+ ms/], 'it was given up');
});

t.test('CLIENT PAUSE', async (t) => {
  const { server, rig } = await start(t);
  const client = server.client();
  await rig.run(150, 40, async (round) => {
    if (round % 50 === 10) await client.call('CLIENT', 'PAUSE', '200', 'WRITE');
  });
  client.disconnect();
  await expectWhole(t, rig, server);
});

t.test('full: entries are refused until there is room again', async (t) => {
  const { server, rig } = await start(t, '--maxmemory', '3mb', '--maxmemory-policy', 'noeviction');
  await rig.run(250, 40);
  await sleep(300);
  t.match(rig.lines, [/connected/, /OOM/]);
  const client = server.client();
  await client.config('SET', 'maxmemory', '0');
  client.disconnect();
  await expectWhole(t, rig, server);
});

t.test('a replica takes no entries; promoted, it has them all', async (t) => {
  const { server, rig } = await start(t);
  const client = server.client();
  await rig.run(120, 40, async (round) => {
    if (round === 40) await client.replicaof('127.0.0.1', '1');
  });
  await sleep(100);
  t.match(rig.lines.join('\n'), /READONLY/);
  await client.replicaof('NO', 'ONE');
  client.disconnect();
  await expectWhole(t, rig, server);
});

t.test('the agent dies and comes back, again and again', async (t) => {
  const { server, rig } = await start(t);
  for (let life = 0; life < 8; life++) {
    await rig.run(12, 60);
    await rig.crash();
  }
  await expectWhole(t, rig, server);
});

t.test('a wrong password is said once, without the password', async (t) => {
  const server = await RedisServer.start('--requirepass', 'right');
  t.teardown(() => server.close());
  const rig = new FanoutRig(t.testdir(), SEED, server.url.replace('//', '//:wrong@'));
  await rig.run(60, 40);
  await sleep(300);
  await rig.close();
  t.equal(rig.lines.length, 1);
  t.match(rig.lines[0], /WRONGPASS/);
  t.notMatch(rig.lines[0], /:wrong@/);
  t.match(rig.counters.read(), { connected: 0, appended: 0 });
  t.ok(rig.counters.read().failures > 2);
});

t.test('Pub/Sub: trades as they come, the newest top at last', async (t) => {
  const { server, rig } = await start(t);
  const client = server.client();
  t.teardown(() => client.disconnect());
  const trades: string[] = [];
  const tops = new Map<string, Record<string, string | null>>();
  client.on('pmessage', (_pattern, channel, text) => {
    const message = JSON.parse(text);
    if (channel.startsWith('test:top:')) tops.set(channel, message);
    else trades.push(message.event);
  });
  await client.psubscribe('test:*');
  await rig.run(200, 4);
  await rig.settle();
  await rig.run(200, 4, () => sleep(2));
  await expectWhole(t, rig, server);
  await sleep(50);
  const known = rig.engine.flow.trades;
  t.ok(trades.length > 100 && trades.every((id) => known.includes(id)), `${trades.length} trades`);
  t.same(
    trades,
    [...trades].sort((a, b) => known.indexOf(a) - known.indexOf(b)),
    'in order',
  );
  for (const [i, symbol] of ['AAA', 'BBB', 'CCC'].entries()) {
    const { bid_price, ask_price, bid_quantity, ask_quantity } = tops.get(`test:top:${symbol}`) ?? {};
    t.strictSame([bid_price, bid_quantity, ask_price, ask_quantity], rig.engine.flow.top(i + 1), symbol);
  }
});
