/**
 * Cancel-on-disconnect through death and restart: who had it set and does not come back in time loses its orders, at the
 * time that was promised; everybody else's stand. And configurations that no longer name what has orders.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import type { ConfigFile } from '../engine/config/schema.js';
import { type OrderReport, PregaoClient } from '../protocol/client/index.js';
import { groundConfig, KEYS, type Name } from './crash/ground.js';
import { texts } from './crash/quiet.js';
import { Scene } from './crash/scene.js';
import { Truth } from './crash/truth.js';

const GRACE_MS = 1_500;
const LONG_MS = 60_000;
const WAIT_MS = 30_000;

t.setTimeout(180_000);

function sceneOf(t: Test, config: ConfigFile): Scene {
  const scene = new Scene(config, 'sync');
  t.teardown(() => scene.engine.kill('SIGKILL'));
  return scene;
}

/** Logged on, with one order in each instrument. */
async function join(t: Test, scene: Scene, name: Name, cancelOnDisconnect: boolean): Promise<PregaoClient> {
  const client = await PregaoClient.connect(await scene.address(), KEYS[name], {
    cancelOnDisconnect,
    reconnect: false,
  });
  t.teardown(() => client.close());
  for (const symbol of client.securities.keys())
    await client.newOrder({ symbol, side: 'buy', price: '9000', quantity: '2', tif: 'gtc' });
  return client;
}

/** Comes back where it stopped, and collects what it is told. */
async function comeBack(
  t: Test,
  scene: Scene,
  name: Name,
  { lastEvent, epoch }: PregaoClient,
): Promise<OrderReport[]> {
  const client = await PregaoClient.connect(await scene.address(), KEYS[name], { lastEvent, epoch });
  t.teardown(() => client.close());
  const told: OrderReport[] = [];
  client.on('report', (report) => told.push(report));
  return told;
}

/** Accounts of the open orders, by number; house = 1, desk = 2, fund = 3. */
const openAccounts = (scene: Scene): number[] =>
  Truth.read(scene.data)
    .openOrders()
    .map(({ account }) => account)
    .sort();

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!condition() && Date.now() < deadline) await sleep(20);
}

const milliseconds = ({ seconds, nanos }: OrderReport): number => seconds * 1_000 + nanos / 1e6;

t.test(
  'killed with everybody logged on: who comes back keeps its orders, who does not loses them',
  async (t) => {
    const scene = sceneOf(t, groundConfig({ reconnectGraceMs: LONG_MS }));
    await scene.start();
    await join(t, scene, 'ann', false);
    const cat = await join(t, scene, 'cat', true);
    const dan = await join(t, scene, 'dan', true);
    await scene.kill();
    const before = Date.now();
    await scene.start(groundConfig({ reconnectGraceMs: GRACE_MS }));
    const back = await comeBack(t, scene, 'cat', cat);
    t.same(openAccounts(scene), [1, 1, 2, 2, 3, 3], 'at first all of them stand');
    await until(() => openAccounts(scene).length < 6);
    t.same(openAccounts(scene), [1, 1, 2, 2], 'then only those of who came back, or did not ask for it');
    const told = await comeBack(t, scene, 'dan', dan);
    await until(() => told.length === 2);
    t.match(told, [
      { type: 'cancelled', reason: { name: 'CancelOnDisconnect' } },
      { type: 'cancelled', open: '0' },
    ]);
    for (const report of told)
      t.ok(milliseconds(report) >= before + GRACE_MS, 'not before the grace time is over');
    t.same(back, [], 'who came back has missed nothing');
  },
);

t.test('a connection lost while the engine runs, and the engine killed within the grace time', async (t) => {
  const scene = sceneOf(t, groundConfig({ reconnectGraceMs: GRACE_MS }));
  await scene.start();
  const dan = await join(t, scene, 'dan', true);
  await join(t, scene, 'ann', false);
  dan.close();
  await until(() => Truth.read(scene.data).closedSessions.size > 0);
  await scene.kill();
  await scene.start();
  await until(() => openAccounts(scene).length < 4);
  t.same(openAccounts(scene), [1, 1]);
  const told = await comeBack(t, scene, 'dan', dan);
  await until(() => told.length === 2);
  t.match(told, [{ reason: { name: 'CancelOnDisconnect' } }, { reason: { name: 'CancelOnDisconnect' } }]);
});

t.test('what the configuration no longer names is closed, its orders cancelled; numbers stay', async (t) => {
  const config = groundConfig();
  const scene = sceneOf(t, config);
  await scene.start();
  const ann = await join(t, scene, 'ann', false);
  const cat = await join(t, scene, 'cat', false);
  await scene.kill();
  const without: ConfigFile = {
    ...config,
    accounts: ['fund', 'house'],
    keys: config.keys!.filter(({ id }) => id !== 'cat').reverse(),
    instruments: [config.instruments[1]],
  };
  await scene.start(without);
  await until(() => openAccounts(scene).length === 1);
  t.same(
    texts(Truth.read(scene.data).openOrders()).map((text) => / account \d instrument \d /.exec(text)?.[0]),
    [' account 1 instrument 2 '],
    'house keeps its order in TWO, under the numbers that they had',
  );
  const told = await comeBack(t, scene, 'ann', ann);
  await until(() => told.length === 1);
  t.match(told, [
    { type: 'cancelled', symbol: '#1', total: '2', last: '2', reason: { name: 'MassCancelled' } },
  ]);
  await t.rejects(comeBack(t, scene, 'cat', cat), { message: /UnknownKey/ });
  await scene.kill();
  await scene.start(config);
  t.equal(openAccounts(scene).length, 1, 'named again, it starts without orders');
  const again = await comeBack(t, scene, 'cat', cat);
  await until(() => again.length === 2);
  t.match(again, [
    { type: 'cancelled', account: 'desk' },
    { type: 'cancelled', account: 'desk' },
  ]);
  const client = await PregaoClient.connect(await scene.address(), KEYS.dan);
  t.teardown(() => client.close());
  t.match(await client.newOrder({ symbol: 'ONE', side: 'buy', price: '9000', quantity: '1' }), {
    type: 'accepted',
  });
  client.close();
});

t.test(
  'an instrument whose tick has changed stops the start: the journal counts in the old one',
  async (t) => {
    const config = groundConfig();
    const scene = sceneOf(t, config);
    await scene.start();
    await scene.kill();
    const [one, two] = config.instruments;
    const engine = scene.launch({ ...config, instruments: [one, { ...two, tick: '5' }] });
    t.same(await engine.exit(), { code: 2, signal: null });
    t.match(
      engine.log,
      /TWO has tick 5 and lot 1, but the journal .* counts its orders in ticks of 1 and lots of 1/,
    );
  },
);
