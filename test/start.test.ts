/** What a person sees of start and stop: the real process, its output, its exit codes, its appetite when idle. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { PAPER_CONFIG } from '../engine/config/paper.js';
import { EngineProcess, freshDirectory } from './support/engine.js';

const IDLE_SECONDS = 5;
const IDLE_LOOKS = 10;
const USER_HZ = 100;

/** CPU seconds that a process and its threads have used. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / USER_HZ;
}

t.test('starts with nothing but a data directory, says what it loaded, stops with exit code 0', async (t) => {
  const engine = await EngineProcess.start();
  t.teardown(() => engine.kill('SIGKILL'));
  for (const word of ['BTC-USD', 'durability', 'threading', 'MiB', '/v1/orders', '/metrics', 'state hash']) {
    t.match(engine.output, word, `prints ${word}`);
  }
  const health = await fetch(`${engine.httpUrl}/healthz`);
  t.equal(health.status, 200);
  t.equal(statSync(engine.keyFile).mode & 0o777, 0o600, 'the demo key is for its owner only');
  t.same(await engine.stop(), { code: 0, signal: null }, 'Ctrl-C');
});

t.test('idle, it takes less than 5 % of one core', async (t) => {
  const engine = await EngineProcess.start();
  t.teardown(() => engine.kill('SIGKILL'));
  await sleep(2_000);
  let share = await idleShare(engine.child.pid!);
  // Neighbours on the machine make the same work dearer: it is the least that counts.
  for (let looks = 1; share >= 0.05 && looks < IDLE_LOOKS; looks++)
    share = Math.min(share, await idleShare(engine.child.pid!));
  t.comment(`idle: ${(share * 100).toFixed(1)} % of one core`);
  t.ok(share < 0.05, 'below 5 %');
});

async function idleShare(pid: number): Promise<number> {
  const before = cpuSeconds(pid);
  await sleep(IDLE_SECONDS * 1_000);
  return (cpuSeconds(pid) - before) / IDLE_SECONDS;
}

t.test('SIGTERM is as orderly as Ctrl-C', async (t) => {
  const engine = await EngineProcess.start();
  t.same(await engine.kill('SIGTERM'), { code: 0, signal: null });
});

t.test('a second start on the same data directory is refused', async (t) => {
  const engine = await EngineProcess.start();
  t.teardown(() => engine.kill('SIGKILL'));
  const second = EngineProcess.launch({ data: engine.data });
  t.not((await second.exit()).code, 0);
  t.match(second.log, /data directory|in use/i, 'and says why');
});

t.test('an engine that was killed starts again on the same data directory', async (t) => {
  const engine = await EngineProcess.start();
  await engine.kill('SIGKILL');
  const again = await EngineProcess.start({ data: engine.data });
  t.match(again.output, /epoch 2\b/, 'with a new epoch');
  t.same(await again.stop(), { code: 0, signal: null });
});

t.test('a restart after an orderly stop has the state that was left', async (t) => {
  const engine = await EngineProcess.start();
  await engine.stop();
  const left = /stopped.*state hash ([0-9a-f]+)/.exec(engine.output)?.[1];
  const again = await EngineProcess.start({ data: engine.data });
  t.teardown(() => again.kill('SIGKILL'));
  t.ok(left);
  t.equal(again.stateHash, left);
});

t.test('a configuration that is wrong stops the start, naming file, line and key', async (t) => {
  const file = join(freshDirectory(), 'pregao.config.json');
  writeFileSync(file, '{\n  "accounts": ["demo"],\n  "prot": 7070,\n  "instruments": []\n}\n');
  const engine = EngineProcess.launch({ args: ['--config', file] });
  t.equal((await engine.exit()).code, 2);
  t.match(engine.log, `${file}:3: prot: unknown key`);
});

t.test('dedicated threads work as well', async (t) => {
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, threading: 'dedicated' } });
  t.match(engine.output, /threading\s+dedicated/);
  t.same(await engine.stop(), { code: 0, signal: null });
});

t.test('threads run where the configuration says, or the engine does not start', async (t) => {
  const engine = await EngineProcess.start({ config: { ...PAPER_CONFIG, cpus: { core: '0', io: '0' } } });
  t.teardown(() => engine.kill('SIGKILL'));
  t.match(engine.output, /threading.*core on 0, io on 0/);
  const tasks = `/proc/${engine.child.pid}/task`;
  const places = readdirSync(tasks).map((id) => readFileSync(join(tasks, id, 'status'), 'utf8'));
  t.ok(places.filter((status) => /^Cpus_allowed_list:\t0$/m.test(status)).length >= 2);
  const nowhere = EngineProcess.launch({ config: { ...PAPER_CONFIG, cpus: { core: '8000' } } });
  t.equal((await nowhere.exit()).code, 1);
  t.match(nowhere.log, 'cannot run thread core on CPUs "8000"');
});
