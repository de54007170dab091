/**
 * An agent does a bounded piece of work each time it is asked and says how much it did. It never blocks, owns no
 * thread, and gets its sockets, files and clock handed in, so that the same code runs on a thread of its own, beside
 * others on one event loop, or in lock-step under a seeded runner.
 */
export interface Agent {
  readonly name: string;
  /** Work done; 0 = idle. */
  doWork(): number;
  /** True while answers are outstanding: an event-loop runner then keeps polling instead of parking. */
  expectsWork?(): boolean;
  /** Flushes and releases what it holds. Called once, on its own thread. */
  close?(): void | Promise<void>;
}

/** Time as agents see it: two words, seconds since 1970 and nanoseconds. `read` refreshes both. */
export interface Clock {
  seconds: number;
  nanos: number;
  read(): void;
}
