/**
 * The FIX door's end of its lane: nothing becomes visible to the core before the names of its orders are in their files, and no
 * message counts as received before that.
 */
import { LaneDoor } from '../lane-door.js';
import type { MarkedStore } from './marked-store.js';
import type { RequestLog } from './request-log.js';

export class SyncedLaneDoor extends LaneDoor {
  readonly logs: RequestLog[] = [];
  readonly stores: MarkedStore[] = [];

  override commit(): void {
    for (const log of this.logs) log.flush();
    super.commit();
    for (const store of this.stores) store.count();
  }
}
