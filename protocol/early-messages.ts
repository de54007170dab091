/** Messages that came before their turn, by their number; bounded. */
export class EarlyMessages {
  private readonly kept = new Map<number, Buffer>();
  private bytes = 0;

  constructor(
    private readonly maxMessages: number,
    private readonly maxBytes: number,
  ) {}

  get count(): number {
    return this.kept.size;
  }

  clear(): void {
    this.kept.clear();
    this.bytes = 0;
  }

  /** @returns false when there is no room for it */
  keep(number: number, bytes: Buffer, start: number, end: number): boolean {
    if (this.kept.has(number)) return true;
    if (this.kept.size === this.maxMessages || this.bytes + end - start > this.maxBytes) return false;
    this.kept.set(number, Buffer.from(bytes.subarray(start, end)));
    this.bytes += end - start;
    return true;
  }

  take(number: number): Buffer | undefined {
    if (this.kept.size === 0) return undefined;
    const bytes = this.kept.get(number);
    if (bytes === undefined) return undefined;
    this.kept.delete(number);
    this.bytes -= bytes.length;
    return bytes;
  }

  /** The lowest number that is kept; infinity when there is none. */
  first(): number {
    let first = Number.POSITIVE_INFINITY;
    for (const number of this.kept.keys()) first = Math.min(first, number);
    return first;
  }
}
