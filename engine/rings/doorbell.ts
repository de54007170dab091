/**
 * How a thread that found nothing to do is woken. One word in shared memory per waiting thread: 0 awake,
 * 1 parked. The waiter sets it, looks at all its inputs once more, and only then waits; a producer publishes
 * first and reads the word afterwards. Both orders are sequentially consistent, so a wake-up is never lost,
 * and a producer whose reader is awake pays one load.
 */
export class Doorbell {
  static readonly BYTES = 128;

  static create(): SharedArrayBuffer {
    return new SharedArrayBuffer(Doorbell.BYTES);
  }

  private readonly word: Int32Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.word = new Int32Array(memory, 0, 1);
  }

  /** Producer: after publishing. */
  ring(): void {
    if (Atomics.load(this.word, 0) === 1) this.wake();
  }

  /** Waiter: before the last look at its inputs. */
  park(): void {
    Atomics.store(this.word, 0, 1);
  }

  /** Waiter: found work after all, or was woken. */
  unpark(): void {
    Atomics.store(this.word, 0, 0);
  }

  /** Blocks the thread until rung or `ms` have passed. Only between `park` and `unpark`. */
  wait(ms: number): void {
    Atomics.wait(this.word, 0, 1, ms);
  }

  /** Sleeps so long, rung or not. Not while parked. */
  rest(ms: number): void {
    Atomics.wait(this.word, 0, 0, ms);
  }

  /** The same for a thread with an event loop; `Atomics.waitAsync` alone does not keep the process alive. */
  waitAsync(ms: number): Promise<unknown> {
    const { async, value } = Atomics.waitAsync(this.word, 0, 1, ms);
    return async ? value : Promise.resolve();
  }

  private wake(): void {
    Atomics.store(this.word, 0, 0);
    Atomics.notify(this.word, 0);
  }
}
