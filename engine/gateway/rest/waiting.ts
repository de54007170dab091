/** A request in the lane that waits for what becomes of it, and what it has heard so far. */
import type { Reason } from '../../../protocol/codes/reasons.js';

export const enum Asked {
  Send = 0,
  Update = 1,
  Cancel = 2,
}

/** What becomes of a request, told once. */
export interface Outcome {
  /** Its order stands, or stood; is as it was asked to be; is cancelled. */
  done(waiting: Waiting): void;
  /** @param byVenue a venue has, not the engine */
  refused(waiting: Waiting, reason: Reason, byVenue: boolean): void;
  /** The order has ended before that. */
  over(waiting: Waiting): void;
  /** Nobody has said yes or no in time. */
  unknown(waiting: Waiting): void;
}

export class Waiting {
  /** Its order, once the core has said which; 0 = not yet. */
  slot = 0;
  generation = 0;
  /** A place has said that it has the order. */
  acknowledged = false;
  /** What a venue has said no with, until it is asked again. */
  refusal: Reason = 0;
  /** A venue has done what it was asked for. */
  restated = false;
  /** How its order has ended; 0 = it has not, or it is filled. */
  endReason: Reason = 0;
  endKind = 0;
  /** Its caller has an answer; the order's state is still watched. */
  answered = false;

  constructor(
    readonly asked: Asked,
    /** Session and message of its command. */
    readonly key: number,
    readonly deadlineMs: number,
    readonly outcome: Outcome,
  ) {}
}

/** One number for a session's message. */
export const keyOf = (session: number, message: number): number => session * 2 ** 32 + (message >>> 0);
