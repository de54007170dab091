/** What REST asks of the strategies' host, which lives on another thread. */
import type { Reason } from '../../../protocol/codes/reasons.js';

/** `accounts`: names of those that the caller may act for; it sees nothing of others. */
export type AlgoAsk =
  | {
      readonly kind: 'send';
      readonly algo: string;
      readonly parameters: Readonly<Record<string, unknown>>;
      readonly accounts: readonly string[];
    }
  | { readonly kind: 'cancel'; readonly id: string; readonly accounts: readonly string[] }
  | { readonly kind: 'list'; readonly accounts: readonly string[] };

export type StrategyAction = 'start' | 'stop' | 'reload' | 'parameters';

/** The same accounts. */
export type StrategyAsk =
  | { readonly kind: 'strategies'; readonly strategy?: string; readonly accounts: readonly string[] }
  | {
      readonly kind: 'strategy';
      readonly action: StrategyAction;
      readonly strategy: string;
      /** Of the action that gives it other ones. */
      readonly parameters?: Readonly<Record<string, unknown>>;
      readonly accounts: readonly string[];
    };

/** The same accounts, or one of them. */
export interface PositionsAsk {
  readonly kind: 'positions';
  readonly accounts: readonly string[];
}

export type HostAsk = AlgoAsk | StrategyAsk | PositionsAsk;

export type HostAnswer = { readonly json: string } | { readonly reason: Reason; readonly message?: string };

export type HostPort = (ask: HostAsk) => Promise<HostAnswer>;
