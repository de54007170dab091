/**
 * Looks at one worker's heartbeat now and then: when it has not been loaded in time, or does not come back from a handler,
 * it is hung. Time in which the worker waited for a processor does not count.
 */
import type { ControlDesk } from '../../engine/threads/control.js';
import { waitedMs } from './run-queue.js';
import type { Vitals } from './vitals.js';

export interface WatchdogRule {
  /** Time to load the plugin. */
  readonly startMs: number;
  readonly handlerMs: number;
  /** A worker with nothing to do has a heartbeat at least this often. */
  readonly parkMs: number;
}

/** A handler that takes longer holds up its own strategy, and where cores are few others too. */
const LATE_MS = 20;

export class Watchdog {
  private beats = 0;
  /** What the worker had waited when it was first seen to stand still; nothing when it was born. */
  private waitedBefore: number | undefined = 0;

  constructor(
    private readonly desk: ControlDesk,
    private readonly vitals: Vitals,
    private readonly rule: WatchdogRule,
    private movedAtMs: number,
    private readonly waited = waitedMs,
  ) {}

  /** It has had no heartbeat for longer than a worker with nothing to do. */
  isLate(nowMs: number): boolean {
    return (
      this.desk.beats === this.beats &&
      this.beats !== 0 &&
      nowMs - this.movedAtMs > this.rule.parkMs + LATE_MS
    );
  }

  /** Why the worker counts as hung; undefined: it does not. */
  look(nowMs: number): string | undefined {
    const { beats } = this.desk;
    const { startMs, handlerMs, parkMs } = this.rule;
    if (beats !== this.beats) return this.moved(beats, nowMs);
    const stillMs = nowMs - this.movedAtMs;
    const loading = beats === 0;
    if (stillMs <= (loading ? startMs : parkMs)) return undefined;
    const ranMs = stillMs - this.waitedSince();
    if (loading) return ranMs > startMs ? `was not loaded within ${startMs} ms` : undefined;
    return ranMs > handlerMs + parkMs ? `a handler ran longer than ${handlerMs} ms` : undefined;
  }

  private waitedSince(): number {
    const waited = this.waited(this.vitals.thread);
    this.waitedBefore ??= waited;
    return waited - this.waitedBefore;
  }

  private moved(beats: number, nowMs: number): undefined {
    this.beats = beats;
    this.movedAtMs = nowMs;
    this.waitedBefore = undefined;
  }
}
