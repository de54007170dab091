/** What orders at Binance spot over the WebSocket API are told at start. */
import type { KeyObject } from 'node:crypto';
import type { LinkLimits } from '../../kit/feed/stream-link.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { BINANCE_DEFAULTS } from '../market-data/options.js';

/** `selfTradePreventionMode` of every order. */
export type SelfTradeMode = 'NONE' | 'EXPIRE_TAKER' | 'EXPIRE_MAKER' | 'EXPIRE_BOTH' | 'DECREMENT';

export interface SpotOrderOptions {
  readonly apiKey: string;
  /** Ed25519: `session.logon` takes no other. */
  readonly privateKey: KeyObject;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  readonly apiUrl: string;
  readonly restUrl: string;
  readonly selfTradeMode: SelfTradeMode;
  /** A request that reaches the venue later than this is refused. Small, because an unknown outcome waits for it. */
  readonly recvWindowMs: number;
  /** The venue's own time-out is 10 s; most answers take milliseconds. */
  readonly answerMs: number;
  /** Ours of the account's budget of orders that have not been filled, in ten seconds and a day: the venue gives 100 and 200,000. */
  readonly ordersPerTenSeconds: number;
  readonly ordersPerDay: number;
  /** Of the weight a minute, 6,000; and of those the part that only cancels may use. */
  readonly weightPerMinute: number;
  readonly weightForCancels: number;
  readonly link: LinkLimits;
}

export const SPOT_ORDER_DEFAULTS = {
  apiUrl: 'wss://ws-api.binance.com:443/ws-api/v3',
  restUrl: 'https://api.binance.com',
  selfTradeMode: 'EXPIRE_MAKER',
  recvWindowMs: 1_000,
  answerMs: 5_000,
  ordersPerTenSeconds: 90,
  ordersPerDay: 180_000,
  weightPerMinute: 3_000,
  weightForCancels: 750,
  link: BINANCE_DEFAULTS.link,
} as const satisfies Partial<SpotOrderOptions>;
