/**
 * One life of a strategy: fresh memory, a Piscina pool of one worker whose only task is the strategy, and a watchdog. Its
 * end is a value. When it has come, the worker is gone, so nothing is written into the lane any more.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Piscina } from 'piscina';
import { ControlDesk } from '../../engine/threads/control.js';
import type { StopReason } from '../sdk/strategy.js';
import type { CoreSharing } from './core-sharing.js';
import { Standing } from './standing.js';
import type { StrategyTask, TaskEnd } from './task.js';
import { Vitals } from './vitals.js';
import { Watchdog } from './watchdog.js';

const WORKER = new URL('./worker.js', import.meta.url).href;

/** Termination takes milliseconds, unless the thread sits in a system call; it runs no JavaScript afterwards anyway. */
const EXIT_MS = 2_000;

export interface LifeRule {
  /** How long one handler may run. */
  readonly handlerMs: number;
  /** Time to load the plugin, and to end when asked to. */
  readonly startMs: number;
  readonly stopMs: number;
}

export type LifeEnd = TaskEnd | { readonly kind: 'failed'; readonly error: Error };

export class Life {
  readonly ended: Promise<LifeEnd>;
  private readonly pool: Piscina;
  private readonly abort = new AbortController();
  private readonly desk: ControlDesk;
  private readonly vitals: Vitals;
  private readonly watchdog: Watchdog;
  private readonly exited: Promise<unknown>;
  private readonly standing: Standing | undefined;
  private verdict: Error | undefined;
  private stopTimer: NodeJS.Timeout | undefined;

  /** @param cores where workers have to earn their place, see `Standing` */
  constructor(
    task: StrategyTask,
    private readonly rule: LifeRule,
    cores?: CoreSharing,
  ) {
    this.desk = new ControlDesk(task.memory.control);
    this.vitals = new Vitals(task.memory.vitals);
    const watched = { ...rule, parkMs: task.policy.parkMs };
    this.watchdog = new Watchdog(this.desk, this.vitals, watched, performance.now());
    if (cores !== undefined) this.standing = new Standing((isIdle) => cores.put(this.vitals.thread, isIdle));
    this.pool = createPool(task.memoryMb);
    const run = () => this.pool.run(task, { signal: this.abort.signal });
    const living = cores === undefined ? run() : cores.bornIdle(run);
    this.exited = new Promise((resolve) => this.pool.threads[0].once('exit', resolve));
    this.ended = this.outcome(living);
  }

  get running(): boolean {
    return this.vitals.running;
  }

  /** What the worker shows of itself. */
  get signs(): Readonly<Pick<Vitals, 'sent' | 'openOrders' | 'lost' | 'memoryMb'>> {
    return this.vitals;
  }

  /** The watchdog's look, now and then. */
  look(nowMs: number): void {
    const why = this.watchdog.look(nowMs);
    this.standing?.look(nowMs, this.running, this.watchdog.isLate(nowMs));
    if (why !== undefined) this.fail(why);
  }

  /** Asks the strategy to end, and ends it when it does not. */
  stop(why: StopReason = 'stop'): void {
    if (why === 'reload') this.vitals.setReload();
    this.desk.requestStop();
    this.stopTimer ??= setTimeout(
      () => this.fail(`did not end within ${this.rule.stopMs} ms`),
      this.rule.stopMs,
    );
  }

  /** Ends it at once, wherever it is. */
  fail(why: string): void {
    this.verdict ??= new Error(why);
    this.abort.abort();
  }

  private async outcome(task: Promise<TaskEnd>): Promise<LifeEnd> {
    try {
      return await task;
    } catch (error) {
      return { kind: 'failed', error: this.verdict ?? asError(error) };
    } finally {
      clearTimeout(this.stopTimer);
      await this.bury();
    }
  }

  private async bury(): Promise<void> {
    await Promise.race([this.pool.destroy(), delay(EXIT_MS, undefined, { ref: false })]);
    await Promise.race([this.exited, delay(EXIT_MS, undefined, { ref: false })]);
  }
}

function createPool(memoryMb: number): Piscina {
  const pool = new Piscina({
    filename: WORKER,
    minThreads: 0, // or each worker that dies would be replaced by an idle one
    maxThreads: 1,
    concurrentTasksPerWorker: 1,
    atomics: 'disabled',
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  // What a worker does after its task has ended is told here; the task has been judged already.
  pool.on('error', () => {});
  return pool;
}

/** A plugin may throw anything. */
const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
