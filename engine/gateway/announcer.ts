/**
 * Tells the core which sessions are there and which are gone. Neither may be lost: what finds the lane full stays in the
 * session's slot (`announced` differs from whether it is connected) and is tried again each cycle. A session that comes
 * back before its loss could be told was never lost.
 */

import type { DoorSession } from './door-session.js';
import type { LaneDoor } from './lane-door.js';

export class Announcer {
  private readonly waiting: DoorSession[] = [];

  /** @param graceMs how long after its loss a session's cancel-on-disconnect orders stand */
  constructor(
    private readonly door: LaneDoor,
    private readonly graceMs: number,
  ) {}

  /** True while something could not be told yet. */
  get busy(): boolean {
    return this.waiting.length > 0;
  }

  /** The session's connection has come or gone. */
  changed(session: DoorSession): void {
    if (this.waiting.includes(session)) return;
    this.waiting.push(session);
    this.doWork();
  }

  doWork(): number {
    let told = 0;
    while (this.waiting.length > 0 && this.tell(this.waiting[0])) {
      this.waiting.shift();
      told++;
    }
    if (told > 0) this.door.commit();
    return told;
  }

  private tell(session: DoorSession): boolean {
    const there = session.present;
    if (there === session.announced) return true;
    const written = there
      ? this.door.sessionOpen(session.number)
      : this.door.sessionClosed(session.number, this.graceMs);
    if (written) session.announced = there;
    return written;
  }
}
