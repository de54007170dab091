/** What orders at Binance USD-M futures are told at start. */
import type { KeyObject } from 'node:crypto';
import type { LinkLimits } from '../../kit/feed/stream-link.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import { BINANCE_DEFAULTS } from '../market-data/options.js';

export interface FuturesOrderOptions {
  readonly apiKey: string;
  /** Ed25519: `session.logon` takes no other. */
  readonly privateKey: KeyObject;
  readonly prefix: string;
  readonly instruments: readonly VenueInstrument[];
  readonly apiUrl: string;
  readonly streamUrl: string;
  readonly restUrl: string;
  /** A request that reaches the venue later than this is refused. Small, because an unknown outcome waits for it. */
  readonly recvWindowMs: number;
  /** The venue's own time-out is 10 s; most answers take milliseconds. */
  readonly answerMs: number;
  /** A listen key lives an hour; Binance advises every 30 minutes. */
  readonly keepAliveMs: number;
  /** Ours of the account's order budget, in ten seconds and a minute: the venue gives 300 and 1,200. */
  readonly ordersPerTenSeconds: number;
  readonly ordersPerMinute: number;
  /** Of the weight a minute, 2,400; and of those the part that only cancels may use. */
  readonly weightPerMinute: number;
  readonly weightForCancels: number;
  /** The venue cancels a symbol's open orders when it has not heard of us for so long; 0 = it is not asked to. */
  readonly countdownMs: number;
  readonly link: LinkLimits;
}

export const FUTURES_ORDER_DEFAULTS = {
  apiUrl: 'wss://ws-fapi.binance.com/ws-fapi/v1',
  streamUrl: 'wss://fstream.binance.com/private',
  restUrl: 'https://fapi.binance.com',
  recvWindowMs: 1_000,
  answerMs: 5_000,
  keepAliveMs: 30 * 60_000,
  ordersPerTenSeconds: 270,
  ordersPerMinute: 1_100,
  weightPerMinute: 1_200,
  weightForCancels: 300,
  countdownMs: 0,
  link: BINANCE_DEFAULTS.link,
} as const;
