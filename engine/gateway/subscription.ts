/** One connection's interest in one instrument. */
import type { Channel } from './channel.js';
import type { Connection } from './connection.js';

export const enum Flow {
  /** Gets a snapshot at the next group's end. */
  WantsSnapshot = 0,
  Live = 1,
  /** Its connection reads too slowly: updates are dropped until it has caught up, then it gets a snapshot. */
  Lagging = 2,
}

export class Subscription {
  flow = Flow.WantsSnapshot;
  /** Number of the last message, also of one that was dropped: a client sees how many it has missed. */
  number = 0;

  /** @param channel undefined = trades only */
  constructor(
    readonly connection: Connection,
    readonly instrument: number,
    readonly channel: Channel | undefined,
    readonly trades: boolean,
  ) {}
}
