/**
 * Watches from the main thread that adapters do not hold the core up: one that has not moved for its deadline while the event
 * ring is full is detached. It finds out by itself and begins anew.
 */
import type { BroadcastMemory } from '../rings/broadcast.js';
import { Deadline, Gate } from '../rings/gate.js';

const LOOKS_PER_DEADLINE = 5;

export class StreetWatch {
  private readonly timer: NodeJS.Timeout;

  /**
   * @param margin records that the core has to find room for
   * @param onDetached what is at venues is unknown from now on
   */
  constructor(
    events: BroadcastMemory,
    reader: number,
    deadlineMs: number,
    margin: number,
    onDetached: () => void,
  ) {
    const deadline = new Deadline(new Gate(events, reader), deadlineMs, margin, performance.now());
    this.timer = setInterval(() => {
      if (deadline.look(performance.now())) onDetached();
    }, deadlineMs / LOOKS_PER_DEADLINE).unref();
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
