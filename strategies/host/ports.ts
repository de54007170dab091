/**
 * How the host, on the main thread, reaches the rest of the engine. Who composes the process implements it. Promises may
 * be rejected only when the engine is about to end.
 */
import type { LaneMemory } from '../../engine/rings/lane.js';
import type { StrategyEndReason } from '../../protocol/codes/reasons.js';

/** Whose records a lane may carry; the core's `LaneGuard`. */
export interface LaneOwner {
  readonly account: number;
  readonly session: number;
}

/** `index` is the strategy's place in the registry. */
export interface StrategyPorts {
  /**
   * The core takes this lane from now on, checked by the guard. The memory is fresh and no worker has it yet: whoever
   * makes a `LaneReader` of it does so before this resolves, and reads nothing of the ring's header afterwards.
   */
  attachLane(index: number, lane: LaneMemory, guard: LaneOwner): Promise<void> | void;
  /**
   * The core takes nothing of it any more, whatever stands in it. Resolves when that is so, and after the last
   * `laneClosed` for it: an order out of a dead worker's lane must not come after the cancel that follows.
   */
  detachLane(index: number): Promise<void> | void;
  /** The same for the feed's end of the strategy's ring (`FeedAgent.attach`). Comes before `attachLane`. */
  attachFeed(index: number, feed: LaneMemory): Promise<void> | void;
  detachFeed(index: number): Promise<void> | void;
  /**
   * Cancels all orders of the session, as a sequenced command through the engine's own lane. Resolves when it is on its
   * way before anything that the strategy's next life may send.
   */
  cancelOrders(session: number, reason: StrategyEndReason): Promise<void> | void;
}
