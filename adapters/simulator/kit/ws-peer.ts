/**
 * The venue's end of one WebSocket: pings and who does not answer them, the connection's life time, the limit on what a client may send. What the messages
 * mean the venue's own classes say. Text and ticks in, text out; no socket and no clock of its own.
 */
import type { Agenda, Job } from './agenda.js';
import type { Faults } from './faults.js';
import { Outlet, type Wire } from './outlet.js';

export interface TextWire extends Wire<string> {
  ping(): void;
  pong(data: Buffer): void;
  closeWith(code: number, reason: string): void;
}

export interface WsRules {
  readonly pingMs?: number;
  readonly pongTimeoutMs?: number;
  readonly lifetimeMs?: number;
  /** Messages, pings and pongs that a client may send in a second. */
  readonly maxInPerSecond?: number;
}

export abstract class WsPeer {
  readonly outlet: Outlet<string>;
  /** What is done, once, when the connection is gone. */
  readonly endings = new Set<() => void>();
  private readonly jobs: Job[] = [];
  private hasEnded = false;
  private deadline: Job | undefined;
  private secondAt = 0;
  private inThisSecond = 0;

  constructor(
    protected readonly wire: TextWire,
    protected readonly agenda: Agenda,
    protected readonly faults: Faults,
    private readonly rules: WsRules,
  ) {
    this.outlet = new Outlet(wire, agenda, faults);
    if (rules.pingMs) this.jobs.push(agenda.every(rules.pingMs, () => this.ping()));
    if (rules.lifetimeMs) this.jobs.push(agenda.after(rules.lifetimeMs, () => this.endOfLife()));
  }

  received(text: string): void {
    if (this.isWithinRate()) this.onText(text);
  }

  ponged(): void {
    this.deadline?.cancel();
    this.deadline = undefined;
    this.isWithinRate();
  }

  pinged(data: Buffer): void {
    if (this.isWithinRate() && !this.faults.isSilent(this.outlet.session)) this.wire.pong(data);
  }

  /** The connection is gone, whoever ended it. */
  closed(): void {
    this.outlet.end();
    if (this.hasEnded) return;
    this.hasEnded = true;
    for (const job of this.jobs) job.cancel();
    this.deadline?.cancel();
    this.onClosed();
    for (const end of this.endings) end();
  }

  send(message: unknown, kind = 'answer', clientId?: string): void {
    this.outlet.send(kind, clientId, () => (typeof message === 'string' ? message : JSON.stringify(message)));
  }

  /** Ends it with a reason that the client can read. */
  closeWith(code: number, reason: string): void {
    if (this.outlet.isClosed) return;
    this.closed();
    this.wire.closeWith(code, reason);
  }

  protected abstract onText(text: string): void;
  protected onClosed(): void {}
  protected onTooMany(): void {
    this.closeWith(1008, 'Too many requests');
  }
  protected endOfLife(): void {
    this.closeWith(1000, 'The connection has lived its time');
  }

  protected every(periodMs: number, run: () => void): Job {
    const job = this.agenda.every(periodMs, run);
    this.jobs.push(job);
    return job;
  }

  protected after(delayMs: number, run: () => void): Job {
    const job = this.agenda.after(delayMs, run);
    this.jobs.push(job);
    return job;
  }

  private ping(): void {
    if (this.faults.isSilent(this.outlet.session)) return;
    this.wire.ping();
    const { pongTimeoutMs } = this.rules;
    if (!pongTimeoutMs) return;
    this.deadline ??= this.agenda.after(pongTimeoutMs, () => this.closeWith(1008, 'Pong timeout'));
  }

  private isWithinRate(): boolean {
    if (this.outlet.isClosed) return false;
    const second = Math.floor(this.agenda.nowMs / 1_000);
    if (second !== this.secondAt) this.inThisSecond = 0;
    this.secondAt = second;
    this.inThisSecond++;
    if (this.inThisSecond <= (this.rules.maxInPerSecond ?? Number.POSITIVE_INFINITY)) return true;
    this.onTooMany();
    return false;
  }
}
