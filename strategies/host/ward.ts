/**
 * One strategy through all its lives, on the main thread: attached, run, and after each end detached and its orders
 * cancelled; restarted with back-off, given up after a bound. What happens stands in the log and in its counters.
 */
import type { ListedVenue, RegisteredStrategy } from '../../engine/config/registry.js';
import { ordersAtATime } from '../../engine/feed/feed-ring.js';
import type { Logger } from '../../engine/log.js';
import type { Counters } from '../../engine/telemetry/counters.js';
import { BackOff, type BackOffRule } from '../../engine/threads/back-off.js';
import type { WaitPolicy } from '../../engine/threads/policy.js';
import { Reason, type StrategyEndReason } from '../../protocol/codes/reasons.js';
import { firstClientId } from '../sdk/client-ids.js';
import { checkPlugin } from './check.js';
import type { CoreSharing } from './core-sharing.js';
import { healthOf, type StrategyHealth, type StrategyState } from './health.js';
import { Life, type LifeEnd, type LifeRule } from './life.js';
import { createLifeMemory, type LifeMemory, type StrategyLimits } from './life-memory.js';
import type { StrategyPorts } from './ports.js';
import type { StrategyTask } from './task.js';

export interface WardOptions {
  readonly limits: StrategyLimits;
  readonly venues: readonly ListedVenue[];
  readonly coreBell: SharedArrayBuffer;
  readonly policy: WaitPolicy;
  /** Where processors are few. */
  readonly cores: CoreSharing | undefined;
  readonly backOff: BackOffRule;
  readonly rule: Omit<LifeRule, 'handlerMs'>;
  readonly ports: StrategyPorts;
  readonly log: Logger;
  readonly logLevel: string;
}

/** Instead of an end: a new life follows at once, and the orders stand. */
const RELOADED = 'reloaded';

export class Ward {
  private readonly log: Logger;
  private life: Life | undefined;
  private lives: Promise<void> | undefined;
  private backOff!: BackOff;
  private wanted = false;
  private closed = false;
  private runId: string | undefined;
  private reloading = false;
  /** Ends a wait for the next start. */
  private hurry: () => void = () => {};
  /** Who waits for what becomes of a start. */
  private readonly waiting: (() => void)[] = [];
  private announced = false;
  private sent = 0;
  private parameters: Readonly<Record<string, unknown>>;
  private plugin: string;
  private state: StrategyState = 'stopped';
  private stateSinceMs = performance.now();
  private lastFailure: string | undefined;

  /** @param find URL of its module, which may become another one */
  constructor(
    private readonly index: number,
    private readonly strategy: RegisteredStrategy,
    private readonly find: () => string,
    private readonly counts: Counters<'strategy'>,
    private readonly options: WardOptions,
  ) {
    this.log = options.log.child({ strategy: this.name });
    this.parameters = strategy.entry.parameters;
    this.plugin = find();
  }

  get name(): string {
    return this.strategy.entry.name;
  }

  get startsItself(): boolean {
    return this.strategy.entry.autoStart;
  }

  /** Of one that does not run: what it had open when the engine ended, unless it keeps it. */
  tidy(): Promise<void> {
    return this.cancelOrders(Reason.StrategyStopped);
  }

  /**
   * Begins with nothing open, unless the plugin keeps its orders. Fulfilled when it runs, or has failed for the first time;
   * at once when it lives already.
   */
  async start(): Promise<void> {
    if (this.lives !== undefined && this.wanted) return;
    await this.lives;
    if (this.closed) throw new RangeError('the engine is stopping');
    this.wanted = true;
    this.backOff = new BackOff(this.options.backOff);
    this.counts.counter('given_up').set(0);
    this.become('starting');
    const outcome = this.outcome();
    this.lives = this.live().finally(() => this.over());
    return outcome;
  }

  /** Stops it for good: the engine is about to end. */
  close(): Promise<void> {
    this.closed = true;
    return this.stop();
  }

  async stop(): Promise<void> {
    this.wanted = false;
    if (this.lives !== undefined) this.become('stopping');
    this.hurry();
    this.life?.stop();
    await this.lives;
  }

  /**
   * New code, or new parameters: they are tried aside first, then the life that runs gives way to a new one, which finds its
   * orders where they were. Starts one that does not run. Fulfilled like `start`.
   * @throws UnusablePlugin what is wrong; nothing has changed then
   */
  async reload(parameters = this.parameters, run?: string): Promise<void> {
    const plugin = this.find();
    const { wanted } = this;
    await checkPlugin({ plugin, parameters }, this.strategy.entry.memoryMb, this.options.rule.startMs);
    this.plugin = plugin;
    this.parameters = parameters;
    this.runId = run ?? this.runId;
    // Stopped meanwhile: it has its new code when it is started again.
    if (wanted && !this.wanted) return;
    if (this.lives === undefined || !this.wanted) return this.start();
    this.reloading = true;
    this.backOff = new BackOff(this.options.backOff);
    this.become('starting');
    const outcome = this.outcome();
    this.hurry();
    this.life?.stop('reload');
    return outcome;
  }

  get health(): StrategyHealth {
    const { strategy, state, parameters, lastFailure } = this;
    const seconds = Math.floor((performance.now() - this.stateSinceMs) / 1_000);
    const [starts, failures] = [this.counts.counter('starts').value, this.counts.counter('failures').value];
    const known = { session: strategy.session, state, seconds, starts, failures, parameters };
    return healthOf(strategy.entry, lastFailure === undefined ? known : { ...known, lastFailure }, this.life);
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

  private become(state: StrategyState): void {
    this.state = state;
    this.stateSinceMs = performance.now();
  }

  /** Fulfilled when it runs, or has failed. */
  private outcome(): Promise<void> {
    return new Promise((resolve) => void this.waiting.push(resolve));
  }

  private tellOutcome(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  private over(): void {
    this.lives = undefined;
    this.become(this.wanted ? 'given up' : 'stopped');
    this.tellOutcome();
    if (!this.wanted) this.log.info('stopped');
  }

  /** False: no further life. */
  private async liveAndRecover(): Promise<boolean> {
    const startedAtMs = performance.now();
    const end = await this.liveOnce();
    if (end === RELOADED) return true;
    this.tellOutcome();
    if (end.kind !== 'stopped') return this.recover(end, performance.now() - startedAtMs);
    if (this.wanted) this.log.info('its work is done');
    this.wanted = false;
    return false;
  }

  /** All that it has open, unless the plugin keeps it. */
  private async cancelOrders(reason: StrategyEndReason): Promise<void> {
    if (!this.strategy.entry.keepOrders) await this.options.ports.cancelOrders(this.strategy.session, reason);
  }

  private async liveOnce(): Promise<LifeEnd | typeof RELOADED> {
    const { ports, limits, coreBell } = this.options;
    const { session, account } = this.strategy;
    const memory = createLifeMemory(limits, coreBell);
    await ports.attachFeed(this.index, memory.feed);
    await ports.attachLane(this.index, memory.lane, { session, account: account.id });
    const end = await this.run(memory);
    await ports.detachLane(this.index);
    await ports.detachFeed(this.index);
    if (this.givesWay(end)) return RELOADED;
    await this.cancelOrders(end.kind === 'stopped' ? Reason.StrategyStopped : Reason.StrategyFailed);
    return end;
  }

  /** To a new life of it, whether it stopped in good order or not; unless it is to be stopped altogether. */
  private givesWay(end: LifeEnd): boolean {
    const reloading = this.reloading && this.wanted;
    this.reloading = false;
    if (reloading && end.kind !== 'stopped') this.log.warn(`gives way without good order: ${whyOf(end)}`);
    return reloading;
  }

  private async run(memory: LifeMemory): Promise<LifeEnd> {
    this.counts.counter('starts').increment();
    this.announced = false;
    this.sent = 0;
    // This life has the new code.
    this.reloading = false;
    const { rule, cores } = this.options;
    const life = new Life(this.task(memory), { ...rule, ...this.strategy.entry }, cores);
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
    this.lastFailure = whyOf(end);
    this.log.error({ err: end.kind === 'failed' ? end.error : undefined }, `failed: ${this.lastFailure}`);
    const waitMs = end.kind === 'failed' ? this.backOff.died(livedMs) : undefined;
    if (!this.wanted) return false;
    if (waitMs === undefined) return this.giveUp();
    this.log.warn(`restarting in ${waitMs} ms`);
    this.become('backing off');
    await this.pause(waitMs);
    if (this.wanted) this.become('starting');
    return true;
  }

  private pause(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, waitMs);
      this.hurry = () => {
        clearTimeout(timeout);
        resolve();
      };
    });
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
    if (this.wanted && !this.reloading) this.become('running');
    this.tellOutcome();
  }

  private countOrders(life: Life): void {
    const { sent } = life.signs;
    this.counts.counter('orders').add((sent - this.sent) | 0);
    this.sent = sent;
  }

  private task(memory: LifeMemory): StrategyTask {
    const { entry, session, account, instruments } = this.strategy;
    const { limits, venues, policy, logLevel } = this.options;
    return {
      name: entry.name,
      plugin: this.plugin,
      parameters: this.parameters,
      ...(this.runId !== undefined && { run: this.runId }),
      account: account.id,
      session,
      instruments,
      venues,
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
