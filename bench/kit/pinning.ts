/** Binds a thread to a core, so that both sides of a comparison run in the same places. Linux only; says whether it worked. */
import { execFileSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';

/** The kernel's id of the calling thread (worker or main); undefined where /proc does not tell. */
export function threadId(): number | undefined {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').pop());
  } catch {
    return undefined;
  }
}

/** Pins a thread of this process. `cores` as `taskset` takes them: "0", "0,1", "0-3". */
export function pinThread(id: number, cores: string): boolean {
  try {
    execFileSync('taskset', ['-cp', cores, String(id)], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export function pinThisThread(cores: string): boolean {
  const id = threadId();
  return id !== undefined && pinThread(id, cores);
}
