/** What orders at CME are told at start. CME gives each customer addresses, session, firm and keys; operator, location and party details are registered with it. */
import type { BackOffRule } from '../../../engine/threads/back-off.js';
import type { CmeIdentity } from '../../../protocol/fixp/cme.js';
import type { FixpStore } from '../../fixp-orders/fixp-line.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { MessageBudget } from '../../kit/orders/message-tokens.js';

export interface CmeOrderOptions {
  readonly identity: CmeIdentity;
  readonly prefix: string;
  /** Their symbol is the SecurityID. */
  readonly instruments: readonly VenueInstrument[];
  /** SenderID: the operator. */
  readonly operatorId: string;
  /** Country, or country and region. */
  readonly location: string;
  /** Of the party details that were registered. */
  readonly partyDetailsListReqId: number;
  readonly store: FixpStore;
  readonly keepAliveMs: number;
  readonly answerMs: number;
  readonly settleMs: number;
  readonly budget: MessageBudget;
  readonly openMs: number;
  readonly backOff: BackOffRule;
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
