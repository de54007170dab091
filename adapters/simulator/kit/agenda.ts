/**
 * The time of one simulator and what is due at which moment of it. Whoever owns the simulator moves it: the shell with the
 * machine's clock, a test as it likes. Jobs run in the order of their times, those of the same moment in the order in which they were
 * asked for, so the same calls always give the same run.
 */
export interface Clock {
  readonly nowMs: number;
}

export interface Job {
  readonly dueMs: number;
  cancel(): void;
}

interface Entry extends Job {
  dueMs: number;
  isCancelled: boolean;
  readonly run: () => void;
  readonly periodMs: number;
}

/** Later than this, periods are left out where time is real. */
const MAX_BEHIND_MS = 1_000;

export class Agenda implements Clock {
  private readonly jobs: Entry[] = [];

  /** @param isReal periods that were slept through, as by a machine that was suspended, are not made up for */
  constructor(
    public nowMs: number,
    private readonly isReal = false,
  ) {}

  /** When the next job is due, or was before it was taken back. */
  get nextMs(): number {
    return this.jobs[0]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  after(delayMs: number, run: () => void): Job {
    return this.add(this.nowMs + Math.max(0, delayMs), run, 0);
  }

  every(periodMs: number, run: () => void): Job {
    return this.add(this.nowMs + periodMs, run, periodMs);
  }

  /** Runs what is due up to this moment; an earlier one than now changes nothing. */
  advanceTo(nowMs: number): void {
    while (this.jobs.length > 0 && this.jobs[0].dueMs <= nowMs) this.runNext(this.jobs.shift()!, nowMs);
    this.nowMs = Math.max(this.nowMs, nowMs);
  }

  advance(byMs: number): void {
    this.advanceTo(this.nowMs + byMs);
  }

  private runNext(entry: Entry, untilMs: number): void {
    if (entry.isCancelled) return;
    this.nowMs = Math.max(this.nowMs, entry.dueMs);
    entry.run();
    if (entry.periodMs === 0 || entry.isCancelled) return;
    entry.dueMs += entry.periodMs;
    if (this.isReal && untilMs - entry.dueMs > MAX_BEHIND_MS) entry.dueMs = untilMs;
    this.insert(entry);
  }

  private add(dueMs: number, run: () => void, periodMs: number): Job {
    const entry: Entry = {
      dueMs,
      run,
      periodMs,
      isCancelled: false,
      cancel: () => (entry.isCancelled = true),
    };
    this.insert(entry);
    return entry;
  }

  private insert(entry: Entry): void {
    let at = this.jobs.length;
    while (at > 0 && this.jobs[at - 1].dueMs > entry.dueMs) at--;
    this.jobs.splice(at, 0, entry);
  }
}
