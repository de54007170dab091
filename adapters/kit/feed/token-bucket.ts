/** A venue's rate limit: so many tokens in so long a time, all of them there at the beginning. Pure arithmetic over a given clock. */
export class TokenBucket {
  private tokens: number;
  private filledMs = Number.NaN;

  /** @param capacity tokens that come in `perMs` milliseconds, and the most there are */
  constructor(
    private readonly capacity: number,
    private readonly perMs: number,
  ) {
    this.tokens = capacity;
  }

  /** False, and nothing is taken: there are not so many. */
  take(count: number, nowMs: number): boolean {
    this.fill(nowMs);
    if (this.tokens < count) return false;
    this.tokens -= count;
    return true;
  }

  has(count: number, nowMs: number): boolean {
    this.fill(nowMs);
    return this.tokens >= count;
  }

  private fill(nowMs: number): void {
    if (nowMs === this.filledMs) return;
    const sinceMs = nowMs > this.filledMs ? nowMs - this.filledMs : 0;
    this.filledMs = nowMs;
    this.tokens = Math.min(this.capacity, this.tokens + (sinceMs * this.capacity) / this.perMs);
  }
}
