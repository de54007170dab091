/** Runners: they poll while there is work, park when there is none, wake for bells and requests, and cost little idle. */
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { Doorbell } from '../rings/doorbell.js';
import { createLane, LaneReader, LaneWriter } from '../rings/lane.js';
import type { Agent } from './agent.js';
import { Control, ControlDesk, createControl } from './control.js';
import { runOnEventLoop } from './event-loop.js';
import { DEDICATED, Idleness, SHARED, SHARED_SYNC } from './policy.js';
import { runBlocking } from './runner.js';
import { Thread } from './spawn.js';

t.test('blocking: runs every agent each turn, in order, until asked to stop', async (t) => {
  const control = createControl();
  const desk = new ControlDesk(control);
  const log: string[] = [];
  const agents = ['a', 'b'].map(
    (name): Agent => ({
      name,
      doWork() {
        if (log.push(name) === 10) desk.requestStop();
        return 1;
      },
    }),
  );
  runBlocking(agents, new Doorbell(control.bell), SHARED, new Control(control));
  t.equal(log.join(''), 'ababababab');
  t.equal(desk.beats, 6, 'five turns and the one that stopped');
});

t.test('blocking: looks once more after parking, so that work in between is not left lying', async (t) => {
  const control = createControl();
  const desk = new ControlDesk(control);
  const word = new Int32Array(control.bell);
  let looksWhileParked = 0;
  const agent: Agent = {
    name: 'late',
    doWork() {
      if (word[0] !== 1) return 0;
      if (++looksWhileParked === 3) desk.requestStop();
      return 1;
    },
  };
  const startMs = performance.now();
  runBlocking([agent], new Doorbell(control.bell), { ...SHARED, parkMs: 5_000 }, new Control(control));
  t.ok(performance.now() - startMs < 1_000, 'it never slept');
  t.equal(word[0], 0, 'and left the bell unparked');
});

t.test('mail is read between turns, and more than once', async (t) => {
  const control = createControl();
  const desk = new ControlDesk(control);
  let read = 0;
  const inside = new Control(control, () => read++);
  t.ok(inside.goOn());
  desk.announceMail();
  t.ok(inside.wanted);
  t.ok(inside.goOn());
  t.ok(inside.goOn());
  desk.announceMail();
  t.ok(inside.goOn());
  t.equal(read, 2);
  desk.announceMail();
  desk.requestStop();
  t.notOk(inside.goOn());
  t.equal(read, 3, 'mail that came before the stop is read');
});

/** Counts turns; works when told so. */
class Counting implements Agent {
  readonly name = 'counting';
  turns = 0;
  todo = 0;
  expecting = false;

  doWork(): number {
    this.turns++;
    const work = this.todo;
    this.todo = 0;
    return work;
  }

  expectsWork(): boolean {
    return this.expecting;
  }
}

t.test('event loop: parks when idle, polls while answers are expected, and parks again', async (t) => {
  const agent = new Counting();
  const bell = Doorbell.create();
  const run = runOnEventLoop([agent], new Doorbell(bell), { ...SHARED, pollMicros: 50_000 });
  await delay(100);
  const parked = agent.turns;
  await delay(500);
  t.ok(agent.turns - parked <= 14, `${agent.turns - parked} turns in half a second of nothing`);
  t.ok(agent.turns > parked, 'but it looks around');
  agent.expecting = true;
  run.wake();
  const before = agent.turns;
  await delay(20);
  t.ok(agent.turns - before > 100, `${agent.turns - before} turns in 20 ms of expecting`);
  await delay(150);
  const later = agent.turns;
  await delay(300);
  t.ok(agent.turns - later <= 10, 'an answer that does not come is not polled for without end');
  await run.stop();
  const last = agent.turns;
  await delay(150);
  t.equal(agent.turns, last, 'stopped is stopped');
});

t.test('event loop: a bell from another thread wakes it long before its park ends', async (t) => {
  const bell = Doorbell.create();
  const lane = createLane(8, 0, bell);
  const [reader, writer] = [new LaneReader(lane), new LaneWriter(lane)];
  let arrived = 0;
  const agent: Agent = {
    name: 'reader',
    doWork() {
      const count = reader.available(8);
      if (count > 0) arrived = performance.now();
      reader.release(count);
      return count;
    },
  };
  const run = runOnEventLoop([agent], new Doorbell(bell), { ...SHARED, parkMs: 30_000 });
  for (let i = 0; i < 5; i++) {
    run.wake(); // A park ends by itself; the wait that was made for it goes on and serves the next.
    await delay(30); // parked by now
    arrived = 0;
    const sentMs = performance.now();
    writer.claim();
    writer.commit();
    while (arrived === 0 && performance.now() - sentMs < 5_000) await delay(1);
    t.ok(arrived > sentMs, `woken after ${(arrived - sentMs).toFixed(3)} ms`);
  }
  await run.stop();
});

t.test('event loop: waking twice, or late, starts no second chain of turns', async (t) => {
  const agent = new Counting();
  const policy = { ...SHARED, spinMicros: 0, parkMs: 60 };
  const run = runOnEventLoop([agent], new Doorbell(Doorbell.create()), policy);
  for (let i = 0; i < 50; i++) {
    await delay(2);
    for (let k = 0; k < 5; k++) run.wake();
  }
  const before = agent.turns;
  await delay(600);
  t.ok(agent.turns - before <= 30, `${agent.turns - before} turns in ten parks`);
  await run.stop();
});

t.test('event loop: an agent that throws ends the run with its error', async (t) => {
  const agent: Agent = {
    name: 'broken',
    doWork() {
      throw new Error('out of order');
    },
  };
  const run = runOnEventLoop([agent], new Doorbell(Doorbell.create()), SHARED);
  await t.rejects(run.ended, /out of order/);
});

t.test('idle threads take next to nothing of a core', async (t) => {
  const module = new URL('./test-thread.js', import.meta.url);
  const data = (mode: string) => ({ mode, counter: new SharedArrayBuffer(8) });
  const modes = ['blocking', 'blocking', 'event-loop'];
  const threads = await Promise.all(
    modes.map((mode, i) => Thread.start({ name: `${mode} ${i}`, module, data: data(mode) })),
  );
  await delay(500);
  const startMs = performance.now();
  const before = process.cpuUsage();
  await delay(2_000);
  const { user, system } = process.cpuUsage(before);
  const share = (user + system) / 1000 / (performance.now() - startMs);
  t.ok(share < 0.03, `${(share * 100).toFixed(2)} % of a core`);
  await Promise.all(threads.map((thread) => thread.stop()));
});

t.test('idleness is measured, not counted', async (t) => {
  const idleness = new Idleness(1);
  t.notOk(idleness.longerThan(20_000));
  await delay(25);
  t.ok(idleness.longerThan(20_000));
  t.ok(idleness.longerThan(20_000), 'and stays so');
  t.notOk(idleness.longerThan(10_000_000));
  idleness.reset();
  t.notOk(idleness.longerThan(20_000));
  t.ok(SHARED_SYNC.pollMicros < SHARED.pollMicros && DEDICATED.spinMicros > SHARED.spinMicros);
});

t.test(
  'event loop: parks at once when what it waited for has come, unless it has a core for itself',
  async (t) => {
    for (const policy of [SHARED, DEDICATED]) {
      let turns = 0;
      let answer = 0;
      const agent: Agent = {
        name: 'asks',
        doWork() {
          turns++;
          return turns === answer ? 1 : 0;
        },
        expectsWork: () => turns < answer,
      };
      const run = runOnEventLoop([agent], new Doorbell(Doorbell.create()), { ...policy, spinMicros: 50_000 });
      await delay(120); // parked by now
      answer = turns + 5;
      run.wake();
      await delay(20);
      const after = turns - answer;
      t.ok(policy.letGo ? after <= 5 : after > 20, `${after} turns after the answer`);
      await run.stop();
    }
  },
);

t.test('blocking: who rests between turns with work finds more in the next one', async (t) => {
  const control = createControl();
  const desk = new ControlDesk(control);
  const turnsMs: number[] = [];
  const agent: Agent = {
    name: 'rests',
    doWork() {
      if (turnsMs.push(performance.now()) === 7) desk.requestStop();
      return turnsMs.length < 5 ? 1 : 4_096;
    },
  };
  runBlocking([agent], new Doorbell(control.bell), { ...SHARED, restMs: 20 }, new Control(control));
  const between = (from: number, to: number) => turnsMs[to] - turnsMs[from];
  t.ok(between(0, 4) >= 4 * 19, `four turns with little to do in ${between(0, 4)} ms`);
  t.ok(between(4, 6) < between(0, 2), `two with much in ${between(4, 6)} ms`);
});
