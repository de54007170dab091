/** What all sessions of the FIX door share. */

import type { OrderTable } from '../../views/order-table.js';
import type { Announcer } from '../announcer.js';
import type { KeyRing } from '../keys.js';
import type { Now } from '../now.js';
import type { OrderEntry } from '../order-entry.js';
import type { Units } from '../units.js';
import type { Averages } from './averages.js';
import type { FixMeter } from './meter.js';
import type { FixOptions } from './options.js';
import type { OrderDetails } from './order-details.js';
import type { Securities } from './securities.js';
import type { SyncedLaneDoor } from './synced-lane-door.js';

export interface DoorRoom {
  readonly options: FixOptions;
  readonly now: Now;
  readonly meter: FixMeter;
  readonly securities: Securities;
  readonly orders: OrderTable;
  readonly averages: Averages;
  readonly details: OrderDetails;
  readonly units: Units;
  readonly keys: KeyRing;
  readonly lane: SyncedLaneDoor;
  readonly entry: OrderEntry;
  readonly announcer: Announcer;
  readonly log: (line: string) => void;
  /** Why nobody can log on now, or undefined. */
  closedFor(): string | undefined;
}
