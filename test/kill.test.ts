/**
 * `kill -9` at random moments under load, and what must stand after each restart. `KILL_SEED` repeats a run as far as a
 * machine repeats itself; `KILLS` and `KILLS_ASYNC` ask for more.
 */
import t from 'tap';
import { KillRun } from './crash/kill-run.js';

const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const KILLS = { sync: Number(process.env.KILLS ?? 20), async: Number(process.env.KILLS_ASYNC ?? 8) };

t.setTimeout(60_000 + 10_000 * (KILLS.sync + KILLS.async));

for (const durability of ['sync', 'async'] as const) {
  t.test(`${KILLS[durability]} kills with durability ${durability}, seed ${seed}`, async (t) => {
    t.setTimeout(0);
    const run = new KillRun(t, durability, seed);
    t.teardown(() => run.close());
    await run.begin();
    while (run.kills < KILLS[durability]) await run.round();
    t.comment(run.summary());
    t.same(await run.scene.stop(), { code: 0, signal: null }, 'and an orderly stop');
  });
}
