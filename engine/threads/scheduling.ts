/**
 * Single threads' scheduling class, Linux only. An idle one gets what no other thread of the machine wants, and gives its processor
 * up at once: niceness alone lets whoever runs finish its slice, some milliseconds, while a thread that has just been woken waits.
 *
 * Node has no call for it, and starting a program such as `chrt` would copy this process' memory map each time, which all of its
 * threads feel; so the C library is called.
 */
import { readFileSync } from 'node:fs';
import koffi from 'koffi';

/** `SCHED_OTHER` and `SCHED_IDLE` of sched(7). */
const ORDINARY = 0;
const IDLE = 5;

/** The only priority of both. */
const PARAMETERS = { sched_priority: 0 };

type SetScheduler = (thread: number, policy: number, parameters: typeof PARAMETERS) => number;

/** Undefined: no such call here. */
const setScheduler = process.platform === 'linux' ? load() : undefined;

function load(): SetScheduler | undefined {
  try {
    koffi.struct('sched_param', { sched_priority: 'int' });
    return koffi
      .load('libc.so.6')
      .func('int sched_setscheduler(int thread, int policy, const sched_param *parameters)');
  } catch {
    return undefined;
  }
}

/** `CAP_SYS_NICE` of capabilities(7): its bit. */
const MAY_RESCHEDULE = 1n << 23n;

/** Whether this process may take a thread out of the idle class again. Who may not must not put one there, because it stays. */
export function mayReturnFromIdle(): boolean {
  if (setScheduler === undefined) return false;
  const [, held] = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? [];
  return held !== undefined && (BigInt(`0x${held}`) & MAY_RESCHEDULE) !== 0n;
}

/** @param thread of this process; 0: the one that calls. False: it is gone, or that is not possible. */
export function setIdle(thread: number, isIdle: boolean): boolean {
  return setScheduler?.(thread, isIdle ? IDLE : ORDINARY, PARAMETERS) === 0;
}
