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
  /** It parks at once when all that it waited for has come: who is to read that may need this very core. */
  readonly letGo: boolean;
  /** Longest time parked. */
  readonly parkMs: number;
  /** A blocking thread sleeps so long after a turn with little work, so that the next one finds more together. */
  readonly restMs: number;
}

/** Few cores, everybody parks early: a spinning thread would take the core that another one needs. */
export const SHARED: WaitPolicy = {
  spinMicros: 50,
  pollMicros: 200,
  turnMicros: 20,
  letGo: true,
  parkMs: 100,
  restMs: 0,
};

/**
 * The core's while nobody waits for the journal: waking it costs more than all that it does for an order, so it goes on
 * looking as long as clients usually take for their next one.
 */
export const SHARED_CORE: WaitPolicy = { ...SHARED, spinMicros: 200 };

/**
 * The journal's meanwhile: each write and sync takes a core from somebody for most of a millisecond, so it waits until
 * many records are due.
 */
export const SHARED_JOURNAL: WaitPolicy = { ...SHARED, spinMicros: 0, restMs: 40 };

/** Everybody's with durability `sync`: whoever polls for an answer takes the core from the journal that it waits for. */
export const SHARED_SYNC: WaitPolicy = { ...SHARED, pollMicros: 50 };

/** A core for each thread: nobody parks while orders come in, because waking costs 13 to 300 microseconds. */
export const DEDICATED: WaitPolicy = {
  spinMicros: 60_000_000,
  pollMicros: 60_000_000,
  turnMicros: 20,
  letGo: false,
  parkMs: 100,
  restMs: 0,
};

const EIGHTH_SHIFT = 3;
/** Turns between two looks at the clock at most: a fraction of a second. */
const LONGEST_STEP = 1 << 22;

/**
 * How long a thread has been without work. Looks at the clock ever more seldom the longer that is, because each reading
 * costs more than a turn without work, and leaves garbage behind: the answer is late by an eighth at most.
 */
export class Idleness {
  private step: number;
  private left = 0;
  private sinceMs = -1;
  private idleMicros = 0;

  /** @param clockTurns idle turns between the first two looks at the clock */
  constructor(private readonly clockTurns: number) {
    this.step = clockTurns;
  }

  reset(): void {
    this.step = this.clockTurns;
    this.left = 0;
    this.sinceMs = -1;
    this.idleMicros = 0;
  }

  /** Called once per idle turn: true when the thread has been idle for `limitMicros`. */
  longerThan(limitMicros: number): boolean {
    if (this.idleMicros < limitMicros && --this.left < 0) this.measure();
    return this.idleMicros >= limitMicros;
  }

  private measure(): void {
    this.left = this.step - 1;
    this.step = Math.min(this.step + Math.max(1, this.step >> EIGHTH_SHIFT), LONGEST_STEP);
    const nowMs = performance.now();
    if (this.sinceMs < 0) this.sinceMs = nowMs;
    this.idleMicros = (nowMs - this.sinceMs) * 1000;
  }
}
