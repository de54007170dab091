/** Which threads the engine runs as, and how they wait, from the number of cores and the configuration. */
import {
  DEDICATED,
  SHARED,
  SHARED_CORE,
  SHARED_JOURNAL,
  SHARED_SYNC,
  type WaitPolicy,
} from './threads/policy.js';

export type Threading = 'shared' | 'dedicated';

/** How each kind of thread waits. */
export type WaitPolicies = Readonly<Record<'core' | 'journal' | 'io', WaitPolicy>>;

/** main, core, journal, gateway, feed and fan-out; the FIX door and each strategy add one. */
const DEDICATED_THREADS = 6;

/** `auto`: dedicated threads spin, so each needs a core of its own, or it takes the one that another one needs. */
export function chooseThreading(wanted: Threading | 'auto', cores: number, more: number): Threading {
  if (wanted !== 'auto') return wanted;
  return cores >= DEDICATED_THREADS + more ? 'dedicated' : 'shared';
}

export function waitPolicies(threading: Threading, durability: 'sync' | 'async'): WaitPolicies {
  if (threading === 'dedicated') return { core: DEDICATED, journal: DEDICATED, io: DEDICATED };
  if (durability === 'sync') return { core: SHARED_SYNC, journal: SHARED_SYNC, io: SHARED_SYNC };
  return { core: SHARED_CORE, journal: SHARED_JOURNAL, io: SHARED };
}
