/**
 * Single threads' scheduling class, Linux only. An idle one gets what no other thread of the machine wants, and gives its processor
 * up at once: niceness alone lets whoever runs finish its slice, some milliseconds, while a thread that has just been woken waits.
 */
import { execFile, execFileSync } from 'node:child_process';

const IDLE = '--idle';
const ORDINARY = '--other';

/**
 * Whether this process may take a thread out of the idle class again. It needs CAP_SYS_NICE; who does not have it must not put one
 * there, because it stays.
 */
export function mayReturnFromIdle(): boolean {
  try {
    execFileSync('chrt', [IDLE, '0', 'chrt', ORDINARY, '0', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Of this process. False: it is gone, or that is not possible. */
export function setIdle(thread: number, isIdle: boolean): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('chrt', argumentsFor(thread, isIdle), (error) => resolve(error === null));
  });
}

/** The same, of the thread that calls this or of one that waits for it. */
export function setIdleNow(thread: number, isIdle: boolean): void {
  execFileSync('chrt', argumentsFor(thread, isIdle), { stdio: 'ignore' });
}

const argumentsFor = (thread: number, isIdle: boolean): string[] => [
  isIdle ? IDLE : ORDINARY,
  '--pid',
  '0',
  String(thread),
];
