/**
 * One strategy through all its lives, on the main thread: attached, run, and after each end detached and its orders
 * cancelled; restarted with back-off, given up after a bound. What happens stands in the log and in its counters.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { RegisteredStrategy } from '../../engine/config/registry.js';
import { ordersAtATime } from '../../engine/feed/feed-ring.js';
import type { Logger } from '../../engine/log.js';
import type { Counters } from '../../engine/telemetry/counters.js';
import { BackOff, type BackOffRule } from '../../engine/threads/back-off.js';
import type { WaitPolicy } from '../../engine/threads/policy.js';
import { Reason, type StrategyEndReason } from '../../protocol/codes/reasons.js';
import { firstClientId } from '../sdk/client-ids.js';
import { Life, type LifeEnd, type LifeRule } from './life.js';
import { createLifeMemory, type LifeMemory, type StrategyLimits } from './life-memory.js';
import type { StrategyPorts } from './ports.js';
import type { StrategyTask } from './task.js';

export interface WardOptions {
  readonly limits: StrategyLimits;
  readonly coreBell: SharedArrayBuffer;
  readonly policy: WaitPolicy;
  readonly backOff: BackOffRule;
  readonly rule: Omit<LifeRule, 'handlerMs'>;
  readonly ports: StrategyPorts;
  readonly log: Logger;
  readonly logLevel: string;
}

export class Ward {
  private readonly log: Logger;
  private life: Life | undefined;
  private lives: Promise<void> | undefined;
  private backOff!: BackOff;
  private wanted = false;
  private stopping = new AbortController();
  private firstOutcome: () => void = () => {};
  private announced = false;
  private sent = 0;

  /** @param plugin URL of its module */
  constructor(
    private readonly index: number,
    private readonly strategy: RegisteredStrategy,
    private readonly plugin: string,
    private readonly counts: Counters<'strategy'>,
    private readonly options: WardOptions,
  ) {
    this.log = options.log.child({ strategy: this.name });
  }

  get name(): string {
    return this.strategy.entry.name;
  }

  /**
   * Begins with nothing open, unless the plugin keeps its orders. Fulfilled when it runs, or has failed for the first time;
   * at once when it lives already.
   */
  async start(): Promise<void> {
    if (this.lives !== undefined && this.wanted) return;
    await this.lives;
    this.wanted = true;
    this.stopping = new AbortController();
    this.backOff = new BackOff(this.options.backOff);
    this.counts.counter('given_up').set(0);
    const outcome = new Promise<void>((resolve) => (this.firstOutcome = resolve));
    this.lives = this.live().finally(() => this.over());
    return outcome;
  }

  async stop(): Promise<void> {
    this.wanted = false;
    this.stopping.abort();
    this.life?.stop();
    await this.lives;
  }

  /** Ends this life; the next one comes after its back-off. */
  fail(why: string): void {
    this.life?.fail(why);
  }

  look(nowMs: number): void {
    const { life } = this;
    if (life === undefined) return;
    this.countOrders(life);
    if (!this.announced && life.running) this.announce();
    life.look(nowMs);
  }

  private async live(): Promise<void> {
    try {
      await this.cancelOrders(Reason.StrategyStopped);
      while (this.wanted && (await this.liveAndRecover()));
    } catch (error) {
      this.log.error({ err: error }, 'cannot be attached to the engine');
    }
  }

  private over(): void {
    this.lives = undefined;
    this.firstOutcome();
    if (!this.wanted) this.log.info('stopped');
  }

  /** False: no further life. */
  private async liveAndRecover(): Promise<boolean> {
    const startedAtMs = performance.now();
    const end = await this.liveOnce();
    this.firstOutcome();
    return end.kind !== 'stopped' && this.recover(end, performance.now() - startedAtMs);
  }

  /** All that it has open, unless the plugin keeps it. */
  private async cancelOrders(reason: StrategyEndReason): Promise<void> {
    if (!this.strategy.entry.keepOrders) await this.options.ports.cancelOrders(this.strategy.session, reason);
  }

  private async liveOnce(): Promise<LifeEnd> {
    const { ports, limits, coreBell } = this.options;
    const { session, account } = this.strategy;
    const memory = createLifeMemory(limits, coreBell);
    await ports.attachFeed(this.index, memory.feed);
    await ports.attachLane(this.index, memory.lane, { session, account: account.id });
    const end = await this.run(memory);
    await ports.detachLane(this.index);
    await ports.detachFeed(this.index);
    await this.cancelOrders(end.kind === 'stopped' ? Reason.StrategyStopped : Reason.StrategyFailed);
    return end;
  }

  private async run(memory: LifeMemory): Promise<LifeEnd> {
    this.counts.counter('starts').increment();
    this.announced = false;
    this.sent = 0;
    const life = new Life(this.task(memory), { ...this.options.rule, ...this.strategy.entry });
    this.life = life;
    if (!this.wanted) life.stop();
    const end = await life.ended;
    this.life = undefined;
    this.countOrders(life);
    if (!this.announced && life.running) this.announce();
    this.counts.counter('running').set(0);
    return end;
  }

  private async recover(end: Exclude<LifeEnd, { kind: 'stopped' }>, livedMs: number): Promise<boolean> {
    this.counts.counter('failures').increment();
    this.log.error({ err: end.kind === 'failed' ? end.error : undefined }, `failed: ${whyOf(end)}`);
    const waitMs = end.kind === 'failed' ? this.backOff.died(livedMs) : undefined;
    if (!this.wanted) return false;
    if (waitMs === undefined) return this.giveUp();
    this.log.warn(`restarting in ${waitMs} ms`);
    await delay(waitMs, undefined, { signal: this.stopping.signal }).catch(() => {});
    return true;
  }

  private giveUp(): false {
    this.counts.counter('given_up').set(1);
    this.log.error('given up; it is not started again until somebody does');
    return false;
  }

  private announce(): void {
    this.announced = true;
    this.counts.counter('running').set(1);
    this.log.info({ plugin: this.strategy.entry.plugin }, 'running');
    this.firstOutcome();
  }

  private countOrders(life: Life): void {
    const { sent } = life;
    this.counts.counter('orders').add((sent - this.sent) | 0);
    this.sent = sent;
  }

  private task(memory: LifeMemory): StrategyTask {
    const { entry, session, account, instruments } = this.strategy;
    const { limits, policy, logLevel } = this.options;
    return {
      name: entry.name,
      plugin: this.plugin,
      parameters: entry.parameters,
      account: account.id,
      session,
      instruments,
      memory,
      memoryMb: entry.memoryMb,
      ordersAtATime: ordersAtATime(limits.feedSlots),
      firstClientId: firstClientId(Date.now()),
      policy,
      logLevel,
    };
  }
}

const whyOf = (end: Exclude<LifeEnd, { kind: 'stopped' }>): string =>
  end.kind === 'failed' ? end.error.message : end.why;
