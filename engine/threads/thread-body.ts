/**
 * The inside of a spawned thread: what a thread's module calls first. Hands the body its data and its control block,
 * reports "ready" to the supervisor, and ends the thread when the body returns; an error ends it as a failure. The
 * port is read with `receiveMessageOnPort`, because a core or journal thread has no event loop while it runs.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { Doorbell } from '../rings/doorbell.js';
import { Control, type ControlMemory } from './control.js';
import { pinThisThreadOrFail } from './pinning.js';

/** What `Thread` passes as the worker's data. */
export interface ThreadStart<Data> {
  readonly name: string;
  readonly control: ControlMemory;
  readonly cpus: string | undefined;
  readonly data: Data;
}

/** What a thread sends to its supervisor; everything else the body sends is wrapped as `said`. */
export type ThreadMessage = { readonly ready: unknown } | { readonly said: unknown };

export interface ThreadContext<Data> {
  readonly name: string;
  readonly data: Data;
  /** The bell that this thread waits on; its control requests ring it too. */
  readonly bell: Doorbell;
  readonly control: Control;
  /** Start-up is over; `Thread.start` answers with `report`. */
  ready(report?: unknown): void;
  /** Sends the supervisor a message (`onMessage`). */
  say(message: unknown): void;
  /** Who gets the supervisor's messages, one at a time, between two turns. */
  onMail(handler: (message: unknown) => void): void;
}

export function threadBody<Data>(body: (context: ThreadContext<Data>) => void | Promise<void>): void {
  if (parentPort === null) throw new Error('this module is the body of a thread; the engine spawns it');
  const start = workerData as ThreadStart<Data>;
  const context = new Context<Data>(start);
  void run(() => {
    if (start.cpus !== undefined) pinThisThreadOrFail(start.name, start.cpus);
    return body(context);
  });
}

/** An error leaves as an uncaught one, so that the supervisor gets it whole. */
async function run(body: () => void | Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    setImmediate(() => {
      throw error;
    });
    return;
  }
  process.exit(0);
}

class Context<Data> implements ThreadContext<Data> {
  readonly name: string;
  readonly data: Data;
  readonly bell: Doorbell;
  readonly control: Control;
  private handler: (message: unknown) => void = () => {};

  constructor(start: ThreadStart<Data>) {
    this.name = start.name;
    this.data = start.data;
    this.bell = new Doorbell(start.control.bell);
    this.control = new Control(start.control, () => this.readMail());
  }

  ready(report?: unknown): void {
    this.send({ ready: report });
  }

  say(message: unknown): void {
    this.send({ said: message });
  }

  onMail(handler: (message: unknown) => void): void {
    this.handler = handler;
  }

  private send(message: ThreadMessage): void {
    parentPort!.postMessage(message);
  }

  private readMail(): void {
    for (let mail = receiveMessageOnPort(parentPort!); mail; mail = receiveMessageOnPort(parentPort!))
      this.handler(mail.message);
  }
}
