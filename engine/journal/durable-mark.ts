/**
 * How many batches of the journal are on disk: one word in shared memory, written by the journal's thread after each
 * sync, read by those who read its files and must not be ahead of the disk. Wraps; only differences count.
 */
export class DurableMark {
  static create(): SharedArrayBuffer {
    return new SharedArrayBuffer(4);
  }

  private readonly word: Int32Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.word = new Int32Array(memory);
  }

  set(batches: number): void {
    Atomics.store(this.word, 0, batches | 0);
  }

  /** True when batch number `batch` is on disk. */
  covers(batch: number): boolean {
    return ((Atomics.load(this.word, 0) - (batch | 0)) | 0) >= 0;
  }
}
