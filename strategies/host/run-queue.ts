/**
 * How long a thread has waited for a processor, from Linux's scheduler statistics. A strategy that is not let run is not
 * hung: on a busy machine wall time alone would say so of good ones. Elsewhere than on Linux the answer is always 0.
 */
import { readFileSync } from 'node:fs';

/**
 * Milliseconds since the thread began, up to the last time that it was let run.
 * @param thread the kernel's id of it, as `threadId` tells; 0 = not known
 */
export function waitedMs(thread: number): number {
  try {
    return Number(readFileSync(`/proc/self/task/${thread}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}
