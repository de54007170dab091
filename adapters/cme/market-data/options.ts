/** What CME's market data is told at start. Every bound is here, with its reason. */
import { ARBITER_DEFAULTS } from '../../kit/datagrams/line-arbiter.js';
import type { LoopedOptions } from '../../kit/datagrams/looped-feed.js';

export interface CmeMarketOptions extends LoopedOptions {
  /** Levels as CME adds them up, as many as it gives; or every order, and all levels. */
  readonly book: 'price' | 'orders';
  /** By order: orders that rest, and price levels, of one instrument. */
  readonly orders: number;
  readonly levels: number;
  /** Snapshots know of packets that no line has brought. */
  readonly behindMs: number;
}

export const CME_MARKET_DEFAULTS: Omit<CmeMarketOptions, 'instruments' | 'lines'> = {
  book: 'price',
  levelsPerSide: 1_024,
  topLevels: 5,
  orders: 1 << 16,
  levels: 1 << 13,
  changes: 512,
  arbiter: ARBITER_DEFAULTS,
  logPackets: 8_192,
  silentMs: 65_000,
  behindMs: 1_000,
};
