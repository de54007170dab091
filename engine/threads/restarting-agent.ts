/**
 * Stands in the place of an agent that the engine can do without (fan-out): when it throws, it is closed and made anew
 * after a wait, and given up after too many deaths in a row. Whoever shares its thread notices nothing.
 */
import type { Agent } from './agent.js';
import { BackOff, type BackOffRule } from './back-off.js';

export interface RestartOptions {
  readonly rule?: BackOffRule;
  readonly nowMs?: () => number;
  /** `afterMs` undefined: given up. */
  readonly onDeath: (error: Error, afterMs: number | undefined) => void;
}

export class RestartingAgent implements Agent {
  private agent: Agent | undefined;
  private readonly backOff: BackOff;
  private readonly nowMs: () => number;
  private startedAtMs: number;
  private restartAtMs = 0;

  /**
   * @param make makes the agent, now and again after each death
   * @throws what `make` throws now: a start that cannot succeed fails; later that is a death like any other
   */
  constructor(
    readonly name: string,
    private readonly make: () => Agent,
    private readonly options: RestartOptions,
  ) {
    this.backOff = new BackOff(options.rule);
    this.nowMs = options.nowMs ?? (() => performance.now());
    this.startedAtMs = this.nowMs();
    this.agent = make();
  }

  doWork(): number {
    try {
      if (this.agent === undefined && !this.start()) return 0;
      return this.agent!.doWork();
    } catch (error) {
      this.die(error);
      return 0;
    }
  }

  expectsWork(): boolean {
    return this.agent?.expectsWork?.() ?? false;
  }

  close(): void | Promise<void> {
    this.restartAtMs = Number.POSITIVE_INFINITY;
    return this.agent?.close?.();
  }

  private start(): boolean {
    if (this.nowMs() < this.restartAtMs) return false;
    this.startedAtMs = this.nowMs();
    this.agent = this.make();
    return true;
  }

  private die(thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    this.leave();
    const afterMs = this.backOff.died(this.nowMs() - this.startedAtMs);
    this.restartAtMs = this.nowMs() + (afterMs ?? Number.POSITIVE_INFINITY);
    this.options.onDeath(error, afterMs);
  }

  /** What is broken may fail at closing, too; it is gone either way. */
  private leave(): void {
    const { agent } = this;
    this.agent = undefined;
    const close = async () => agent?.close?.();
    close().catch(() => undefined);
  }
}
