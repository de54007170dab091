/** Where processors are few: workers' scheduling classes, and those of nobody else. */
import { readdirSync } from 'node:fs';
import type { Logger } from '../../engine/log.js';
import { mayReturnFromIdle, setIdle } from '../../engine/threads/scheduling.js';

export class CoreSharing {
  /** @param others threads that are not workers: they are not touched, whatever a worker says which one it is */
  private constructor(private readonly others: ReadonlySet<number>) {}

  /** Made before the first worker is. Undefined: not possible here, and workers are left as they are. */
  static for(log: Logger): CoreSharing | undefined {
    if (mayReturnFromIdle()) return new CoreSharing(new Set(readdirSync('/proc/self/task').map(Number)));
    log.info(
      'strategies share the cores with the engine as equals: they may not be rescheduled (CAP_SYS_NICE)',
    );
    return undefined;
  }

  /** Starts a worker in the idle class: a thread begins in the class of the one that starts it. */
  bornIdle<T>(start: () => T): T {
    setIdle(0, true);
    try {
      return start();
    } finally {
      setIdle(0, false);
    }
  }

  put(worker: number, isIdle: boolean): void {
    if (!this.others.has(worker)) setIdle(worker, isIdle);
  }
}
