/** What simulated futures can be given. Everything has a value that a person can start with. */
import { type Limit, limitOf } from '../../kit/limiter.js';
import type { AccountOptions } from '../accounts.js';
import { DEMO_ACCOUNT } from '../demo-account.js';
import { FUTURES_SYMBOLS, type FuturesSymbolOptions } from './symbols.js';

export interface FuturesOptions {
  readonly accounts: readonly AccountOptions[];
  readonly symbols: readonly FuturesSymbolOptions[];
  readonly usdt: number;
  readonly feeBps: { readonly maker: number; readonly taker: number };
  readonly limits: readonly Limit[];
  readonly listenKeyMs: number;
  readonly isHedged: boolean;
  readonly firstOrderId: number;
  readonly seed: number;
  /** Whether others quote and trade. */
  readonly hasCrowd: boolean;
}

export const FUTURES_DEFAULTS: FuturesOptions = {
  accounts: [DEMO_ACCOUNT],
  symbols: FUTURES_SYMBOLS,
  usdt: 1_000_000,
  feeBps: { maker: 2, taker: 5 },
  limits: [
    limitOf('ORDERS', 10, 'SECOND', 300),
    limitOf('ORDERS', 1, 'MINUTE', 1_200),
    limitOf('REQUEST_WEIGHT', 1, 'MINUTE', 2_400),
  ],
  listenKeyMs: 3_600_000,
  isHedged: false,
  firstOrderId: 1,
  seed: 2,
  hasCrowd: true,
};
