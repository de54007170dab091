/**
 * Three engines, a Redis Cluster of three, and a desk that trades at all of them through one client. One engine is killed in the middle:
 * the other two go on undisturbed, the killed one recovers alone, and each has one stream in Redis, every event once, in order, without a
 * gap: exactly what the desk was told.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { enginesKey, journalKey, prefixOf, streamKeys } from '../engine/fanout/fanout-agent.js';
import { NodeFiles } from '../engine/journal/node-files.js';
import { realVerifyOptions } from '../engine/journal/real-core.js';
import { verifyJournal } from '../engine/journal/verify.js';
import { JOURNAL_DIRECTORY } from '../engine/journal/verify-command.js';
import { Random } from '../engine/threads/random.js';
import { Desk } from './engines/desk.js';
import { Ground, NAMES, type Name, PREFIX } from './engines/ground.js';
import { idsOf } from './fanout/rig.js';
import { RedisCluster } from './support/redis-cluster.js';

t.setTimeout(240_000);

const SEED = Number(process.env.SEED ?? Date.now() % 1e6);
const WAIT_MS = 60_000;
/** Steps of a desk at an engine before, while and after another one is away. */
const STEPS = 40;

async function until(what: string, is: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await is()); await sleep(20))
    if (Date.now() > end) throw new Error(`${what}: never`);
}

/** So many more steps at each of them. */
async function goOn(desk: Desk, names: readonly Name[]): Promise<void> {
  const goals = names.map((name) => [name, desk.heard[name].answers + STEPS] as const);
  const isThere = () => goals.every(([name, goal]) => desk.heard[name].answers >= goal);
  await until(`${names} go on`, isThere).catch((error: Error) => {
    const [failure] = desk.failures;
    throw failure ?? error;
  });
}

const inOrder = (ids: Iterable<string>): string[] =>
  [...ids].sort((a, b) => {
    const [sequenceA, indexA] = a.split('-').map(Number);
    const [sequenceB, indexB] = b.split('-').map(Number);
    return sequenceA - sequenceB || indexA - indexB;
  });

/** The streams of an engine are what the desk has heard of it, each event once and in order. */
async function expectStreams(t: Test, cluster: RedisCluster, desk: Desk, name: Name): Promise<void> {
  const prefix = prefixOf(PREFIX, name);
  const client = cluster.client();
  const journal = await client.get(journalKey(prefix));
  client.disconnect();
  const [trades, orders] = streamKeys(prefix, journal ?? '');
  const heard = desk.heard[name];
  const last = inOrder(heard.orders).at(-1)!;
  await until(`${name} is told`, async () => (await idsOf(cluster, orders)).at(-1) === last);
  t.ok(heard.trades.size > 20, `${name}: ${heard.trades.size} trades, ${heard.orders.size} order events`);
  t.same(await idsOf(cluster, trades), inOrder(heard.trades), `${name}: every trade, once, in order`);
  t.same(await idsOf(cluster, orders), inOrder(heard.orders), `${name}: every order event, once, in order`);
  t.equal(heard.repeated, 0, `${name}: no report came twice`);
}

/** What does not change of those that live on: their epochs, and how often the desk has logged on. */
const survivors = ({ client, connects }: Desk) => ({
  epochs: [client.epoch, client.others.get('sp3')?.epoch],
  connected: [client.connected, client.others.get('sp3')?.connected],
  connects: [connects.sp1, connects.sp3],
});

function expectOnlyLost(t: Test, { lost }: Desk, name: Name): void {
  t.ok(lost.length > 0, 'the desk is told');
  const others = lost.filter((message) => !message.startsWith(`engine ${name}: `));
  t.same(others, [], 'and nobody else is lost');
}

type Line = Readonly<Record<string, string>>;

/** A reader that prints one JSON object an event, until all of these have come. */
async function readAll(t: Test, [command, ...args]: string[], env: Line, count: number): Promise<Line[]> {
  const child: ChildProcess = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  t.teardown(() => void child.kill('SIGKILL'));
  let [out, complaints] = ['', ''];
  child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
  child.stderr!.on('data', (chunk) => (complaints += chunk));
  const lines = () => out.split('\n').slice(0, -1);
  await until('the reader has read all', () => lines().length >= count).catch((error: Error) => {
    throw new Error(`${error.message}: ${lines().length} of ${count}\n${complaints}`);
  });
  return lines().map((line) => JSON.parse(line));
}

t.test('one of three is killed; the others go on, and every stream is whole', async (t) => {
  t.comment(`seed ${SEED}`);
  const cluster = await RedisCluster.start();
  t.teardown(() => cluster.close());
  const ground = await Ground.open(t, { url: cluster.url, cluster: true, prefix: PREFIX });
  const desk = await Desk.open(ground.of('sp1').url);
  t.teardown(() => desk.client.close());
  desk.go(new Random(SEED));
  await goOn(desk, NAMES);
  t.same([...desk.client.others.keys()].sort(), ['sp2', 'sp3'], 'one connection to each, besides the first');

  const before = survivors(desk);
  await ground.of('sp2').kill('SIGKILL');
  const { answers } = desk.heard.sp2;
  await goOn(desk, ['sp1', 'sp3']);
  t.ok(desk.heard.sp2.answers - answers <= 2, 'nothing is answered by who is dead');
  expectOnlyLost(t, desk, 'sp2');

  const again = await ground.start('sp2');
  t.match(again.output, /recovered {4}sequence [1-9]/);
  await goOn(desk, NAMES);
  await desk.stop();
  t.same(desk.failures, [], 'every request was answered, those of the killed one too');
  expectOnlyLost(t, desk, 'sp2');
  t.same(survivors(desk), before, 'the other two are the same, over the same connections');

  const redis = cluster.client();
  t.same((await redis.smembers(enginesKey(PREFIX))).sort(), NAMES);
  redis.disconnect();
  for (const name of NAMES) await expectStreams(t, cluster, desk, name);
  await expectReaders(t, cluster, desk);

  for (const name of NAMES) {
    const engine = ground.of(name);
    t.same(await engine.stop(), { code: 0, signal: null });
    const files = new NodeFiles(join(engine.data, JOURNAL_DIRECTORY));
    const { stateHash, recoveredStateHash } = verifyJournal({ ...realVerifyOptions(), files });
    t.equal(recoveredStateHash, stateHash, `${name}: its journal alone gives its state`);
  }
});

/** The programs of the documents, in both languages, over the Cluster. */
async function expectReaders(t: Test, cluster: RedisCluster, desk: Desk): Promise<void> {
  const count = NAMES.reduce((sum, name) => sum + desk.heard[name].orders.size, 0);
  const { port } = new URL(cluster.url);
  const python = ['python3', '-I', '-B', '-u', 'docs/examples/redis_reader.py', 'orders', '127.0.0.1', port];
  const typescript = ['node', 'dist/docs/examples/redis-reader.js'];
  const env = { REDIS_URL: cluster.url, CLUSTER: '1' };
  for (const command of [python, typescript]) {
    const lines = await readAll(t, command, env, count);
    for (const name of NAMES) {
      const ids = lines.filter(({ engine }) => engine === name).map(({ id }) => id);
      t.same(ids, inOrder(desk.heard[name].orders), `${command[0]}: ${name}, every event once, in order`);
    }
  }
}
