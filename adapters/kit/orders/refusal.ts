/** What a venue's refusal of a request means for the order that it was about. */
import type { Reason } from '../../../protocol/codes/reasons.js';

export const enum Fate {
  /** Definitely not done. */
  Refused = 0,
  /** The order is not there: it may have ended, or never have come. */
  NoSuchOrder = 1,
  /** Nobody knows. */
  Unknown = 2,
}

export interface Refusal {
  readonly fate: Fate;
  readonly reason: Reason;
}
