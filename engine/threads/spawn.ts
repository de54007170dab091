/**
 * A thread of the engine as the main thread sees it: started from a compiled module, ready within a time limit or not at
 * all, asked to stop through shared memory, and terminated only when it does not. Its end is a value (`ended`), never an
 * unhandled error.
 */
import { type ResourceLimits, type TransferListItem, Worker } from 'node:worker_threads';
import { ControlDesk, createControl } from './control.js';
import type { ThreadMessage, ThreadStart } from './thread-body.js';

export interface ThreadSpec {
  readonly name: string;
  /** Compiled module that calls `threadBody`. */
  readonly module: URL;
  /** Structured-cloneable; a function is asked again at each restart. */
  readonly data: unknown | (() => unknown);
  /** The bell that the thread waits on; without one it gets its own. */
  readonly bell?: SharedArrayBuffer;
  /** Time from start to "ready"; may be infinite. */
  readonly readyMs?: number;
  /** Time from the request to stop to the end; then it is terminated. */
  readonly stopMs?: number;
  readonly resourceLimits?: ResourceLimits;
  /** Where it may run, as `taskset` takes it; absent = where its creator may. */
  readonly cpus?: string;
}

export interface ThreadEnd {
  readonly name: string;
  readonly code: number;
  readonly error?: Error;
  /** It was asked to stop. An end without that is a death, whatever the code. */
  readonly asked: boolean;
}

const READY_MS = 30_000;
const STOP_MS = 10_000;

export class Thread {
  readonly ended: Promise<ThreadEnd>;
  /** What the body gave to `ready`. */
  report: unknown;
  private readonly worker: Worker;
  private readonly desk: ControlDesk;
  private handler: (message: unknown) => void = () => {};
  private asked = false;
  private over = false;
  private error?: Error;

  /** Rejects when the thread dies or is not ready in time; it is gone then. */
  static async start(spec: ThreadSpec): Promise<Thread> {
    const thread = new Thread(spec);
    await thread.untilReady(spec.readyMs ?? READY_MS);
    return thread;
  }

  private constructor(private readonly spec: ThreadSpec) {
    const control = createControl(spec.bell);
    this.desk = new ControlDesk(control);
    const data = typeof spec.data === 'function' ? spec.data() : spec.data;
    const { resourceLimits, cpus } = spec;
    const start: ThreadStart<unknown> = { name: spec.name, control, cpus, data };
    this.worker = new Worker(spec.module, { workerData: start, resourceLimits, name: spec.name });
    this.worker.on('error', (error) => (this.error ??= asError(error)));
    this.ended = new Promise((resolve) => {
      this.worker.on('exit', (code) => {
        this.over = true;
        resolve({ name: spec.name, code, error: this.error, asked: this.asked });
      });
    });
  }

  get name(): string {
    return this.spec.name;
  }

  /** See `ControlDesk.beats`. */
  get beats(): number {
    return this.desk.beats;
  }

  /** Who gets what the body says. */
  onMessage(handler: (message: unknown) => void): void {
    this.handler = handler;
  }

  /** Sends a message; the thread reads it between two turns, also without an event loop. */
  post(message: unknown, transfer: readonly TransferListItem[] = []): void {
    this.worker.postMessage(message, transfer);
    this.desk.announceMail();
  }

  /** Asks the thread to stop, and terminates it when it has not within its time. */
  async stop(): Promise<ThreadEnd> {
    this.asked = true;
    this.desk.requestStop();
    if (this.over) return this.ended;
    const timer = setTimeout(() => {
      this.error ??= new Error(`${this.name} did not stop in time and was terminated`);
      void this.worker.terminate();
    }, this.spec.stopMs ?? STOP_MS);
    return this.ended.finally(() => clearTimeout(timer));
  }

  /** Ends the thread at once, wherever it is. */
  kill(reason: string): Promise<ThreadEnd> {
    this.error ??= new Error(reason);
    void this.worker.terminate();
    return this.ended;
  }

  private async untilReady(readyMs: number): Promise<void> {
    const failure = await Promise.race([this.readyMessage(), this.ended, delay(readyMs)]);
    if (failure === READY) return;
    if (failure === LATE) await this.kill(`${this.name} was not ready within ${readyMs} ms`);
    throw this.error ?? new Error(`${this.name} ended before it was ready (code ${(await this.ended).code})`);
  }

  private readyMessage(): Promise<typeof READY> {
    return new Promise((resolve) => {
      this.worker.on('message', (message: ThreadMessage) => {
        if ('said' in message) this.handler(message.said);
        else resolve(this.beReady(message.ready));
      });
    });
  }

  private beReady(report: unknown): typeof READY {
    this.report = report;
    return READY;
  }
}

const READY = Symbol('ready');
const LATE = Symbol('late');

function delay(ms: number): Promise<typeof LATE> {
  return new Promise((resolve) => {
    if (Number.isFinite(ms)) setTimeout(resolve, ms, LATE).unref();
  });
}

/** A thread may throw anything. */
function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
