/** Real threads: handshake, mail, orderly stop, and every way to die. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { Thread, type ThreadSpec } from './spawn.js';
import type { TestData } from './test-thread.js';

const MODULE = new URL('./test-thread.js', import.meta.url);

function spec(mode: TestData['mode'], more: Partial<ThreadSpec> = {}): ThreadSpec {
  return { name: mode, module: MODULE, data: { mode, counter: new SharedArrayBuffer(8) }, ...more };
}

t.test('a thread reports ready, beats while it idles, and stops when asked', async (t) => {
  for (const mode of ['blocking', 'event-loop'] as const) {
    const thread = await Thread.start(spec(mode));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const beats = thread.beats;
    await new Promise((resolve) => setTimeout(resolve, 500));
    const moved = thread.beats - beats;
    t.ok(moved >= 2, `${mode} beats (${moved} in 500 ms)`);
    t.ok(moved <= 50, `${mode} parks (${moved} in 500 ms)`);
    t.same(await thread.stop(), { name: mode, code: 0, error: undefined, asked: true });
    t.same(await thread.stop(), { name: mode, code: 0, error: undefined, asked: true }, 'twice is once');
  }
});

t.test('the body gives a report with ready', async (t) => {
  const thread = await Thread.start(spec('blocking'));
  t.equal(thread.report, 'at your service');
  await thread.stop();
});

t.test('mail reaches a thread that has no event loop, at once and in order', async (t) => {
  for (const mode of ['blocking', 'event-loop'] as const) {
    const thread = await Thread.start(spec(mode));
    const answers: unknown[] = [];
    const all = new Promise<void>((resolve) =>
      thread.onMessage((message) => answers.push(message) === 3 && resolve()),
    );
    await new Promise((resolve) => setTimeout(resolve, 20)); // parked by now
    for (const word of ['a', 'b', 'c']) thread.post(word);
    await all;
    t.same(
      answers.map((answer) => (answer as unknown[]).at(-1)),
      ['a', 'b', 'c'],
    );
    await thread.stop();
  }
});

t.test('an error ends the thread with all it says', async (t) => {
  const thread = await Thread.start(spec('dies-after-ready'));
  const end = await thread.ended;
  t.match(end, { code: 1, asked: false, error: { message: 'the disk is gone', exitCode: 74 } });
});

t.test('a thread that dies before it is ready, or is late, fails the start', async (t) => {
  await t.rejects(Thread.start(spec('dies-at-once')), /cannot begin/);
  await t.rejects(Thread.start(spec('never-ready', { readyMs: 300 })), /not ready within 300 ms/);
  const missing = new URL('./no-such-thread.js', import.meta.url);
  await t.rejects(Thread.start(spec('blocking', { module: missing })), /Cannot find module/);
});

t.test('a thread that does not listen is terminated', async (t) => {
  const thread = await Thread.start(spec('stands-still', { stopMs: 200 }));
  t.match(await thread.stop(), { code: 1, asked: true, error: { message: /did not stop in time/ } });
});

t.test('one that fails while stopping says so', async (t) => {
  const thread = await Thread.start(spec('fails-in-the-end'));
  t.match(await thread.stop(), { code: 1, asked: true, error: { message: 'could not write the image' } });
});

t.test('a thread that eats its memory dies alone', async (t) => {
  const thread = await Thread.start(spec('leaks', { resourceLimits: { maxOldGenerationSizeMb: 64 } }));
  t.match(await thread.ended, { code: 1, asked: false, error: { code: 'ERR_WORKER_OUT_OF_MEMORY' } });
});

t.test('the process ends by itself when all threads have', async (t) => {
  const script = `import('${new URL('./spawn.js', import.meta.url)}').then(async ({ Thread }) => {
    const data = { mode: 'event-loop', counter: new SharedArrayBuffer(8) };
    await (await Thread.start({ name: 'x', module: new URL('${MODULE}'), data })).stop();
  });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
  const killer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  t.same(await once(child, 'exit'), [0, null]);
  clearTimeout(killer);
});
