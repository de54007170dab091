/** The time of the current cycle, read once: stamps of commands, heartbeats and timeouts all use it. */
import type { Clock } from '../threads/agent.js';

export class Now {
  /** Milliseconds since 1970. */
  ms = 0;

  constructor(readonly clock: Clock) {
    this.read();
  }

  read(): void {
    this.clock.read();
    this.ms = this.clock.seconds * 1000 + this.clock.nanos / 1e6;
  }
}
