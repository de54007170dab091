/**
 * When the next good-till-date order ends. Not later than that: an order that ended earlier for another reason leaves
 * its time behind, and the sweep that comes then finds the next one.
 */
const NEVER = Number.POSITIVE_INFINITY;

export class Expiries {
  nearestSeconds = NEVER;

  /** @param seconds since 1970; 0 = the order has no such time */
  note(seconds: number): void {
    if (seconds !== 0 && seconds < this.nearestSeconds) this.nearestSeconds = seconds;
  }

  clear(): void {
    this.nearestSeconds = NEVER;
  }
}
