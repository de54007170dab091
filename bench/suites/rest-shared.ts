/** What the rest suite and the process of its callers agree on. */

/** Call for so long: the engine at `url`, or without one a server of their own. */
export interface RestCalls {
  readonly url?: string;
  readonly forMs: number;
}

/** The answer: how long each order took to be answered. */
export interface RestNews {
  readonly micros: Float64Array;
}
