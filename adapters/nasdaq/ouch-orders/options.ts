/** What orders at Nasdaq are told at start. Nasdaq gives each customer the port's address, user and password, and sets cancel on disconnect and self-match prevention at the port. */
import type { BackOffRule } from '../../../engine/threads/back-off.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { MessageBudget } from '../../kit/orders/message-tokens.js';

/** Capacity of OUCH: agency, principal, riskless, other. */
export type Capacity = 'A' | 'P' | 'R' | 'O';

export interface NasdaqOrderOptions {
  readonly username: string;
  readonly password: string;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  readonly capacity: Capacity;
  /** MPID that the orders are for, where the port is not that firm's own. */
  readonly firm?: string;
  readonly answerMs: number;
  readonly settleMs: number;
  readonly budget: MessageBudget;
  readonly openMs: number;
  readonly backOff: BackOffRule;
}

export const NASDAQ_ORDER_DEFAULTS = {
  capacity: 'P',
  answerMs: 5_000,
  settleMs: 5_000,
  budget: { messages: 1_000, perMs: 1_000, forCancels: 200 },
  openMs: 10_000,
  backOff: { firstMs: 1_000, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const satisfies Partial<NasdaqOrderOptions>;
