/**
 * Times the turns of an agent that has no clock of its own (the core): stands in its place in the runner and takes the
 * time of one turn in so many. Turns without work are not recorded. On the agent's thread; allocates nothing.
 */
import type { Histogram } from './histogram.js';

/** Reading the clock twice costs as much as a small command; one turn in this many is timed. */
const TURNS_PER_SAMPLE = 64;
const NS_PER_MS = 1e6;

/** An agent as far as its turns go. */
export interface Turning {
  readonly name: string;
  doWork(): number;
  expectsWork?(): boolean;
  close?(): void | Promise<void>;
}

export class TurnTimer implements Turning {
  readonly name: string;
  private left = 1;

  /**
   * @param turn takes the length of a turn
   * @param item takes the turn's length divided by the work done in it
   */
  constructor(
    private readonly agent: Turning,
    private readonly turn: Histogram,
    private readonly item?: Histogram,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.name = agent.name;
  }

  doWork(): number {
    if (--this.left > 0) return this.agent.doWork();
    const start = this.nowMs();
    const work = this.agent.doWork();
    if (work > 0) this.sample(this.nowMs() - start, work);
    else this.left = 1;
    return work;
  }

  expectsWork(): boolean {
    return this.agent.expectsWork?.() ?? false;
  }

  close(): void | Promise<void> {
    return this.agent.close?.();
  }

  private sample(ms: number, work: number): void {
    this.left = TURNS_PER_SAMPLE;
    const ns = ms * NS_PER_MS;
    this.turn.record(ns);
    this.item?.record(ns / work);
  }
}
