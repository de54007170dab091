/** What the routes of REST share. */
import type { InstrumentUnits } from '../../../protocol/instrument.js';
import type { Names } from '../../views/names.js';
import type { OrderTable } from '../../views/order-table.js';
import type { LaneDoor } from '../lane-door.js';
import type { Now } from '../now.js';
import type { OrderEntry } from '../order-entry.js';
import type { Units } from '../units.js';
import type { OrderArchive } from './archive.js';
import type { Exchanges } from './exchanges.js';
import type { WaitingRoom } from './waiting-room.js';

export interface RestRoom {
  readonly answerMs: number;
  readonly now: Now;
  readonly lane: LaneDoor;
  readonly entry: OrderEntry;
  readonly units: Units;
  readonly orders: OrderTable;
  readonly names: Names;
  readonly exchanges: Exchanges;
  readonly waiting: WaitingRoom;
  readonly archive: OrderArchive;
  /** Also orders that ended before the engine started are in the archive. */
  knowsPast(): boolean;
  /** Also of one that is no longer traded. */
  unitsOf(instrument: number): InstrumentUnits | undefined;
}
