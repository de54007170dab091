/** An agent that the engine can do without: it may die as often as it likes, and whoever shares its thread goes on. */
import t from 'tap';
import type { Agent } from './agent.js';
import { RestartingAgent } from './restarting-agent.js';

const RULE = { firstMs: 100, longestMs: 1_000, restarts: 2, calmMs: 10_000 };

function rig(make: (life: number) => Partial<Agent>) {
  const told: string[] = [];
  const time = { nowMs: 0 };
  let lives = 0;
  const agent = new RestartingAgent('moody', () => ({ name: 'moody', doWork: () => 1, ...make(++lives) }), {
    rule: RULE,
    nowMs: () => time.nowMs,
    onDeath: (error, afterMs) => told.push(`${error.message} ${afterMs ?? 'given up'}`),
  });
  return { agent, told, time, lives: () => lives };
}

t.test('works like the agent it stands for', async (t) => {
  const { agent } = rig(() => ({ doWork: () => 7, expectsWork: () => true }));
  t.ok(agent.expectsWork());
  t.equal(agent.doWork(), 7);
  t.ok(agent.expectsWork());
});

t.test('dies, waits, comes back, and is given up in the end', async (t) => {
  const { agent, told, time, lives } = rig((life) => ({
    doWork() {
      throw new Error(`death ${life}`);
    },
  }));
  const look = (atMs: number): number => {
    time.nowMs = atMs;
    return agent.doWork();
  };
  t.equal(look(0), 0);
  look(99);
  t.equal(lives(), 1, 'not before its time');
  look(100);
  look(299);
  look(300);
  look(1_000_000);
  t.equal(lives(), 3);
  t.same(told, ['death 1 100', 'death 2 200', 'death 3 given up']);
});

t.test(
  'what cannot be made at first is told at once; later, or where no error is thrown, it is a death like any other',
  async (t) => {
    t.throws(
      () =>
        rig(() => {
          throw new Error('no such file');
        }),
      { message: 'no such file' },
    );
    const { agent, told, time } = rig((life) => {
      if (life === 2) throw 'no reason';
      return {
        doWork() {
          throw new Error('death');
        },
      };
    });
    agent.doWork();
    time.nowMs = 100;
    agent.doWork();
    t.same(told, ['death 100', 'no reason 200']);
  },
);

t.test('closing passes on, and ends the restarts', async (t) => {
  let closed = 0;
  const { agent, lives, time } = rig((life) => ({
    doWork() {
      if (life === 1) return 1;
      throw new Error('again');
    },
    close: () => void closed++,
  }));
  agent.doWork();
  await agent.close();
  time.nowMs = 1_000;
  t.equal(closed, 1);
  t.equal(lives(), 1);
});

t.test('a broken agent that cannot even be closed is gone all the same', async (t) => {
  const { agent, lives, time } = rig(() => ({
    doWork() {
      throw new Error('broken');
    },
    close: () => Promise.reject(new Error('stuck')),
  }));
  agent.doWork();
  await new Promise((resolve) => setImmediate(resolve));
  time.nowMs = 100;
  agent.doWork();
  t.equal(lives(), 2);
});
