/** Where a venue's best levels go, and whether it trades: into the core, as commands, through whoever implements this. */
import type { Side } from '../../../protocol/codes/enums.js';

export interface TopSink {
  /**
   * The best levels of a side, best first, all of them each time; none = this side has no price to be traded on now (empty,
   * stale or disconnected). The arrays are the caller's and are filled again.
   * @param instrument the engine's number of it
   * @returns false: no room. It is asked again later, with what the levels are then.
   */
  levels(instrument: number, side: Side, count: number, ticks: Int32Array, lots: Float64Array): boolean;
  /** Whether the venue takes orders for it; told when it changes. @param word the venue's own */
  trading(instrument: number, isTrading: boolean, word: string): void;
}

export const NO_SINK: TopSink = { levels: () => true, trading: () => {} };
