/**
 * The whole engine with Redis beside it: the process, its client, a real `redis-server` that is stopped and started again
 * under load, once with its data and once empty, and the engine killed in between. Judged from outside: what the client
 * was told is what the streams hold, every entry once.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { streamKeys } from '../engine/fanout/fanout-agent.js';
import { type EventIdentity, type OrderReport, PregaoClient } from '../protocol/client/index.js';
import { readKeyFile } from '../protocol/client/key-file.js';
import { entriesOf } from './fanout/rig.js';
import { EngineProcess } from './support/engine.js';
import { RedisServer } from './support/redis.js';

const PREFIX = 'whole';
const SETTLE_MS = 20_000;

/** What the client heard, by the event's identity as streams name it. */
class Heard {
  readonly orders = new Set<string>();
  readonly trades = new Set<string>();

  take({ event, execution }: OrderReport): void {
    this.orders.add(idOf(event));
    if (execution) this.trades.add(idOf(execution.id));
  }
}

const idOf = ({ sequence, index }: EventIdentity): string => `${sequence}-${index}`;

async function connect(engine: EngineProcess, heard: Heard): Promise<PregaoClient> {
  const client = await PregaoClient.connect(engine.url, readKeyFile(engine.keyFile), { accounts: ['demo'] });
  client.on('report', (report) => heard.take(report));
  client.on('massCancel', ({ event }) => heard.orders.add(idOf(event)));
  return client;
}

/** Both sides of one price, so that about half of the orders trade. */
async function trade(client: PregaoClient, pairs: number): Promise<void> {
  const order = (side: 'buy' | 'sell', i: number) =>
    client.newOrder({ symbol: 'BTC-USD', side, price: `${64_000 + (i % 5)}`, quantity: `0.${1 + (i % 3)}` });
  const answers: Promise<unknown>[] = [];
  for (let i = 0; i < pairs; i++) answers.push(order('buy', i), order('sell', i + 1));
  await Promise.all(answers);
}

/** Rounds of orders until `meanwhile` has come to its end. */
async function under(client: PregaoClient, meanwhile: Promise<unknown>): Promise<void> {
  let over = false;
  void meanwhile.finally(() => (over = true));
  for (let round = 0; !over && round < 2_000; round++) await trade(client, 20);
  await meanwhile;
}

async function journalOf(server: RedisServer): Promise<string> {
  const client = server.client();
  const id = await client.get(`${PREFIX}:journal`);
  client.disconnect();
  return id ?? '';
}

t.test('every trade and order event is in its stream, once', { timeout: 90_000 }, async (t) => {
  const server = await RedisServer.start();
  t.teardown(() => server.close());
  const config = { ...PAPER_CONFIG, strategies: [], redis: { url: server.url, prefix: PREFIX } };
  const heard = new Heard();
  let engine = await EngineProcess.start({ config });
  t.teardown(() => engine.kill('SIGKILL'));
  let client = await connect(engine, heard);

  await under(client, sleep(300));
  await under(
    client,
    server.stop(true).then(() => sleep(300)),
  );
  await under(
    client,
    server.startAgain().then(() => sleep(300)),
  );
  const withData = heard.trades.size;
  t.ok(withData > 20, `${withData} trades until Redis was back with its data`);

  await under(
    client,
    server.stop(false).then(() => sleep(300)),
  );
  await under(
    client,
    server.startAgain().then(() => sleep(300)),
  );
  t.ok(heard.trades.size > withData, `${heard.trades.size} trades until it was back without`);

  await client.massCancel(); // Its answer comes after all reports before it.
  client.close();
  await engine.kill('SIGKILL');
  engine = await EngineProcess.start({ config, data: engine.data });
  client = await connect(engine, heard);
  await trade(client, 20);
  await client.massCancel();

  const [trades, orders] = streamKeys(PREFIX, await journalOf(server));
  const last = [...heard.orders].at(-1)!;
  const deadline = Date.now() + SETTLE_MS;
  const ids = async (key: string) => (await entriesOf(server, key)).map(([id]) => id);
  while (!(await ids(orders)).includes(last) && Date.now() < deadline) await sleep(100);

  const streamed = await ids(trades);
  t.equal(new Set(streamed).size, streamed.length, 'no trade twice');
  t.same(streamed, inOrder(heard.trades), `all ${streamed.length} trades`);
  const told = await ids(orders);
  t.equal(new Set(told).size, told.length, 'no order event twice');
  t.same(told, inOrder(heard.orders), `all ${told.length} order events`);
  client.close();
  t.same(await engine.stop(), { code: 0, signal: null });
});

function inOrder(ids: Iterable<string>): string[] {
  return [...ids].sort((a, b) => {
    const [sequenceA, indexA] = a.split('-').map(Number);
    const [sequenceB, indexB] = b.split('-').map(Number);
    return sequenceA - sequenceB || indexA - indexB;
  });
}
