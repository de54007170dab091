/** A strategy's log lines: their shape, and that there are only so many. */
import t from 'tap';
import { strategyLog } from './strategy-log.js';

function logger(level = 'info') {
  const written: Record<string, unknown>[] = [];
  const state = { nowMs: Date.UTC(2026, 0, 1), full: false };
  const write = (line: string) => !state.full && written.push(JSON.parse(line)) > 0;
  const log = strategyLog('strategy x', level, { write, nowMs: () => state.nowMs });
  return { log, written, state };
}

t.test('a line is like every other of the engine', async (t) => {
  const { log, written } = logger();
  log('bought', { lots: 3 });
  t.same(written, [
    { level: 'info', time: '2026-01-01T00:00:00.000Z', thread: 'strategy x', lots: 3, msg: 'bought' },
  ]);
  for (const level of ['warn', 'error']) {
    const quiet = logger(level);
    quiet.log('bought');
    t.same(quiet.written, [], `not at level ${level}`);
  }
});

t.test('a hundred lines a second; what is cut is counted', async (t) => {
  const { log, written, state } = logger();
  for (let i = 0; i < 150; i++) log(`line ${i}`);
  t.equal(written.length, 100);
  state.nowMs += 1_000;
  log('later');
  t.match(written.at(-1), { msg: 'later', cut: 50 });
  log('and later');
  t.notOk('cut' in written.at(-1)!);
  state.full = true;
  log('nobody reads');
  state.full = false;
  log('again');
  t.match(written.at(-1), { msg: 'again', cut: 1 });
});
