/** What orders at Binance spot are told at start. */
import type { KeyObject } from 'node:crypto';
import type { BackOffRule } from '../../../engine/threads/back-off.js';
import type { LinkLimits } from '../../kit/feed/stream-link.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { MessageBudget } from '../../kit/orders/message-tokens.js';
import { BINANCE_DEFAULTS } from '../market-data/options.js';

/** SelfTradePreventionMode(25001). */
export const enum SelfTradeMode {
  None = 1,
  ExpireTaker = 2,
  ExpireMaker = 3,
  ExpireBoth = 4,
  Decrement = 5,
}

export interface SpotOrderOptions {
  readonly apiKey: string;
  /** Ed25519: FIX takes no other. */
  readonly privateKey: KeyObject;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  /** In turn: after an unclean end the venue holds a name for two heartbeats. */
  readonly senderCompIds: readonly string[];
  /** WebSocket API: what became of an order is asked there, FIX has no such request. */
  readonly apiUrl: string;
  readonly restUrl: string;
  readonly selfTradeMode: SelfTradeMode;
  /** 5 to 60. */
  readonly heartBtIntSeconds: number;
  /** A request that reaches the matching engine later than this is refused. Small, because an unknown outcome waits for it. */
  readonly recvWindowMs: number;
  /** The venue's own time-out is 10 s; most answers take milliseconds. */
  readonly answerMs: number;
  /** The venue takes 10,000 messages in ten seconds, and counts orders apart: 100 in ten seconds unless it says otherwise. */
  readonly budget: MessageBudget;
  /** Of the weight a minute that queries may use: one costs 24 at most. */
  readonly weightPerMinute: number;
  readonly openMs: number;
  /** 15 attempts in 30 seconds are let in. */
  readonly backOff: BackOffRule;
  /** Of the WebSocket API. */
  readonly link: LinkLimits;
}

export const SPOT_ORDER_DEFAULTS = {
  senderCompIds: ['PREGAO1', 'PREGAO2', 'PREGAO3'],
  apiUrl: 'wss://ws-api.binance.com:443/ws-api/v3',
  restUrl: 'https://api.binance.com',
  selfTradeMode: SelfTradeMode.ExpireMaker,
  heartBtIntSeconds: 10,
  recvWindowMs: 1_000,
  answerMs: 5_000,
  budget: { messages: 180, perMs: 10_000, forCancels: 90 },
  weightPerMinute: 3_000,
  openMs: 10_000,
  backOff: { firstMs: 2_500, longestMs: 30_000, restarts: Number.POSITIVE_INFINITY, calmMs: 60_000 },
  link: BINANCE_DEFAULTS.link,
} as const satisfies Partial<SpotOrderOptions>;
