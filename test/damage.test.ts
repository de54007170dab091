/** Torn tails, damage and full disks, as the whole process meets them: what it says, how it ends, what is left. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import t, { type Test } from 'tap';
import { HEADER_BYTES } from '../engine/journal/format.js';
import { listImages } from '../engine/journal/image.js';
import { PregaoClient } from '../protocol/client/index.js';
import { groundConfig, KEYS, LIMITS } from './crash/ground.js';
import { texts } from './crash/quiet.js';
import { Scene } from './crash/scene.js';
import { Truth } from './crash/truth.js';
import { Wiretap } from './crash/wiretap.js';
import { program } from './support/program.js';

t.setTimeout(180_000);

const ORDERS = 12;
const ORDER = { symbol: 'ONE', side: 'buy', price: '9000', quantity: '1', tif: 'gtc' } as const;

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

t.test('one data directory, cut and damaged again and again', async (t) => {
  const scene = await running(t);
  await placeOrders(scene, ORDERS);
  await scene.kill();

  await t.test('a torn tail is cut off, and the log says how much', async (t) => {
    const { stateHash } = scene.verify();
    const { segment, offset, bytes } = scene.lastBatches().at(-1)!;
    const end = offset + bytes;
    const torn = scene.tear(0.7);
    const { log, stateHash: recovered } = await scene.start();
    t.match(log, `cut ${torn} bytes (${Math.floor(torn / 64)} whole records) off segment 1 at offset ${end}`);
    t.equal(recovered, stateHash, 'nothing that was acknowledged is gone');
    t.equal(statSync(scene.pathOf(segment)).size, end);
    await scene.kill();
  });

  await t.test('a segment whose header was being written is taken away', async (t) => {
    const { stateHash } = scene.verify();
    const begun = scene.files.create('segment-00000003.journal');
    begun.write(new Uint8Array(70), 70, 0);
    begun.close();
    const engine = await scene.start();
    t.match(engine.log, /cut 70 bytes .* off segment 3 at offset 0/);
    t.equal(engine.stateHash, stateHash);
    await placeOrders(scene, ORDERS);
    await scene.kill();
  });

  await t.test('what is cut off within its last batches is lost, and nothing before it', async (t) => {
    const batch = scene.lastBatches().at(-3)!;
    scene.cut(batch, 0.5);
    const left = Truth.read(scene.data).openOrders();
    t.ok(left.length < 2 * ORDERS);
    const engine = await scene.start();
    t.match(
      engine.log,
      new RegExp(`cut ${Math.floor(batch.bytes * 0.5)} bytes .* at offset ${batch.offset}`),
    );
    t.strictSame(texts(Truth.read(scene.data).openOrders()), texts(left));
    await scene.kill();
  });

  await t.test('damage with commits behind it stops the start, and nothing is changed', async (t) => {
    const segment = 'segment-00000001.journal';
    flipByte(scene.pathOf(segment), HEADER_BYTES + 20);
    const before = contents(scene);
    const engine = scene.launch();
    t.same(await engine.exit(), { code: 65, signal: null });
    const where = `\\(segment 1, offset ${HEADER_BYTES}, after sequence \\d+\\)`;
    t.match(engine.log, new RegExp(`journal is damaged: .*${where}`));
    t.strictSame(contents(scene), before, 'the journal is as it was');
    const { status, stdout } = pregao(['journal', 'verify', scene.data]);
    t.equal(status, 65, 'journal verify says the same');
    t.match(stdout, `segment 1, offset ${HEADER_BYTES}`);
  });

  await t.test('a missing segment stops the start', async (t) => {
    scene.files.remove('segment-00000001.journal');
    const engine = scene.launch();
    t.same(await engine.exit(), { code: 65, signal: null });
    t.match(engine.log, /the first segments are missing.*\(segment 1,/);
  });
});

t.test('damage that a resuming session comes upon ends a running engine with 65', async (t) => {
  const scene = await running(t);
  await placeOrders(scene, 12);
  const { segment, offset } = scene.lastBatches()[3];
  flipByte(scene.pathOf(segment), offset + 20);
  const options = { lastEvent: { sequence: 0, index: 0 }, epoch: 1, reconnect: false };
  await Promise.allSettled([PregaoClient.connect(await scene.address(), KEYS.ann, options)]);
  t.same(await scene.engine.exit(), { code: 65, signal: null });
  t.match(scene.engine.log, /the io thread died: the journal is damaged: .*\(segment 1, offset \d+/);
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

/** The command as a person runs it; @param before runs it, with its own arguments */
function pregao(args: readonly string[], ...before: readonly string[]) {
  const [command, ...rest] = [...before, ...program('engine/cli/pregao.js', ...args).flat()];
  return spawnSync(command, rest, { encoding: 'utf8' });
}

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
    await scene.kill();
    const again = pregao(['start', '--port', '0', '--data', scene.data], 'prlimit', '--fsize=1');
    t.equal(again.status, 74, 'a disk that is full at the start');
    t.match(again.stderr, 'the journal could not write the epoch: EFBIG');
  });
}

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
