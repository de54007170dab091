/** Where in a file the message of each number begins: numbers rise by one, so an array from the first one on, which doubles. */
const FIRST_SIZE = 1 << 10;

export class Places {
  private first = 1;
  private count = 0;
  private offsets = new Float64Array(FIRST_SIZE);

  /** A number that does not follow the last one begins anew: those before it are forgotten. */
  set(seq: number, at: number): void {
    const place = seq - this.first;
    if (place < 0 || place > this.count) this.clear(seq);
    const i = seq - this.first;
    if (i === this.offsets.length) this.grow();
    this.offsets[i] = at;
    this.count = Math.max(this.count, i + 1);
  }

  /** -1: not known. */
  get(seq: number): number {
    const i = seq - this.first;
    return i >= 0 && i < this.count ? this.offsets[i] : -1;
  }

  clear(first = 1): void {
    this.first = first;
    this.count = 0;
  }

  /** Numbers of the last so many, oldest first: from, and up to but without to. */
  lastOf(count: number): { from: number; to: number } {
    const to = this.first + this.count;
    return { from: Math.max(this.first, to - count), to };
  }

  get size(): number {
    return this.count;
  }

  private grow(): void {
    const more = new Float64Array(2 * this.offsets.length);
    more.set(this.offsets);
    this.offsets = more;
  }
}
