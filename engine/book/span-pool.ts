/**
 * Short sorted arrays of (key, chunk) pairs for thousands of book sides, cut out of one preallocated array. A span has
 * room for a power of two of pairs; a side that outgrows its span moves to one of twice the size, and the old one is
 * kept for the next side that needs that size. Nothing is ever allocated after start.
 */
const SMALLEST_PAIRS = 2;
const CLASSES = 26;

export class SpanPool {
  /** Pairs: the key at `2 * i`, the chunk at `2 * i + 1`. */
  readonly pairs: Int32Array;
  private readonly freeOfClass = new Int32Array(CLASSES).fill(-1);
  private used = 0;

  /** @param pairs room for this many pairs; `SpanPool.pairsFor` says how many are enough */
  constructor(pairs: number) {
    this.pairs = new Int32Array(pairs * 2);
  }

  /**
   * Enough for any order of events: a side holds less than four times the pairs it needs (it moves to a smaller span
   * when a quarter of its own would do), and spans of one size are never cut up for another.
   */
  static pairsFor(sides: number, chunks: number): number {
    const classes = 33 - Math.clz32(chunks);
    return classes * 4 * chunks + SMALLEST_PAIRS * sides;
  }

  static capacityOf(sizeClass: number): number {
    return SMALLEST_PAIRS << sizeClass;
  }

  /** First pair of a span of the class, or -1. */
  take(sizeClass: number): number {
    const free = this.freeOfClass[sizeClass];
    if (free >= 0) {
      this.freeOfClass[sizeClass] = this.pairs[2 * free];
      return free;
    }
    const start = this.used;
    if ((start + SpanPool.capacityOf(sizeClass)) * 2 > this.pairs.length) return -1;
    this.used += SpanPool.capacityOf(sizeClass);
    return start;
  }

  give(start: number, sizeClass: number): void {
    this.pairs[2 * start] = this.freeOfClass[sizeClass];
    this.freeOfClass[sizeClass] = start;
  }
}
