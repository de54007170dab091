/**
 * Restarts with 200,000 open orders: from zero, from the image of an orderly stop, and from image and tail after a kill.
 * Times are printed, not judged; what is judged is the state, and that a long replay says how far it is.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { PregaoClient } from '../protocol/client/index.js';
import { FilledJournal } from './crash/filled-journal.js';
import { groundConfig, KEYS, LIMITS } from './crash/ground.js';
import { Scene } from './crash/scene.js';

const OPEN_ORDERS = 200_000;
const TRADES = 200_000;
const IDLE_SECONDS = 3;
const USER_HZ = 100;

t.setTimeout(240_000);

const config = groundConfig({
  limits: { ...LIMITS, orders: 1 << 18, levelChunks: 1 << 11, clientIdHistory: 1 << 10 },
});
const scene = new Scene(config, 'sync');
t.teardown(() => scene.engine?.kill('SIGKILL'));

async function startTimed(what: string): Promise<void> {
  const began = performance.now();
  const { output } = await scene.start();
  const seconds = ((performance.now() - began) / 1_000).toFixed(2);
  t.comment(`${what}: ${seconds} s to ready, ${/\(\d+ commands replayed in \d+ ms\)/.exec(output)?.[0]}`);
}

async function placeOne(): Promise<void> {
  const client = await PregaoClient.connect(await scene.address(), KEYS.cat);
  await client.newOrder({ symbol: 'ONE', side: 'buy', price: '9000', quantity: '1', tif: 'gtc' });
  client.close();
}

const leftHash = (): string | undefined => /stopped.*state hash ([0-9a-f]+)/.exec(scene.engine.output)?.[1];
const openOrders = (): number => Number(/(\d+) open orders/.exec(scene.engine.output)?.[1]);

/** CPU seconds that the engine has used. */
function cpuSeconds(): number {
  const fields = readFileSync(`/proc/${scene.engine.child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / USER_HZ;
}

t.test('from zero', async (t) => {
  const began = performance.now();
  const journal = new FilledJournal(scene.data, config);
  for (let i = 0; i < OPEN_ORDERS; i++) journal.order(true);
  for (let i = 0; i < TRADES; i++) journal.order(false);
  journal.close();
  t.comment(`${journal.records} records written in ${((performance.now() - began) / 1_000).toFixed(2)} s`);
  await startTimed('from zero');
  t.equal(openOrders(), OPEN_ORDERS);
  t.equal(scene.engine.stateHash, journal.core.stateHash());
  t.match(
    scene.engine.log,
    /"records":\d+,"sequence":\d+,"msg":"replaying the journal"/,
    'it says how far it is',
  );
});

t.test('orders flow, and it is idle when they do not', async (t) => {
  await placeOne();
  await sleep(1_000);
  const before = cpuSeconds();
  await sleep(IDLE_SECONDS * 1_000);
  const share = (cpuSeconds() - before) / IDLE_SECONDS;
  t.ok(share < 0.05, `idle: ${(share * 100).toFixed(1)} % of one core`);
});

t.test('from the image', async (t) => {
  await scene.stop();
  const left = leftHash();
  await startTimed('from the image');
  t.equal(openOrders(), OPEN_ORDERS + 1);
  t.equal(scene.engine.stateHash, left);
  t.match(scene.engine.output, '(0 commands replayed');
});

t.test('from the image and a tail', async (t) => {
  await placeOne();
  await scene.kill();
  const { stateHash, recoveredStateHash } = scene.verify();
  await startTimed('from image and tail');
  t.equal(openOrders(), OPEN_ORDERS + 2);
  t.equal(scene.engine.stateHash, stateHash, 'as a replay from zero has it');
  t.equal(recoveredStateHash, stateHash);
});
