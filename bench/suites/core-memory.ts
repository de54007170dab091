/** What the threads of the suite `core` share: an admin lane and a door's lane into the core, and its event ring. */
import { DEFAULT_LIMITS } from '../../engine/config/limits.js';
import { type BroadcastMemory, createBroadcast } from '../../engine/rings/broadcast.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, type LaneMemory } from '../../engine/rings/lane.js';

/** Lanes by index, in the order in which the core takes them. The core believes the admin's stamps. */
export const LANES = { admin: 0, door: 1 } as const;

/**
 * Where the two threads run: a scheduler that sees one wake the other likes to put them on one core, where each waits for the
 * other's turn. With a single core there is no choice, and nothing is pinned.
 */
export const CORES = { client: '0', core: '1' } as const;

export interface CoreMemory {
  /** Wakes the core. */
  readonly bell: SharedArrayBuffer;
  readonly admin: LaneMemory;
  readonly door: LaneMemory;
  readonly events: BroadcastMemory;
}

export function createCoreMemory(): CoreMemory {
  const { laneSlots, laneReserved, eventSlots } = DEFAULT_LIMITS;
  const bell = Doorbell.create();
  const lane = () => createLane(laneSlots, laneReserved, bell);
  return {
    bell,
    admin: lane(),
    door: lane(),
    events: createBroadcast(eventSlots, [Doorbell.create()], { gating: [0], producerBell: bell }),
  };
}
