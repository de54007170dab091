/** So many in each interval, counted from the interval's beginning as exchanges do it, not sliding. */
import type { Clock } from './agenda.js';

export interface Limit {
  readonly type: string;
  readonly intervalMs: number;
  /** As the venue writes it: SECOND, MINUTE, DAY. */
  readonly interval: string;
  readonly intervalNum: number;
  readonly limit: number;
}

const INTERVALS = { SECOND: 1_000, MINUTE: 60_000, DAY: 86_400_000 } as const;

export const limitOf = (
  type: string,
  intervalNum: number,
  interval: keyof typeof INTERVALS,
  limit: number,
): Limit => ({ type, interval, intervalNum, limit, intervalMs: intervalNum * INTERVALS[interval] });

export class Limiter {
  private windowAt = 0;
  private used = 0;

  constructor(
    readonly limit: Limit,
    private readonly clock: Clock,
  ) {}

  get count(): number {
    this.turn();
    return this.used;
  }

  /** @returns false when that is more than there is, and nothing is taken */
  take(weight = 1): boolean {
    this.turn();
    if (this.used + weight > this.limit.limit) return false;
    this.used += weight;
    return true;
  }

  giveBack(weight = 1): void {
    this.turn();
    this.used = Math.max(0, this.used - weight);
  }

  private turn(): void {
    const at = Math.floor(this.clock.nowMs / this.limit.intervalMs);
    if (at === this.windowAt) return;
    this.windowAt = at;
    this.used = 0;
  }
}
