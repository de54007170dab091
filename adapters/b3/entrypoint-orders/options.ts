/** What orders over Binary EntryPoint are told at start. B3 gives each customer addresses, session, firm and access key; traders, accounts and investors are registered with it. */
import type { B3Identity } from '../../../protocol/fixp/b3.js';
import type { FixpOptions } from '../../fixp-orders/fixp-form.js';

/** Whom orders of one of our accounts are for at B3. */
export interface EntryPointClient {
  readonly account?: number;
  readonly investor?: { readonly prefix: number; readonly document: number };
}

export interface EntryPointOptions extends FixpOptions {
  /** With what the exchange does to our orders when the session ends. */
  readonly identity: B3Identity;
  /** By number of our account; others have no orders here. */
  readonly clients: ReadonlyMap<number, EntryPointClient>;
  readonly marketSegmentId: number;
  readonly senderLocation: string;
  readonly enteringTrader: string;
  /** SelfTradePreventionInstruction: 0 none, 1 cancels the aggressor, 2 the resting order, 3 both. */
  readonly selfTrade: number;
}

export const ENTRYPOINT_DEFAULTS = {
  // The exchange gives us up after three of them, and says something after each in which it had nothing to say.
  keepAliveMs: 5_000,
  answerMs: 5_000,
  settleMs: 5_000,
  budget: { messages: 90, perMs: 1_000, forCancels: 20 },
  openMs: 10_000,
  backOff: { firstMs: 1_000, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const satisfies Partial<EntryPointOptions>;
