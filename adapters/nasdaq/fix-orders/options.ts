/** What orders at Nasdaq over FIX are told at start. Nasdaq gives each customer a private line, its address and a CompID; cancel on disconnect and self-match prevention are settings there. */
import type { BackOffRule } from '../../../engine/threads/back-off.js';
import type { SessionStore } from '../../../protocol/fix/session/store.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { MessageBudget } from '../../kit/orders/message-tokens.js';

/** Rule80A: agency, principal, riskless, other. */
export type Rule80A = 'A' | 'P' | 'R' | 'O';

export interface NasdaqFixOptions {
  /** Four to six characters. */
  readonly senderCompId: string;
  readonly targetCompId: string;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  readonly capacity: Rule80A;
  /** ClientID: MPID that the orders are for, where the line is not that firm's own. */
  readonly firm?: string;
  /** Account of the orders, where one is wanted. */
  readonly account?: string;
  /** Numbers live for the trading day. @param day as `20261126` */
  readonly store: (day: string) => SessionStore;
  /** Of the trading day. */
  readonly timeZone: string;
  readonly heartBtIntSeconds: number;
  readonly answerMs: number;
  readonly settleMs: number;
  readonly budget: MessageBudget;
  readonly openMs: number;
  readonly backOff: BackOffRule;
}

export const NASDAQ_FIX_DEFAULTS = {
  targetCompId: 'INET',
  capacity: 'P',
  timeZone: 'America/New_York',
  heartBtIntSeconds: 30,
  answerMs: 5_000,
  settleMs: 5_000,
  budget: { messages: 1_000, perMs: 1_000, forCancels: 200 },
  openMs: 10_000,
  backOff: { firstMs: 1_000, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const satisfies Partial<NasdaqFixOptions>;
