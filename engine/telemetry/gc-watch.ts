/**
 * Counts the garbage collections of the thread that it runs on, as an agent beside the others: a thread that never
 * returns to its event loop hears nothing from a PerformanceObserver. Looking costs a little garbage itself, so it is
 * done seldom.
 */
import { GCProfiler } from 'node:v8';
import type { Counter } from './counters.js';

const TURNS_PER_LOOK = 4_096;
const MS_PER_LOOK = 10_000;

export class GcWatch {
  readonly name = 'gc-watch';
  private profiler = started();
  private left = TURNS_PER_LOOK;
  private lookedMs: number;

  constructor(
    private readonly collections: Counter,
    private readonly nowMs: () => number = () => performance.now(),
  ) {
    this.lookedMs = nowMs();
  }

  /** Never counts as work: it must not keep the thread awake. */
  doWork(): number {
    if (--this.left <= 0) this.look();
    return 0;
  }

  close(): void {
    this.collections.add(this.profiler.stop().statistics.length);
  }

  private look(): void {
    this.left = TURNS_PER_LOOK;
    const now = this.nowMs();
    if (now - this.lookedMs < MS_PER_LOOK) return;
    this.lookedMs = now;
    this.close();
    this.profiler = started();
  }
}

function started(): GCProfiler {
  const profiler = new GCProfiler();
  profiler.start();
  return profiler;
}
