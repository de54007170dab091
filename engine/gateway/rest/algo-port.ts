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

export type AlgoAnswer = { readonly json: string } | { readonly reason: Reason; readonly message?: string };

export type AlgoPort = (ask: AlgoAsk) => Promise<AlgoAnswer>;
