/** What a simulated CME Globex can be given. The contracts are invented: the exchange's own come from its market data. */
import type { CmeIdentity } from '../../../protocol/fixp/cme.js';

export interface ContractOptions {
  readonly symbol: string;
  readonly securityId: number;
  /** In the contract's own price, at most nine decimal places. */
  readonly tick: string;
  /** The day's reference price, where the crowd begins. */
  readonly price: string;
  /** Above it an order is rejected. */
  readonly maxTradeVol: number;
}

export interface CmeOptions {
  /** Who may log on, with the key that they sign with. */
  readonly sessions: readonly CmeIdentity[];
  readonly contracts: readonly ContractOptions[];
  /** Price levels that market data by price tells of a side. */
  readonly depth: number;
  /** How often every book goes round in the snapshot loops, and every contract in that of definitions. */
  readonly snapshotMs: number;
  readonly definitionMs: number;
  /** So long nothing is sent on the incremental feed before it says that it is there; how long at CME, and whether a number is taken by that, is in no document at hand. */
  readonly heartbeatMs: number;
  readonly heartbeatTakesNumber: boolean;
  readonly seed: number;
  /** Whether others quote and trade. */
  readonly hasCrowd: boolean;
}

/** What a simulator begins with, and a client can log on with. */
export const DEMO_ILINK: CmeIdentity = {
  accessKeyId: 'PREGAOACCESSKEY00001',
  secretKey: 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=',
  session: 'PRG',
  firm: '007',
  tradingSystem: { name: 'Pregao', version: '1.0', vendor: 'Pregao' },
};

export const CME_DEFAULTS: CmeOptions = {
  sessions: [DEMO_ILINK],
  contracts: [
    { symbol: 'ESZ6', securityId: 1001, tick: '0.25', price: '6050.00', maxTradeVol: 3_000 },
    { symbol: 'CLF7', securityId: 2001, tick: '0.01', price: '61.35', maxTradeVol: 1_000 },
    { symbol: 'BTCZ6', securityId: 3001, tick: '5', price: '88000', maxTradeVol: 100 },
  ],
  depth: 10,
  snapshotMs: 500,
  definitionMs: 1_000,
  heartbeatMs: 30_000,
  heartbeatTakesNumber: true,
  seed: 6,
  hasCrowd: true,
};
