/** The lock-step runner: the same seed gives the same interleaving, another one another; it knows when all is quiet. */
import t from 'tap';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LANE_FULL, LaneReader, LaneWriter } from '../rings/lane.js';
import type { Agent } from './agent.js';
import { LockstepRunner, ManualClock } from './lockstep.js';
import { Random } from './random.js';

const RECORDS = 500;

/** Two producers with a small lane each and one consumer; the log is the order in which records were consumed. */
function producersAndConsumer(log: number[]): Agent[] {
  const lanes = [0, 1].map(() => createLane(4, 0, Doorbell.create()));
  const readers = lanes.map((lane) => new LaneReader(lane));
  const producers = lanes.map((lane, index): Agent => {
    const writer = new LaneWriter(lane);
    let written = 0;
    return {
      name: `producer ${index}`,
      doWork() {
        const at = written < RECORDS ? writer.claim() : LANE_FULL;
        if (at === LANE_FULL) return 0;
        writer.i32[at] = index * RECORDS + written++;
        writer.commit();
        return 1;
      },
    };
  });
  const consume = (reader: LaneReader): number => {
    const count = reader.available(3);
    for (let i = 0; i < count; i++) log.push(reader.i32[reader.offset(i)]);
    reader.release(count);
    return count;
  };
  const consumer: Agent = { name: 'consumer', doWork: () => consume(readers[0]) + consume(readers[1]) };
  return [...producers, consumer];
}

function run(seed: number): number[] {
  const log: number[] = [];
  new LockstepRunner(producersAndConsumer(log), seed).runUntilIdle();
  return log;
}

t.test('one seed, one interleaving', async (t) => {
  const first = run(1);
  t.equal(first.length, 2 * RECORDS);
  t.same(run(1), first);
  t.notSame(run(2), first);
  for (const producer of [0, 1])
    t.same(
      first.filter((value) => Math.floor(value / RECORDS) === producer),
      Array.from({ length: RECORDS }, (_, i) => producer * RECORDS + i),
      'whatever the interleaving, each lane keeps its order',
    );
});

t.test(
  'waits for agents that expect answers, and complains with the seed when they never come',
  async (t) => {
    let left = 100;
    const slow: Agent = { name: 'slow', doWork: () => 0, expectsWork: () => left-- > 0 };
    new LockstepRunner([slow], 3).runUntilIdle();
    t.ok(left < 0);
    const never: Agent = { name: 'never', doWork: () => 0, expectsWork: () => true };
    t.throws(() => new LockstepRunner([never], 77).runUntilIdle(1_000), /seed 77/);
    t.throws(() => new LockstepRunner([], 1), RangeError);
  },
);

t.test('the clock stands still until it is moved', async (t) => {
  const clock = new ManualClock(10, 999_000_000);
  clock.read();
  t.same([clock.seconds, clock.nanos], [10, 999_000_000]);
  clock.advance(2_500);
  t.same([clock.seconds, clock.nanos], [13, 499_000_000]);
});

t.test('random numbers are spread evenly', async (t) => {
  const random = new Random(5);
  const counts = new Array(8).fill(0);
  for (let i = 0; i < 80_000; i++) counts[random.below(8)]++;
  t.ok(
    counts.every((count) => Math.abs(count - 10_000) < 500),
    counts.join(),
  );
});
