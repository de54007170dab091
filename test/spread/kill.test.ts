/**
 * The strategy in a real engine that is killed at random moments and started again, with the market going on meanwhile: at the end everything that has filled is hedged
 * once, and at no moment of any life was it more. `SEED` decides how the engine dies; when exactly, the machine decides as well.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { NodeFiles } from '../../engine/journal/node-files.js';
import { realVerifyOptions } from '../../engine/journal/real-core.js';
import { verifyJournal } from '../../engine/journal/verify.js';
import { JOURNAL_DIRECTORY } from '../../engine/journal/verify-command.js';
import { Random } from '../../engine/threads/random.js';
import { RealDay } from './real-day.js';

t.setTimeout(300_000);

const SEED = Number(process.env.SEED ?? Date.now() % 1e6);
const KILLS = 5;
/** Steps of the smallest hedge: 100 dollars at 64,000. */
const SMALLEST_STEPS = 2;

const DEATHS = ['any time', 'at a fill', 'at a hedge', 'while it starts'] as const;

/** The strategy trades again first, so that there is something to lose. */
async function die(day: RealDay, random: Random, death: (typeof DEATHS)[number]): Promise<void> {
  const { filled, hedges } = day;
  await day.until('it trades again', () => day.filled > filled && day.hedges > hedges);
  if (death === 'at a fill') {
    const { filled: now } = day;
    await day.until('a fill', () => day.filled > now);
    await sleep(random.below(20));
  } else if (death === 'at a hedge') {
    const { hedges: now } = day;
    await day.until('a hedge', () => day.hedges > now);
    await sleep(random.below(4));
  } else await sleep(random.below(1_500));
  await day.kill();
  await sleep(random.below(1_000));
  if (death === 'while it starts') await day.dieStarting(200 + random.below(2_500));
}

t.test('killed again and again, it hedges everything once', async (t) => {
  t.comment(`seed ${SEED}`);
  const random = new Random(SEED);
  const day = await RealDay.open(random);
  t.teardown(() => day.close());
  for (let kill = 0; kill < KILLS; kill++) {
    const death = DEATHS[(kill + SEED) % DEATHS.length];
    await die(day, random, death);
    t.comment(`killed ${death}: filled ${day.filled}, hedged ${day.hedged} of ${day.target.toFixed(2)}`);
    await day.start();
  }
  const { filled, hedges } = day;
  await day.until('it goes on', () => day.filled > filled && day.hedges > hedges);
  await day.calm();
  await day.until('all is hedged', () => day.target - day.hedged < SMALLEST_STEPS);
  await sleep(1_000);

  const { hedged, target } = day;
  t.ok(day.filled > 50, `${day.filled} shares filled, ${day.takenMeanwhile} of them while no engine ran`);
  t.ok(day.hedges > 5, `${day.hedges} hedges`);
  t.ok(hedged < target + 1, `${hedged} steps hedged, not past the target ${target.toFixed(2)} by one`);
  t.ok(target - hedged < SMALLEST_STEPS, 'less than one smallest order is unhedged');
  await day.stop();

  const promises = day.promises();
  const tally = day.tally(promises);
  t.same(promises.broken, [], 'at no moment of any life was more on its way than there was to hedge');
  t.equal(tally.filled, day.filled, 'the journal has every fill of B3, once');
  t.equal(tally.hedged, day.hedged, 'and every hedge of Binance, once');
  const files = new NodeFiles(join(day.data, JOURNAL_DIRECTORY));
  const { stateHash, recoveredStateHash } = verifyJournal({ ...realVerifyOptions(), files });
  t.equal(recoveredStateHash, stateHash);
});
