/** What the fan-out suite and the process of its client agree on. */
export const SYMBOL = 'BTC-USD';
export const PREFIX = 'bench';

export type FanoutOrder =
  /** Answered when connected. */
  | { readonly kind: 'connect'; readonly url: string; readonly keyFile: string; readonly redis: string }
  /** So many orders, as fast as they are taken; every second one trades. Answered when all have their reports. */
  | { readonly kind: 'flood'; readonly orders: number }
  /** Trades at a steady rate, each followed on all ways. */
  | { readonly kind: 'follow'; readonly forMs: number };

/** Microseconds from when the order that trades was sent. */
export interface Followed {
  /** To its execution report, over the binary door. */
  readonly report: Float64Array;
  /** To the trade in its channel, and in its stream. */
  readonly channel: Float64Array;
  readonly stream: Float64Array;
}
