/** Torn tails, damage and full disks, as the whole process meets them: what it says, how it ends, what is left. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import t, { type Test } from 'tap';
import { listImages } from '../engine/journal/image.js';
import { PregaoClient } from '../protocol/client/index.js';
import { groundConfig, KEYS, LIMITS } from './crash/ground.js';
import { texts } from './crash/quiet.js';
import { Scene } from './crash/scene.js';
import { Truth } from './crash/truth.js';
import { Wiretap } from './crash/wiretap.js';

t.setTimeout(180_000);

const ORDER = { symbol: 'ONE', side: 'buy', price: '9000', quantity: '1', tif: 'gtc' } as const;

/** A scene with some orders in the journal, one batch each, whose engine has been killed. */
async function killed(t: Test, orders = 12): Promise<Scene> {
  const scene = await running(t);
  await placeOrders(scene, orders);
  await scene.kill();
  return scene;
}

async function running(t: Test, config = groundConfig()): Promise<Scene> {
  const scene = new Scene(config, 'sync');
  t.teardown(() => scene.engine.kill('SIGKILL'));
  await scene.start();
  return scene;
}

async function placeOrders(scene: Scene, orders: number): Promise<void> {
  const client = await PregaoClient.connect(await scene.address(), KEYS.ann);
  for (let i = 0; i < orders; i++) await client.newOrder(ORDER);
  client.close();
}

function flipByte(path: string, offset: number): void {
  const byte = readFileSync(path).subarray(offset, offset + 1);
  const file = openSync(path, 'r+');
  writeSync(file, Uint8Array.of(byte[0] ^ 0x10), 0, 1, offset);
  closeSync(file);
}

/** Everything in the journal directory: names and bytes. */
const contents = (scene: Scene): string[] =>
  readdirSync(scene.files.directory).map(
    (name) => `${name} ${readFileSync(scene.pathOf(name)).toString('base64')}`,
  );

t.test('a torn tail is cut off, and the log says how much', async (t) => {
  const scene = await killed(t);
  const { stateHash } = scene.verify();
  const { segment, offset, bytes } = scene.lastBatches().at(-1)!;
  scene.tear(0.7);
  const engine = await scene.start();
  const torn = Math.floor(bytes * 0.7);
  t.match(
    engine.log,
    `cut ${torn} bytes (${Math.floor(torn / 64)} whole records) off segment 1 at offset ${offset + bytes}`,
  );
  t.equal(engine.stateHash, stateHash, 'nothing that was acknowledged is gone');
  t.equal(statSync(scene.pathOf(segment)).size, offset + bytes);
});

t.test('a tail cut off within its last batch loses what stood there, and nothing before it', async (t) => {
  const scene = await killed(t);
  const batch = scene.lastBatches().at(-3)!;
  scene.cut(batch, 0.5);
  const left = Truth.read(scene.data).openOrders();
  t.ok(left.length < 12);
  const engine = await scene.start();
  t.match(engine.log, new RegExp(`cut ${Math.floor(batch.bytes * 0.5)} bytes .* at offset ${batch.offset}`));
  t.strictSame(texts(Truth.read(scene.data).openOrders()), texts(left));
});

t.test('a segment whose header was being written is taken away', async (t) => {
  const scene = await killed(t);
  const { stateHash } = scene.verify();
  const begun = scene.files.create('segment-00000002.journal');
  begun.write(new Uint8Array(70), 70, 0);
  begun.close();
  const engine = await scene.start();
  t.match(engine.log, /cut 70 bytes .* off segment 2 at offset 0/);
  t.equal(engine.stateHash, stateHash);
});

t.test('damage with commits behind it stops the start, and nothing is changed', async (t) => {
  const scene = await killed(t);
  const { segment, offset } = scene.lastBatches()[3];
  flipByte(scene.pathOf(segment), offset + 20);
  const before = contents(scene);
  const engine = scene.launch();
  t.same(await engine.exit(), { code: 65, signal: null });
  t.match(
    engine.log,
    new RegExp(`journal is damaged: .*\\(segment 1, offset ${offset}, after sequence \\d+\\)`),
  );
  t.strictSame(contents(scene), before, 'the journal is as it was');
  const verify = spawnSync(process.execPath, ['engine/cli/pregao.js', 'journal', 'verify', scene.data], {
    encoding: 'utf8',
  });
  t.equal(verify.status, 65, 'journal verify says the same');
  t.match(verify.stdout, `segment 1, offset ${offset}`);
});

t.test('damage that a resuming session comes upon ends a running engine with 65', async (t) => {
  const scene = await running(t);
  await placeOrders(scene, 12);
  const { segment, offset } = scene.lastBatches()[3];
  flipByte(scene.pathOf(segment), offset + 20);
  const options = { lastEvent: { sequence: 0, index: 0 }, epoch: 1, reconnect: false };
  const client = await PregaoClient.connect(await scene.address(), KEYS.ann, options);
  t.teardown(() => client.close());
  t.same(await scene.engine.exit(), { code: 65, signal: null });
  t.match(scene.engine.log, /the io thread died: the journal is damaged: .*\(segment 1, offset \d+/);
});

t.test('a missing segment stops the start', async (t) => {
  const scene = await killed(t);
  await scene.start();
  await scene.kill();
  scene.files.remove('segment-00000001.journal');
  const engine = scene.launch();
  t.same(await engine.exit(), { code: 65, signal: null });
  t.match(engine.log, /the first segments are missing.*\(segment 1,/);
});

t.test('a damaged image is passed over', async (t) => {
  const scene = await running(t);
  for (let i = 0; i < 2; i++) {
    await placeOrders(scene, 3);
    t.same(await scene.stop(), { code: 0, signal: null });
    if (i === 0) await scene.start();
  }
  const left = /stopped.*state hash ([0-9a-f]+)/.exec(scene.engine.output)?.[1];
  const [newest, older] = listImages(scene.files);
  flipByte(scene.pathOf(newest), statSync(scene.pathOf(newest)).size - 5);
  const engine = await scene.start();
  t.match(engine.log, `${newest} is not used: its checksum differs`);
  t.match(engine.log, `loaded ${older}`);
  t.equal(engine.stateHash, left);
});

/** From now on no file of the engine may grow beyond `bytes`: its writes fail with EFBIG half-way, as on a full disk. */
function limitFiles(pid: number, bytes: number): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}

for (const durability of ['sync', 'async'] as const) {
  t.test(`a full disk ends the process with 74, durability ${durability}`, async (t) => {
    const scene = new Scene(groundConfig(), durability);
    t.teardown(() => scene.engine.kill('SIGKILL'));
    const engine = await scene.start();
    const tap = new Wiretap(scene.address);
    const client = await PregaoClient.connect('', KEYS.ann, { transport: tap.transport });
    t.teardown(() => client.close());
    await client.newOrder(ORDER);
    limitFiles(engine.child.pid!, statSync(scene.pathOf('segment-00000001.journal')).size + 1_000);
    const calls = Array.from({ length: 200 }, () => client.newOrder(ORDER).catch(() => {}));
    t.same(await engine.exit(), { code: 74, signal: null });
    t.match(engine.log, /the journal could not write \d+ bytes to segment-00000001.journal: EFBIG/);
    await client.once('disconnected');
    const { lastSequence } = scene.verify();
    const behind = tap.takeBehind(lastSequence).length;
    if (durability === 'sync') t.equal(behind, 0, 'nothing was acknowledged that is not on disk');
    await scene.kill();
    await Promise.all([scene.start(), client.once('connected')]);
    await Promise.all(calls);
    t.equal(tap.welcomes.at(-1)?.gap, behind > 0);
    const open = Truth.read(scene.data).openOrders().length;
    t.equal(open, 201 - behind, 'with room again, the client finds its way back and nothing is there twice');
  });
}

t.test('a disk that is full at the start ends it with 74', async (t) => {
  const scene = await killed(t);
  const command = ['start', '--port', '0', '--data', scene.data];
  const { status, stderr } = spawnSync(
    'prlimit',
    ['--fsize=1', process.execPath, 'engine/cli/pregao.js', ...command],
    {
      encoding: 'utf8',
    },
  );
  t.equal(status, 74);
  t.match(stderr, 'the journal could not write the epoch: EFBIG');
  await scene.start();
  t.equal(Truth.read(scene.data).openOrders().length, 12);
});

t.test('no room for the image: everything is journaled, and the stop says what is missing', async (t) => {
  const scene = await running(t, groundConfig({ limits: { ...LIMITS, instruments: 1 << 14 } }));
  await placeOrders(scene, 5);
  limitFiles(scene.engine.child.pid!, 1 << 16);
  const exit = await scene.stop();
  t.same(exit, { code: 74, signal: null });
  t.match(scene.engine.log, /the journal could not write the image \(all is journaled/);
  t.same(
    readdirSync(scene.files.directory).filter((name) => /^image.*bin$/.test(name)),
    [],
  );
  const engine = await scene.start();
  t.match(engine.output, /recovered .* 5 open orders/);
});
