/** When to send a Sequence, and when to give the other side up. Silence is counted in the session's keep-alive intervals. */
export const enum Due {
  Nothing,
  /** We have been silent. */
  Sequence,
  /** The other side has: say so, and ask for a sign of life. */
  Lapse,
  Dead,
}

export class KeepAlive {
  private intervalMs = 0;
  private heardMs = 0;
  private hasTold = false;

  constructor(
    private readonly intervalsUntilDead: number,
    private readonly tellsLapse: boolean,
  ) {}

  start(intervalMs: number, nowMs: number): void {
    this.intervalMs = intervalMs;
    this.heard(nowMs);
  }

  heard(nowMs: number): void {
    this.heardMs = nowMs;
    this.hasTold = false;
  }

  due(nowMs: number, lastSentMs: number): Due {
    const silentMs = nowMs - this.heardMs;
    if (silentMs >= this.intervalsUntilDead * this.intervalMs) return Due.Dead;
    if (this.tellsLapse && !this.hasTold && silentMs >= this.intervalMs) {
      this.hasTold = true;
      return Due.Lapse;
    }
    return nowMs - lastSentMs >= this.intervalMs ? Due.Sequence : Due.Nothing;
  }
}
