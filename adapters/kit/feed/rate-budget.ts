/**
 * A venue's rate limit: so many in any stretch of so long, wherever the venue lets its own intervals begin. (A bucket that is full at first and
 * fills again meanwhile would give twice as much in its first interval.) Counted in slices, so it may be a tenth slower than it would have to be. Pure arithmetic
 * over a given clock.
 */
const SLICES = 11;

export class RateBudget {
  private readonly used = new Float64Array(SLICES);
  private readonly sliceMs: number;
  private inAll = 0;
  private slice = Number.NaN;

  /** @param capacity the most in `perMs` milliseconds */
  constructor(
    private readonly capacity: number,
    perMs: number,
  ) {
    this.sliceMs = perMs / (SLICES - 1);
  }

  /** False, and nothing is taken: there are not so many. */
  take(count: number, nowMs: number): boolean {
    if (!this.has(count, nowMs)) return false;
    this.used[this.slice % SLICES] += count;
    this.inAll += count;
    return true;
  }

  has(count: number, nowMs: number): boolean {
    const slice = Math.floor(nowMs / this.sliceMs);
    if (slice !== this.slice) this.moveTo(slice);
    return this.inAll + count <= this.capacity;
  }

  /** What is a whole stretch old does not count any more. A clock that goes back changes nothing. */
  private moveTo(slice: number): void {
    if (slice < this.slice) return;
    const oldest = Math.max(slice - SLICES, Number.isNaN(this.slice) ? 0 : this.slice);
    for (let each = oldest + 1; each <= slice; each++) {
      this.inAll -= this.used[each % SLICES];
      this.used[each % SLICES] = 0;
    }
    this.slice = slice;
  }
}
