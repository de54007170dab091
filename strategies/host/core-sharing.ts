/** Where processors are few: workers' scheduling classes, and those of nobody else. */
import { readdirSync } from 'node:fs';
import type { Logger } from '../../engine/log.js';
import { mayReturnFromIdle, setIdle } from '../../engine/threads/scheduling.js';

/**
 * Made before the first worker is: threads that are there then are not touched, whatever a worker says which one it is.
 * Undefined: not possible here, and workers are left as they are.
 */
export function coreSharing(log: Logger): ((thread: number, isIdle: boolean) => void) | undefined {
  if (process.platform !== 'linux' || !mayReturnFromIdle()) {
    log.info(
      'strategies share the cores with the engine as equals: they may not be rescheduled (CAP_SYS_NICE, chrt)',
    );
    return undefined;
  }
  const others = new Set(readdirSync('/proc/self/task').map(Number));
  return (thread, isIdle) => {
    if (!others.has(thread)) void setIdle(thread, isIdle);
  };
}
