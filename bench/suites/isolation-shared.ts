/** What the isolation suite, its client's process and its strategies agree on. */

/** One thing that a strategy must not do. */
export const DEEDS = ['throws', 'loops', 'leaks'] as const;
export type Deed = (typeof DEEDS)[number];

/** To the client's process: measure for so long. It answers with round trips in microseconds. */
export interface Measure {
  readonly forMs: number;
}

/** The same: connect. It answers 'ready'. */
export interface ClientData {
  readonly url: string;
  readonly keyFile: string;
}

/** To the process that keeps Redis; it answers 'back'. */
export interface Restart {
  readonly awayMs: number;
}

export type RedisNews = { readonly kind: 'started'; readonly url: string } | { readonly kind: 'back' };

export const PROBE_SYMBOL = 'ETH-USD';
export const CLIENT_SYMBOL = 'BTC-USD';
/** Rests, and is cancelled again. */
export const FAR_PRICE = '1.00';
