/**
 * The strategies of the configuration, each in a worker of its own: started, watched, restarted, stopped. Lives on the
 * main thread and reaches core, feed and admin lane through its ports; is told by whoever hears of them that a lane was
 * closed or a ring is hung.
 */
import { ConfigError } from '../../engine/config/load.js';
import type { ListedVenue, RegisteredStrategy } from '../../engine/config/registry.js';
import type { Logger } from '../../engine/log.js';
import { type CounterMemory, Counters } from '../../engine/telemetry/counters.js';
import { type BackOffRule, DEFAULT_BACK_OFF } from '../../engine/threads/back-off.js';
import type { WaitPolicy } from '../../engine/threads/policy.js';
import { CoreSharing } from './core-sharing.js';
import type { StrategyHealth } from './health.js';
import type { LifeRule } from './life.js';
import type { StrategyLimits } from './life-memory.js';
import { findPlugin } from './plugin.js';
import type { StrategyPorts } from './ports.js';
import { Ward } from './ward.js';

export interface HostOptions {
  /** Their places here are the indices that ports and notices use. */
  readonly strategies: readonly RegisteredStrategy[];
  readonly ports: StrategyPorts;
  readonly limits: StrategyLimits;
  /** Whose prices strategies get; none unless given. */
  readonly venues?: readonly ListedVenue[];
  /** Rings when a strategy has sent something. */
  readonly coreBell: SharedArrayBuffer;
  /** Processors are few: workers have to earn their place, see `Standing`. */
  readonly sharesCores?: boolean;
  /** How the workers wait. */
  readonly policy: WaitPolicy;
  /** Where relative paths of plugins begin: the directory of the configuration file. */
  readonly directory: string;
  readonly log: Logger;
  readonly logLevel: string;
  /** One block a strategy. */
  readonly counters: readonly CounterMemory<'strategy'>[];
  readonly backOff?: BackOffRule;
  readonly rule?: Partial<Omit<LifeRule, 'handlerMs'>>;
}

const DEFAULT_RULE = { startMs: 30_000, stopMs: 2_000 };

/** The watchdogs' looks: often enough for the counters, seldom enough to cost nothing. */
const LOOK_MS = 50;

export class StrategyHost {
  private readonly wards: readonly Ward[];
  private timer: NodeJS.Timeout | undefined;

  /** @throws ConfigError naming each entry whose plugin is not there */
  constructor({
    strategies,
    directory,
    counters,
    backOff = DEFAULT_BACK_OFF,
    rule,
    venues = [],
    sharesCores = false,
    ...options
  }: HostOptions) {
    checkPlugins(strategies, directory);
    const cores = sharesCores ? CoreSharing.for(options.log) : undefined;
    const wardOptions = { ...options, venues, cores, backOff, rule: { ...DEFAULT_RULE, ...rule } };
    this.wards = strategies.map(
      (strategy, i) =>
        new Ward(
          i,
          strategy,
          () => findPlugin(strategy.entry.plugin, directory),
          new Counters(counters[i]),
          wardOptions,
        ),
    );
  }

  /**
   * When the engine is live: cancels what strategies had open when it stopped, unless they keep it, and starts those that start by themselves.
   * Fulfilled when each of them runs or has failed for the first time.
   */
  async start(): Promise<void> {
    this.timer ??= setInterval(() => this.look(), LOOK_MS).unref();
    await Promise.all(this.wards.map((ward) => (ward.startsItself ? ward.start() : ward.tidy())));
  }

  /** Asks all of them to stop, at once; fulfilled when their workers are gone and their cancels on the way. */
  async stop(): Promise<void> {
    await Promise.all(this.wards.map((ward) => ward.close()));
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** One by itself, also one that was given up. @throws RangeError there is none of this name */
  async startOne(name: string): Promise<void> {
    await this.ward(name).start();
  }

  async stopOne(name: string): Promise<void> {
    await this.ward(name).stop();
  }

  /** See `Ward.reload`. */
  async reload(name: string, parameters?: Readonly<Record<string, unknown>>, run?: string): Promise<void> {
    await this.ward(name).reload(parameters, run);
  }

  get health(): readonly StrategyHealth[] {
    return this.wards.map(({ health }) => health);
  }

  /** The core found something in the strategy's lane that it may not say (`CoreAgent.isClosed`). */
  laneClosed(index: number): void {
    this.wards[index]?.fail('its lane said what it may not say, and was closed');
  }

  /** The feed has detached the strategy's ring (`FeedAgent`'s `onFault`). */
  feedHung(index: number, why: string): void {
    this.wards[index]?.fail(why);
  }

  private look(): void {
    const nowMs = performance.now();
    for (const ward of this.wards) ward.look(nowMs);
  }

  private ward(name: string): Ward {
    const found = this.wards.find((ward) => ward.name === name);
    if (found === undefined) throw new RangeError(`there is no strategy "${name}"`);
    return found;
  }
}

/** All that is wrong is told at once. */
function checkPlugins(strategies: readonly RegisteredStrategy[], directory: string): void {
  const complaints = strategies.flatMap(({ entry }, i) => {
    try {
      findPlugin(entry.plugin, directory);
      return [];
    } catch (error) {
      return [`strategies[${i}].plugin: ${(error as Error).message}`];
    }
  });
  if (complaints.length > 0) throw new ConfigError(complaints.join('\n'));
}
