/** How a strategy is, as the operator's door and the command line show it. */
import type { StrategyEntry } from '../../engine/config/schema.js';
import type { Life } from './life.js';

export type StrategyState = 'starting' | 'running' | 'stopping' | 'backing off' | 'given up' | 'stopped';

export interface StrategyHealth {
  readonly name: string;
  /** Of its orders, in the core. */
  readonly session: number;
  readonly plugin: string;
  readonly account: string;
  readonly instruments: readonly string[];
  readonly state: StrategyState;
  /** How long it has been so. */
  readonly seconds: number;
  readonly starts: number;
  readonly failures: number;
  readonly lastFailure?: string;
  /** Of this life: commands sent, orders that it has open or under way, trades and states of books that were left out. */
  readonly commands: number;
  readonly openOrders: number;
  readonly lost: number;
  /** Heap and buffers of its worker, seldom looked at; and what it may have. */
  readonly memoryMb: number;
  readonly memoryMbMax: number;
  readonly handlerMs: number;
  readonly keepOrders: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What the ward knows; the rest is its life's. */
type Known = Pick<
  StrategyHealth,
  'session' | 'state' | 'seconds' | 'starts' | 'failures' | 'lastFailure' | 'parameters'
>;

export function healthOf(entry: StrategyEntry, known: Known, life: Life | undefined): StrategyHealth {
  const { name, plugin, account, instruments, memoryMb, handlerMs, keepOrders } = entry;
  const { sent = 0, openOrders = 0, lost = 0, memoryMb: used = 0 } = life?.signs ?? {};
  return {
    ...{ name, plugin, account, instruments, handlerMs, keepOrders },
    ...{ commands: sent >>> 0, openOrders, lost: lost >>> 0, memoryMb: used, memoryMbMax: memoryMb },
    ...known,
  };
}
