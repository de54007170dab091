/**
 * How a thread waits: it spins as long as work may come at once, then it parks. Every park is bounded, so that a
 * thread looks around now and then whatever happens; ten looks a second of all threads together cost far less than
 * one percent of a core.
 */
export interface WaitPolicy {
  /** Keeps looking this long after the last work before it parks. */
  readonly spinMicros: number;
  /** The same for an event-loop thread whose agents expect answers. */
  readonly pollMicros: number;
  /** An event-loop thread that expects answers looks on inside one turn this long. */
  readonly turnMicros: number;
  /** Longest time parked. */
  readonly parkMs: number;
}

/** Few cores, everybody parks early: a spinning thread would take the core that another one needs. */
export const SHARED: WaitPolicy = { spinMicros: 50, pollMicros: 1_000, turnMicros: 20, parkMs: 100 };

/** The same with durability `sync`: whoever polls for an answer takes the core from the journal that it waits for. */
export const SHARED_SYNC: WaitPolicy = { ...SHARED, pollMicros: 50 };

/** A core for each thread: nobody parks while orders come in, because waking costs 13 to 300 microseconds. */
export const DEDICATED: WaitPolicy = {
  spinMicros: 60_000_000,
  pollMicros: 60_000_000,
  turnMicros: 20,
  parkMs: 100,
};

/** How long a thread has been without work. */
export class Idleness {
  private turns = 0;
  private sinceMs = -1;
  private idleMicros = 0;

  /** @param clockTurns idle turns between two looks at the clock, which costs more than a turn without work */
  constructor(private readonly clockTurns: number) {}

  reset(): void {
    this.turns = 0;
    this.sinceMs = -1;
    this.idleMicros = 0;
  }

  /** Called once per idle turn: true when the thread has been idle for `limitMicros`. */
  longerThan(limitMicros: number): boolean {
    if (this.idleMicros < limitMicros && this.turns++ % this.clockTurns === 0) this.measure();
    return this.idleMicros >= limitMicros;
  }

  private measure(): void {
    const nowMs = performance.now();
    if (this.sinceMs < 0) this.sinceMs = nowMs;
    this.idleMicros = (nowMs - this.sinceMs) * 1000;
  }
}
