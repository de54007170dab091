/** What a worker shows of itself beside its heartbeat: whether the strategy runs, what it has sent, which thread it is. */
const enum Word {
  Running = 0,
  Sent = 1,
  Thread = 2,
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

  setSent(count: number): void {
    this.words[Word.Sent] = count;
  }
}
