/** What orders at Coinbase Exchange are told at start. */
import type { BackOffRule } from '../../../engine/threads/back-off.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { MessageBudget } from '../../kit/orders/message-tokens.js';
import { COINBASE_DEFAULTS } from '../market-data/options.js';

/** SelfTradeType(7928): decrement and cancel, cancel oldest, cancel newest, cancel both. */
export type SelfTradeType = 'D' | 'O' | 'N' | 'B';

/** CancelOrdersOnDisconnect(8013): this session's orders, all of the profile, none. */
export type CancelOnDisconnect = 'S' | 'Y' | 'N';

export interface CoinbaseOrderOptions {
  readonly apiKey: string;
  /** Base64, as Coinbase gives it. */
  readonly secret: string;
  readonly passphrase: string;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  readonly restUrl: string;
  /** The venue's own defaults contradict each other in its documents, so every order and Logon says which. */
  readonly selfTradeType: SelfTradeType;
  readonly cancelOnDisconnect: CancelOnDisconnect;
  /** At most 30. */
  readonly heartBtIntSeconds: number;
  readonly answerMs: number;
  /** The venue says nothing of requests that are too old: nothing takes longer than this to arrive or to be lost. */
  readonly settleMs: number;
  /** 100 requests a second are answered. */
  readonly budget: MessageBudget;
  readonly openMs: number;
  /** Two logons a second and key are let in. */
  readonly backOff: BackOffRule;
}

export const COINBASE_ORDER_DEFAULTS = {
  restUrl: COINBASE_DEFAULTS.restUrl,
  selfTradeType: 'D',
  cancelOnDisconnect: 'S',
  heartBtIntSeconds: 10,
  answerMs: 5_000,
  settleMs: 5_000,
  budget: { messages: 95, perMs: 1_000, forCancels: 20 },
  openMs: 10_000,
  backOff: { firstMs: 1_000, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
} as const satisfies Partial<CoinbaseOrderOptions>;
