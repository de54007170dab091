/** What the suite's processes tell each other: where a server is, what load it gets, what came back. */
import type { OrderTerms } from './wire-frames.js';

export const TARGETS = ['echo', 'async', 'sync'] as const;
export type Target = (typeof TARGETS)[number];

/** A server, and how to speak to it. */
export interface TargetPlace {
  readonly port: number;
  readonly terms: OrderTerms;
  /** One a connection; an echo server wants none. */
  readonly keys?: readonly LogonKey[];
}

export interface LogonKey {
  readonly id: string;
  readonly privateKey: string;
}

export interface Load {
  readonly target: Target;
  readonly connections: number;
  readonly milliseconds: number;
  /** Orders a second over all connections, sent when they are due; absent: each connection sends when it was answered. */
  readonly ratePerS?: number;
}

/** To the load generator. */
export type LoadOrder =
  | { readonly kind: 'places'; readonly places: Readonly<Record<Target, TargetPlace>> }
  | { readonly kind: 'load'; readonly load: Load };

export type LoadAnswer = LoadDone | { readonly error: string };

export interface LoadDone {
  readonly acknowledged: number;
  readonly seconds: number;
  /** Nanoseconds from sent (or due) to acknowledged; an HDR histogram, compressed, base64. */
  readonly histogram: string;
}

/** Of every histogram of the suite: nanoseconds, three digits, up to a minute. */
export const HISTOGRAM = {
  bitBucketSize: 32,
  lowestDiscernibleValue: 100,
  highestTrackableValue: 60e9,
  numberOfSignificantValueDigits: 3,
  useWebAssembly: false,
} as const;
