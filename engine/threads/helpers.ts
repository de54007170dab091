/**
 * V8's helper threads, shared by all threads of the process, do part of the garbage collection beside the thread that made the
 * garbage. With few cores they take them from threads that make none: a strategy that leaks memory keeps four of them busy.
 */
import { readdirSync } from 'node:fs';
import { setPriority } from 'node:os';
import { setFlagsFromString } from 'node:v8';

/**
 * Helpers give way to the engine's threads, which have to be started after this. Those that a thread stands still for
 * are sent away: it would wait for one that waits for a processor.
 * @param niceness as of `nice`; on Linux alone is a thread's priority its own
 */
export function helpersGiveWay(niceness: number): void {
  setFlagsFromString('--no-parallel-scavenge');
  setFlagsFromString('--no-parallel-compaction');
  if (process.platform !== 'linux') return;
  for (const id of readdirSync('/proc/self/task'))
    if (Number(id) !== process.pid) setPriority(Number(id), niceness);
}
