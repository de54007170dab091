/**
 * How much of a processor a strategy's worker is trusted with, where there are few: one that has just begun, and one that does not
 * come back from a handler, gets what nobody else wants. It is like the others when it has behaved for a while.
 */
const PROVEN_MS = 2_000;

export class Standing {
  private isTrusted = false;
  private behavesSinceMs: number | undefined;

  /** @param put the worker into the idle class, or out of it; it begins in it */
  constructor(private readonly put: (isIdle: boolean) => void) {}

  /** @param isRunning its plugin has started, @param isLate it has not come back from a handler for longer than it should take */
  look(nowMs: number, isRunning: boolean, isLate: boolean): void {
    if (isLate) return this.distrust();
    if (!isRunning || this.isTrusted) return;
    this.behavesSinceMs ??= nowMs;
    if (nowMs - this.behavesSinceMs < PROVEN_MS) return;
    this.isTrusted = true;
    this.put(false);
  }

  private distrust(): void {
    this.behavesSinceMs = undefined;
    if (this.isTrusted) this.put(true);
    this.isTrusted = false;
  }
}
