/**
 * When to send a Heartbeat, when to ask whether the counterparty is still there, and when to give it up. Silence is allowed a
 * fifth more than HeartBtInt, for the way; then comes a TestRequest, and after as long again the end. Between those two we
 * send no heartbeats: the question is one.
 */
const GRACE = 1.2;

export const enum Due {
  Nothing,
  Heartbeat,
  TestRequest,
  Dead,
}

export class HeartbeatClock {
  /** 0: neither side sends heartbeats. */
  private intervalMs = 0;
  private lastReceivedMs = 0;
  private testRequests = 0;

  start(intervalMs: number, nowMs: number): void {
    this.intervalMs = intervalMs;
    this.received(nowMs);
  }

  received(nowMs: number): void {
    this.lastReceivedMs = nowMs;
    this.testRequests = 0;
  }

  due(nowMs: number, lastSentMs: number): Due {
    const { intervalMs } = this;
    if (intervalMs === 0) return Due.Nothing;
    const silentMs = nowMs - this.lastReceivedMs;
    if (silentMs >= 2 * GRACE * intervalMs) return Due.Dead;
    if (this.testRequests === 0 && silentMs >= GRACE * intervalMs) {
      this.testRequests++;
      return Due.TestRequest;
    }
    return this.testRequests === 0 && nowMs - lastSentMs >= intervalMs ? Due.Heartbeat : Due.Nothing;
  }
}
