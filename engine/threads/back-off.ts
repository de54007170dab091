/** When to restart what has died, and when to give it up: waits double, and too many deaths in a row end it. Pure arithmetic. */
export interface BackOffRule {
  readonly firstMs: number;
  readonly longestMs: number;
  /** Restarts in a row before it is given up. */
  readonly restarts: number;
  /** Living this long makes the next death the first one again. */
  readonly calmMs: number;
}

export const DEFAULT_BACK_OFF: BackOffRule = { firstMs: 100, longestMs: 10_000, restarts: 5, calmMs: 60_000 };

export class BackOff {
  private deaths = 0;

  constructor(private readonly rule: BackOffRule = DEFAULT_BACK_OFF) {}

  /** Milliseconds to wait before the restart after a life of `livedMs`; undefined = give up. */
  died(livedMs: number): number | undefined {
    this.deaths = livedMs >= this.rule.calmMs ? 1 : this.deaths + 1;
    if (this.deaths > this.rule.restarts) return undefined;
    return Math.min(this.rule.longestMs, this.rule.firstMs * 2 ** (this.deaths - 1));
  }
}
