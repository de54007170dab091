/**
 * The messages of one feed in their order, for whoever asks for them again: numbers from 1 on, without a gap. Room is taken at start and
 * does not grow.
 */
export class MessageLog {
  /** Messages so far, and the number of the last. */
  count = 0;
  readonly bytes: Buffer;
  /** Where each message ends; the first begins at 0. */
  private readonly ends: Float64Array;

  constructor(
    private readonly maxMessages: number,
    maxBytes: number,
  ) {
    this.bytes = Buffer.alloc(maxBytes);
    this.ends = new Float64Array(maxMessages + 1);
  }

  /** @returns false: it is full, and nothing has happened */
  append(source: Buffer, start: number, end: number): boolean {
    const at = this.ends[this.count];
    if (this.count === this.maxMessages || at + end - start > this.bytes.length) return false;
    source.copy(this.bytes, at, start, end);
    this.ends[++this.count] = at + end - start;
    return true;
  }

  /** Of message 1 … count. */
  startOf(number: number): number {
    return this.ends[number - 1];
  }

  endOf(number: number): number {
    return this.ends[number];
  }
}
