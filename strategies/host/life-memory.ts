/** The shared memory of one life of a strategy. Each life gets its own, so that no life can harm the next one. */

import type { Limits } from '../../engine/config/limits.js';
import { createFeedRing } from '../../engine/feed/feed-ring.js';
import { Doorbell } from '../../engine/rings/doorbell.js';
import { createLane, type LaneMemory } from '../../engine/rings/lane.js';
import { ringBytes } from '../../engine/rings/layout.js';
import { type ControlMemory, createControl } from '../../engine/threads/control.js';
import { createVitals } from './vitals.js';

export type StrategyLimits = Pick<Limits, 'laneSlots' | 'laneReserved' | 'feedSlots'>;

export interface LifeMemory {
  /** To the core. */
  readonly lane: LaneMemory;
  /** From the feed. */
  readonly feed: LaneMemory;
  readonly control: ControlMemory;
  readonly vitals: SharedArrayBuffer;
}

export function createLifeMemory(limits: StrategyLimits, coreBell: SharedArrayBuffer): LifeMemory {
  const bell = Doorbell.create();
  return {
    lane: createLane(limits.laneSlots, limits.laneReserved, coreBell),
    feed: createFeedRing(limits.feedSlots, bell),
    control: createControl(bell),
    vitals: createVitals(),
  };
}

/** For the memory bill. */
export const lifeBytes = ({ laneSlots, feedSlots }: StrategyLimits): number =>
  ringBytes(laneSlots, 1) + ringBytes(feedSlots, 1);
