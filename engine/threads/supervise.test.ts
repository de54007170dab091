/** Supervision with real threads: who is restarted, who ends the process and with which code, who is reported. */
import t from 'tap';
import { BackOff } from './back-off.js';
import { ExitCode, exitCodeOf } from './exit-codes.js';
import { type SupervisedSpec, type SupervisionEvent, Supervisor } from './supervise.js';
import type { TestData } from './test-thread.js';

const MODULE = new URL('./test-thread.js', import.meta.url);
const QUICK = { firstMs: 10, longestMs: 20, restarts: 3, calmMs: 60_000 };

interface Rig {
  readonly events: SupervisionEvent[];
  readonly fatal: number[];
  readonly supervisor: Supervisor;
  /** Resolves when an event of this kind has come. */
  until(kind: string): Promise<void>;
}

function rig(): Rig {
  const events: SupervisionEvent[] = [];
  const fatal: number[] = [];
  const waiting: { kind: string; resolve: () => void }[] = [];
  const settle = (kind: string) => {
    for (const each of waiting) if (each.kind === kind) each.resolve();
  };
  const supervisor = new Supervisor({
    onEvent: (event) => {
      events.push(event);
      settle(event.kind);
    },
    onFatal: (code) => {
      fatal.push(code);
      settle('fatal');
    },
  });
  const until = (kind: string) => new Promise<void>((resolve) => waiting.push({ kind, resolve }));
  return { events, fatal, supervisor, until };
}

const spec = (
  mode: TestData['mode'],
  onDeath: SupervisedSpec['onDeath'],
  more: Partial<SupervisedSpec> = {},
): SupervisedSpec => ({
  name: mode,
  module: MODULE,
  data: { mode, counter: new SharedArrayBuffer(8) },
  onDeath,
  ...more,
});

t.test('a thread that the engine needs ends the process with its code', async (t) => {
  const { supervisor, fatal, until } = rig();
  const told = until('fatal');
  await supervisor.start(
    spec('leaks', { exitCode: ExitCode.CoreDied }, { resourceLimits: { maxOldGenerationSizeMb: 64 } }),
  );
  await told;
  t.same(fatal, [81]);
  await supervisor.stopAll();
});

t.test('an error that brings its own exit code is heard, and only the first death counts', async (t) => {
  const { supervisor, fatal, until } = rig();
  const told = until('fatal');
  await supervisor.start(spec('dies-after-ready', { exitCode: ExitCode.JournalDied }));
  await told;
  await supervisor.start(spec('dies-after-ready', { exitCode: ExitCode.FeedDied }, { name: 'second' }));
  await supervisor.thread('second')?.ended;
  await new Promise((resolve) => setTimeout(resolve, 20));
  t.same(fatal, [74]);
  await supervisor.stopAll();
});

t.test('others are restarted with back-off and given up in the end', async (t) => {
  const { supervisor, events, fatal, until } = rig();
  const counter = new SharedArrayBuffer(8);
  const over = until('given-up');
  await supervisor.start(
    spec('dies-after-ready', { restart: QUICK }, { data: () => ({ mode: 'dies-after-ready', counter }) }),
  );
  await over;
  t.same(
    events.filter(({ kind }) => kind === 'restarting').map((event) => 'afterMs' in event && event.afterMs),
    [10, 20, 20],
  );
  t.equal(new Int32Array(counter)[0], 4, 'four lives');
  t.same(fatal, []);
  await supervisor.stopAll();
});

t.test(
  'a thread that stands still is reported, and killed and restarted where the rule says so',
  async (t) => {
    const { supervisor, events, until } = rig();
    const restarting = until('restarting');
    await supervisor.start(spec('stands-still', { restart: QUICK }, { stallMs: 300, killWhenStalled: true }));
    await restarting;
    t.same(
      events.map(({ kind }) => kind),
      ['started', 'stalled', 'died', 'restarting'],
    );
    await supervisor.stopAll();
  },
);

t.test('threads that park are not taken for stalled, and stop in the order given', async (t) => {
  const { supervisor, events, fatal } = rig();
  await supervisor.start(spec('blocking', { exitCode: ExitCode.CoreDied }, { stallMs: 600 }));
  await supervisor.start(spec('event-loop', { exitCode: ExitCode.GatewayDied }, { stallMs: 600 }));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const ends = await supervisor.stopAll(['event-loop', 'blocking']);
  t.same(
    ends.map(({ name, code }) => [name, code]),
    [
      ['event-loop', 0],
      ['blocking', 0],
    ],
  );
  t.same(
    events.map(({ kind }) => kind),
    ['started', 'started', 'stopped', 'stopped'],
  );
  t.same(fatal, []);
});

t.test('a first start that fails belongs to the caller', async (t) => {
  const { supervisor, events } = rig();
  await t.rejects(supervisor.start(spec('dies-at-once', { restart: QUICK })), /cannot begin/);
  t.same(events, []);
  await supervisor.stopAll();
});

t.test('back-off doubles, is bounded, gives up, and forgets after a calm life', async (t) => {
  const backOff = new BackOff({ firstMs: 100, longestMs: 350, restarts: 4, calmMs: 1_000 });
  t.same(
    [0, 0, 0].map((lived) => backOff.died(lived)),
    [100, 200, 350],
  );
  t.equal(backOff.died(1_000), 100, 'a calm life makes it the first death again');
  t.same(
    [0, 0, 0, 0].map((lived) => backOff.died(lived)),
    [200, 350, 350, undefined],
  );
});

t.test('exit codes out of errors', async (t) => {
  t.equal(exitCodeOf({ exitCode: 65 }, 82), 65);
  for (const odd of [undefined, null, new Error('x'), { exitCode: 0 }, { exitCode: 256 }, { exitCode: '65' }])
    t.equal(exitCodeOf(odd, 82), 82);
});
