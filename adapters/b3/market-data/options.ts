/** What B3's market data is told at start. Every bound is here, with its reason. */
import { ARBITER_DEFAULTS } from '../../kit/datagrams/line-arbiter.js';
import type { LoopedOptions } from '../../kit/datagrams/looped-feed.js';

export interface UmdfOptions extends LoopedOptions {
  /** Orders that rest, and price levels, of one instrument. */
  readonly orders: number;
  readonly levels: number;
}

export const UMDF_DEFAULTS: Omit<UmdfOptions, 'instruments' | 'lines'> = {
  levelsPerSide: 4_096,
  topLevels: 5,
  orders: 1 << 16,
  levels: 1 << 13,
  changes: 512,
  arbiter: ARBITER_DEFAULTS,
  logPackets: 8_192,
  silentMs: 10_000,
};
