/** Which threads the engine runs as, and how they wait, from the number of cores and the configuration. */
import { DEDICATED, SHARED, SHARED_SYNC, type WaitPolicy } from './threads/policy.js';

export type Threading = 'shared' | 'dedicated';

/** main, core, journal, gateway, feed and fan-out; a strategy adds one. */
const DEDICATED_THREADS = 6;

/** `auto`: dedicated threads spin, so each needs a core of its own, or it takes the one that another one needs. */
export function chooseThreading(wanted: Threading | 'auto', cores: number, strategies: number): Threading {
  if (wanted !== 'auto') return wanted;
  return cores >= DEDICATED_THREADS + strategies ? 'dedicated' : 'shared';
}

export function waitPolicy(threading: Threading, durability: 'sync' | 'async'): WaitPolicy {
  if (threading === 'dedicated') return DEDICATED;
  return durability === 'sync' ? SHARED_SYNC : SHARED;
}
