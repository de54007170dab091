/**
 * One change of a book as a venue tells it, decoded: levels to set, and the numbers that say where it belongs. One of them is made
 * a session and filled again for each message, so that a message that turns out to be malformed has touched nothing.
 */
import type { Side } from '../../../protocol/codes/enums.js';

const TICKS_MAX = 2 ** 31 - 1;

/** Where a book stands. */
export interface BookStamp {
  lastId: number;
  venueSeconds: number;
  venueNanos: number;
}

export class BookUpdate implements BookStamp {
  /** Index of the instrument in the session's list. */
  instrument = -1;
  /** The venue's numbers: first and last update in it, and the last one of the update before. */
  firstId = Number.NaN;
  lastId = Number.NaN;
  previousId = Number.NaN;
  venueSeconds = 0;
  venueNanos = 0;
  count = 0;
  readonly sides: Uint8Array;
  readonly ticks: Int32Array;
  readonly lots: Float64Array;
  /** Levels left out because int32 ticks, or lots below 2^53, do not reach them; no such level is ever among the best. */
  beyondReach = 0;

  /** @param capacity most levels, of both sides together */
  constructor(readonly capacity: number) {
    this.sides = new Uint8Array(capacity);
    this.ticks = new Int32Array(capacity);
    this.lots = new Float64Array(capacity);
  }

  clear(): void {
    this.instrument = -1;
    this.firstId = this.lastId = this.previousId = 0;
    this.venueSeconds = this.venueNanos = 0;
    this.count = 0;
  }

  /** False: there is no room for it. */
  push(side: Side, ticks: number, lots: number): boolean {
    if (ticks > TICKS_MAX || ticks < -TICKS_MAX || lots > Number.MAX_SAFE_INTEGER) {
      this.beyondReach++;
      return true;
    }
    const { count } = this;
    if (count === this.capacity) return false;
    this.sides[count] = side;
    this.ticks[count] = ticks;
    this.lots[count] = lots;
    this.count = count + 1;
    return true;
  }

  setVenueMs(ms: number): void {
    this.venueSeconds = Math.floor(ms / 1_000);
    this.venueNanos = (ms - this.venueSeconds * 1_000) * 1_000_000;
  }
}
