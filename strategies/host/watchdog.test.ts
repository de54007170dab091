/** When a worker counts as hung: by its heartbeat, and by the time that it was let run. */
import t from 'tap';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { Control, ControlDesk, createControl } from '../../engine/threads/control.js';
import { threadId } from '../../engine/threads/pinning.js';
import { waitedMs } from './run-queue.js';
import { createVitals, Vitals } from './vitals.js';
import { Watchdog } from './watchdog.js';

const RULE = { startMs: 1_000, handlerMs: 500, parkMs: 100 };

/** Looks every 50 ms; `beats` and `waited` say what the worker does at a time. */
function verdict(untilMs: number, beats: (ms: number) => boolean, waited = (_ms: number) => 0) {
  const memory = createControl(Doorbell.create());
  const control = new Control(memory);
  let nowMs = 0;
  const dog = new Watchdog(new ControlDesk(memory), new Vitals(createVitals()), RULE, 0, () => waited(nowMs));
  for (; nowMs <= untilMs; nowMs += 50) {
    if (beats(nowMs)) control.goOn();
    const why = dog.look(nowMs);
    if (why !== undefined) return `${why} (${nowMs})`;
  }
  return 'lives';
}

t.test('verdicts', async (t) => {
  const rows: [string, string, string][] = [
    ['beats with each look', verdict(5_000, () => true), 'lives'],
    ['is parked: a beat every 100 ms', verdict(5_000, (ms) => ms % 100 === 0), 'lives'],
    ['is being loaded', verdict(950, () => false), 'lives'],
    ['was never loaded', verdict(5_000, () => false), 'was not loaded within 1000 ms (1050)'],
    [
      'was not let run while it was loaded',
      verdict(
        5_000,
        () => false,
        (ms) => ms - 900,
      ),
      'lives',
    ],
    ['a handler of 450 ms', verdict(5_000, (ms) => ms % 450 === 0), 'lives'],
    [
      'a handler without end, from 1 s on',
      verdict(5_000, (ms) => ms <= 1_000),
      'a handler ran longer than 500 ms (1650)',
    ],
    [
      'not let run for two seconds',
      verdict(
        3_000,
        (ms) => ms <= 1_000,
        (ms) => Math.max(0, ms - 1_150),
      ),
      'lives',
    ],
    [
      'let run half of the time, in a handler without end',
      verdict(
        5_000,
        (ms) => ms <= 1_000,
        (ms) => Math.max(0, ms - 1_150) / 2,
      ),
      'a handler ran longer than 500 ms (2100)',
    ],
  ];
  for (const [what, found, expected] of rows) t.equal(found, expected, what);
});

t.test('the time that a thread has waited for a processor comes from the kernel', async (t) => {
  t.equal(waitedMs(2 ** 22 + 1), 0, 'of no thread');
  if (process.platform !== 'linux') return;
  const thread = threadId()!;
  t.ok(thread > 0);
  const waited = waitedMs(thread);
  t.ok(waited >= 0 && waited <= performance.now() + performance.timeOrigin);
});
