/** What orders at CME are told at start. CME gives each customer addresses, session, firm and keys; operator, location and party details are registered with it. */
import type { CmeIdentity } from '../../../protocol/fixp/cme.js';
import type { FixpOptions } from '../../fixp-orders/fixp-form.js';

export interface CmeOrderOptions extends FixpOptions {
  readonly identity: CmeIdentity;
  readonly prefix: string;
  /** SenderID: the operator. */
  readonly operatorId: string;
  /** Country, or country and region. */
  readonly location: string;
  /** Of the party details that were registered. */
  readonly partyDetailsListReqId: number;
}

export const CME_ORDER_DEFAULTS = {
  keepAliveMs: 10_000,
  answerMs: 5_000,
  settleMs: 5_000,
  // Of orders the exchange refuses from 500 in three seconds on, of cancels from 1,000.
  budget: { messages: 450, perMs: 3_000, forCancels: 100 },
  openMs: 10_000,
  backOff: { firstMs: 1_000, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const satisfies Partial<CmeOrderOptions>;
