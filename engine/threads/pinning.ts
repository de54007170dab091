/**
 * Binds a thread to processors, so that no other one that we start takes its place: an operator's wish (`cpus` in the
 * configuration), and what makes both sides of a benchmark run in the same places. Linux only. Threads made later by a
 * pinned thread run where it does.
 */
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

/** @throws Error the wish cannot be met; a thread that runs elsewhere than it was told to is worse than none */
export function pinThisThreadOrFail(name: string, cores: string): void {
  if (pinThisThread(cores)) return;
  throw new Error(
    `cannot run thread ${name} on CPUs "${cores}": needs Linux, taskset (util-linux) and CPUs that this process may use;` +
      ` change cpus.${name} in the configuration`,
  );
}
