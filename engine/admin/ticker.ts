/**
 * The clock agent: tells the core the time once a second and the trading phases that are due, and sees to it that what
 * found the admin lane full gets in.
 */
import type { Counter } from '../telemetry/counters.js';
import type { AdminLane } from './admin-lane.js';
import type { PhaseClock } from './phase-clock.js';

const TICK_MS = 1_000;

export class Ticker {
  private readonly timer: NodeJS.Timeout;

  constructor(admin: AdminLane, phases: PhaseClock, ticks: Counter) {
    this.timer = setInterval(() => {
      if (!admin.flush()) return;
      admin.time();
      phases.tick();
      ticks.increment();
    }, TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
