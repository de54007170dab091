/** When a venue sends a heartbeat, when it asks whether its client is still there, and when it gives it up. */
export interface PulseRules {
  /** Silence in HeartBtInt before a TestRequest, and before the end. */
  readonly testAfter: number;
  readonly deadAfter: number;
  /** Only a Heartbeat with the TestRequest's id answers it, whatever else the client sends. */
  readonly demandsTestAnswer?: boolean;
}

export type Due = 'nothing' | 'heartbeat' | 'test' | 'dead';

export class Pulse {
  /** 0: no heartbeats. */
  intervalMs = 0;
  private lastInMs: number;
  private lastOutMs: number;
  private asked: { readonly id: string; readonly atMs: number } | undefined;

  constructor(
    private readonly rules: PulseRules,
    nowMs: number,
  ) {
    this.lastInMs = this.lastOutMs = nowMs;
  }

  /** @param testReqId of a Heartbeat, empty for everything else */
  received(nowMs: number, testReqId: string): void {
    this.lastInMs = nowMs;
    if (!this.rules.demandsTestAnswer || testReqId === this.asked?.id) this.asked = undefined;
  }

  sent(nowMs: number): void {
    this.lastOutMs = nowMs;
  }

  /** @returns the id that the answer has to carry */
  ask(nowMs: number): string {
    const id = String(nowMs);
    this.asked = { id, atMs: nowMs };
    return id;
  }

  due(nowMs: number): Due {
    const { intervalMs, rules, asked } = this;
    if (intervalMs === 0) return 'nothing';
    const silentMs = nowMs - this.lastInMs;
    const patienceMs = (rules.deadAfter - rules.testAfter) * intervalMs;
    if (silentMs >= rules.deadAfter * intervalMs || (asked && nowMs - asked.atMs >= patienceMs))
      return 'dead';
    if (silentMs >= rules.testAfter * intervalMs && asked === undefined) return 'test';
    return nowMs - this.lastOutMs >= intervalMs ? 'heartbeat' : 'nothing';
  }
}
