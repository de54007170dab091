/** The real clock: wall time anchored once, moved on by the monotonic counter, so that it never steps back. */
import type { Clock } from './agent.js';

export class SystemClock implements Clock {
  seconds = 0;
  nanos = 0;
  private readonly anchorMs = Date.now() - performance.now();

  constructor() {
    this.read();
  }

  read(): void {
    const ms = this.anchorMs + performance.now();
    this.seconds = Math.floor(ms / 1000);
    this.nanos = Math.floor((ms - this.seconds * 1000) * 1e6);
  }
}
