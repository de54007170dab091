/** What a simulated spot exchange can be given. Everything has a value that a person can start with. */
import { type Limit, limitOf } from '../../kit/limiter.js';
import type { AccountOptions } from '../accounts.js';
import { DEMO_ACCOUNT } from '../demo-account.js';
import { SPOT_SYMBOLS, type SpotSymbolOptions } from './symbols.js';

export interface SpotOptions {
  readonly accounts: readonly AccountOptions[];
  readonly symbols: readonly SpotSymbolOptions[];
  /** What every account has at the beginning, in whole units of the asset. */
  readonly balances: Readonly<Record<string, number>>;
  readonly feeBps: { readonly maker: number; readonly taker: number };
  readonly limits: readonly Limit[];
  /** Messages that a FIX session may send. */
  readonly fixMessages: Limit;
  readonly maxFixSessions: number;
  readonly firstOrderId: number;
  readonly seed: number;
  /** Whether others quote and trade. */
  readonly hasCrowd: boolean;
}

export const SPOT_DEFAULTS: SpotOptions = {
  accounts: [DEMO_ACCOUNT],
  symbols: SPOT_SYMBOLS,
  balances: { BTC: 100, ETH: 1_000, SOL: 10_000, BNB: 10_000, LTC: 10_000, USDT: 10_000_000 },
  feeBps: { maker: 10, taker: 10 },
  limits: [
    limitOf('ORDERS', 10, 'SECOND', 100),
    limitOf('ORDERS', 1, 'DAY', 200_000),
    limitOf('REQUEST_WEIGHT', 1, 'MINUTE', 6_000),
  ],
  fixMessages: limitOf('MESSAGE', 10, 'SECOND', 10_000),
  maxFixSessions: 10,
  firstOrderId: 1,
  seed: 1,
  hasCrowd: true,
};
