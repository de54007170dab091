/** Messages that came before their turn, by their number; bounded. */
export class EarlyMessages {
  private readonly kept = new Map<number, Buffer>();
  /** Their numbers, ascending, from `from` on; those that were taken stand there until they are the first. */
  private readonly numbers: number[] = [];
  private from = 0;
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
    this.numbers.length = this.from = 0;
    this.bytes = 0;
  }

  /** @returns false when there is no room for it */
  keep(number: number, bytes: Buffer, start: number, end: number): boolean {
    if (this.kept.has(number)) return true;
    if (this.kept.size === this.maxMessages || this.bytes + end - start > this.maxBytes) return false;
    this.kept.set(number, Buffer.from(bytes.subarray(start, end)));
    this.insert(number);
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
    const { numbers, kept } = this;
    while (this.from < numbers.length && !kept.has(numbers[this.from])) this.from++;
    if (this.from < numbers.length) return numbers[this.from];
    numbers.length = this.from = 0;
    return Number.POSITIVE_INFINITY;
  }

  /** Nearly always the highest so far. */
  private insert(number: number): void {
    const { numbers } = this;
    if (this.from > numbers.length / 2) {
      numbers.splice(0, this.from);
      this.from = 0;
    }
    let low = this.from;
    let high = numbers.length;
    if (high > low && numbers[high - 1] < number) low = high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[middle] < number) low = middle + 1;
      else high = middle;
    }
    if (numbers[low] !== number) numbers.splice(low, 0, number);
  }
}
