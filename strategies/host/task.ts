/** What a worker is told: everything that one life of a strategy needs. Structured-cloneable. */
import type { ListedVenue } from '../../engine/config/registry.js';
import type { WaitPolicy } from '../../engine/threads/policy.js';
import type { Instrument } from '../../protocol/instrument.js';
import type { LifeMemory } from './life-memory.js';

export interface StrategyTask {
  readonly name: string;
  /** URL of the plugin's module. */
  readonly plugin: string;
  readonly parameters: unknown;
  readonly account: number;
  readonly session: number;
  readonly instruments: readonly Instrument[];
  /** Whose prices it gets. */
  readonly venues?: readonly ListedVenue[];
  /** Id of the run that somebody asked for. */
  readonly run?: string;
  readonly memory: LifeMemory;
  readonly memoryMb: number;
  readonly ordersAtATime: number;
  readonly firstClientId: number;
  readonly policy: WaitPolicy;
  readonly logLevel: string;
}

/** How a worker's task ends when nothing has failed. */
export type TaskEnd = { readonly kind: 'stopped' } | { readonly kind: 'unusable'; readonly why: string };
