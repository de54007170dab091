/**
 * Times the turns of an agent that has no clock of its own (the core): stands in its place in the runner and takes the
 * time of one turn in so many. Turns without work are neither recorded nor timed. On the agent's thread.
 */
import type { Histogram } from './histogram.js';

/** Reading the clock twice costs as much as a small command; one turn in this many is timed. */
const TURNS_PER_SAMPLE = 64;
const NS_PER_MS = 1e6;

/** An agent as far as its turns go. */
export interface Turning {
  readonly name: string;
  doWork(): number;
  /** Cheap. True: the next turn will find something. */
  hasWork(): boolean;
  expectsWork?(): boolean;
  close?(): void | Promise<void>;
}

export class TurnTimer {
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
    if (this.left > 1) this.left--;
    else if (this.agent.hasWork()) return this.timedTurn();
    return this.agent.doWork();
  }

  expectsWork(): boolean {
    return this.agent.expectsWork?.() ?? false;
  }

  close(): void | Promise<void> {
    return this.agent.close?.();
  }

  /** The clock is read for these turns alone, because each reading leaves garbage behind. */
  private timedTurn(): number {
    const startMs = this.nowMs();
    const work = this.agent.doWork();
    if (work === 0) return 0;
    this.left = TURNS_PER_SAMPLE;
    const ns = (this.nowMs() - startMs) * NS_PER_MS;
    this.turn.record(ns);
    this.item?.record(ns / work);
    return work;
  }
}
