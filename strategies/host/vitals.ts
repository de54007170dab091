/**
 * What a worker shows of itself beside its heartbeat, and the one thing that it is told beside to stop: why. Whoever reads
 * believes nothing of it that matters, because the plugin may write here too.
 */
const enum Word {
  Running = 0,
  Sent = 1,
  Thread = 2,
  OpenOrders = 3,
  Lost = 4,
  MemoryMb = 5,
  /** Written by the host. */
  Reload = 6,
}
const WORDS = 32;

export const createVitals = (): SharedArrayBuffer => new SharedArrayBuffer(WORDS * 4);

export class Vitals {
  private readonly words: Int32Array;

  constructor(memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory);
  }

  get running(): boolean {
    return Atomics.load(this.words, Word.Running) === 1;
  }

  setRunning(): void {
    Atomics.store(this.words, Word.Running, 1);
  }

  /** The kernel's number of the worker's thread; 0 = not known. */
  get thread(): number {
    return Atomics.load(this.words, Word.Thread);
  }

  setThread(thread: number): void {
    Atomics.store(this.words, Word.Thread, thread);
  }

  /** Wraps; compare for difference only. */
  get sent(): number {
    return Atomics.load(this.words, Word.Sent);
  }

  /** @param open orders that it has open or under way */
  setSent(count: number, open: number): void {
    this.words[Word.Sent] = count;
    this.words[Word.OpenOrders] = open;
  }

  get openOrders(): number {
    return Atomics.load(this.words, Word.OpenOrders);
  }

  /** Trades and states of books that were left out. Wraps. */
  get lost(): number {
    return Atomics.load(this.words, Word.Lost);
  }

  addLost(count: number): void {
    this.words[Word.Lost] += count;
  }

  get memoryMb(): number {
    return Atomics.load(this.words, Word.MemoryMb);
  }

  setMemoryMb(megabytes: number): void {
    this.words[Word.MemoryMb] = megabytes;
  }

  /** A stop that is asked for is a reload. */
  get reload(): boolean {
    return Atomics.load(this.words, Word.Reload) === 1;
  }

  setReload(): void {
    Atomics.store(this.words, Word.Reload, 1);
  }
}
