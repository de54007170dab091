/** The FIX door's end of its lane: nothing becomes visible to the core before the names of its orders are in their files. */
import { LaneDoor } from '../lane-door.js';
import type { RequestLog } from './request-log.js';

export class SyncedLaneDoor extends LaneDoor {
  readonly logs: RequestLog[] = [];

  override commit(): void {
    for (const log of this.logs) log.flush();
    super.commit();
  }
}
