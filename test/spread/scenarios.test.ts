/** Every scenario of `npm run scenarios`, on a short day, and that the same seed gives the same day. */
import t from 'tap';
import { playScenario } from './scenario.js';
import { SCENARIOS } from './scenarios.js';

const SEED = Number(process.env.SEED ?? 7);
/** So that all of them fit a test; the command plays whole days. */
const HOURS = 1;

t.setTimeout(0);
t.comment(`seed ${SEED}`);

for (const scenario of SCENARIOS)
  t.test(scenario.name, async (t) => {
    const { wrong, day } = playScenario(scenario, SEED, HOURS);
    t.same(wrong, [], wrong.length > 0 ? day.logged.slice(-20).join('\n') : '');
  });

t.test('the same seed gives the same day', async (t) => {
  const [first, second] = [1, 2].map(() => playScenario(SCENARIOS[0], SEED + 1, HOURS));
  t.same(first.day.logged, second.day.logged);
  t.equal(first.events, second.events);
});
