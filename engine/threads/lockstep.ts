/**
 * Drives any number of agents on one thread in an order that a seed decides, for tests: each step lets one agent work
 * once. Agents that threads would run side by side are so interleaved in ways that a real run rarely shows, and a
 * failure comes back with its seed. Sockets, files and clock of the agents are simulated ones, passed in by the test.
 */
import type { Agent, Clock } from './agent.js';
import { Random } from './random.js';

export class LockstepRunner {
  readonly random: Random;
  /** Steps taken so far. */
  steps = 0;

  constructor(
    private readonly agents: readonly Agent[],
    readonly seed: number,
  ) {
    if (agents.length === 0) throw new RangeError('a lock-step runner needs an agent');
    this.random = new Random(seed);
  }

  /** One agent, drawn at random, works once. */
  step(): number {
    this.steps++;
    return this.agents[this.random.below(this.agents.length)].doWork();
  }

  run(steps: number): number {
    let work = 0;
    for (let i = 0; i < steps; i++) work += this.step();
    return work;
  }

  /**
   * Steps until every agent in turn has found nothing to do and expects nothing. Throws, naming the seed, when that
   * has not come after `maxSteps`.
   */
  runUntilIdle(maxSteps = 1_000_000): number {
    let work = 0;
    for (let left = maxSteps; left > 0; left -= this.agents.length) {
      const done = this.run(this.agents.length) + this.allOnce();
      work += done;
      if (done === 0 && !this.agents.some((agent) => agent.expectsWork?.())) return work;
    }
    throw new Error(`not idle after ${maxSteps} steps (seed ${this.seed})`);
  }

  private allOnce(): number {
    let work = 0;
    for (const agent of this.agents) work += agent.doWork();
    return work;
  }
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  constructor(
    public seconds = 0,
    public nanos = 0,
  ) {}

  read(): void {}

  advance(milliseconds: number): void {
    const nanos = this.nanos + milliseconds * 1e6;
    this.seconds += Math.floor(nanos / 1e9);
    this.nanos = nanos % 1e9;
  }
}
