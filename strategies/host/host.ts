/**
 * The strategies of the configuration, each in a worker of its own: started, watched, restarted, stopped. Lives on the
 * main thread and reaches core, feed and admin lane through its ports; is told by whoever hears of them that a lane was
 * closed or a ring is hung.
 */
import { ConfigError } from '../../engine/config/load.js';
import type { RegisteredStrategy } from '../../engine/config/registry.js';
import type { Logger } from '../../engine/log.js';
import { type CounterMemory, Counters } from '../../engine/telemetry/counters.js';
import { type BackOffRule, DEFAULT_BACK_OFF } from '../../engine/threads/back-off.js';
import type { WaitPolicy } from '../../engine/threads/policy.js';
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
  /** Rings when a strategy has sent something. */
  readonly coreBell: SharedArrayBuffer;
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
    ...options
  }: HostOptions) {
    const plugins = findPlugins(strategies, directory);
    const wardOptions = { ...options, backOff, rule: { ...DEFAULT_RULE, ...rule } };
    this.wards = strategies.map(
      (strategy, i) => new Ward(i, strategy, plugins[i], new Counters(counters[i]), wardOptions),
    );
  }

  /**
   * When the engine is live: cancels what strategies had open when it stopped, unless they keep it, and starts them.
   * Fulfilled when each of them runs or has failed for the first time.
   */
  async start(): Promise<void> {
    this.timer ??= setInterval(() => this.look(), LOOK_MS).unref();
    await Promise.all(this.wards.map((ward) => ward.start()));
  }

  /** Asks all of them to stop, at once; fulfilled when their workers are gone and their cancels on the way. */
  async stop(): Promise<void> {
    await Promise.all(this.wards.map((ward) => ward.stop()));
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** One by itself, also one that was given up. @throws RangeError there is none of this name */
  startOne(name: string): Promise<void> {
    return this.ward(name).start();
  }

  stopOne(name: string): Promise<void> {
    return this.ward(name).stop();
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
function findPlugins(strategies: readonly RegisteredStrategy[], directory: string): string[] {
  const complaints: string[] = [];
  const found = strategies.map(({ entry }, i) => {
    try {
      return findPlugin(entry.plugin, directory);
    } catch (error) {
      complaints.push(`strategies[${i}].plugin: ${(error as Error).message}`);
      return '';
    }
  });
  if (complaints.length > 0) throw new ConfigError(complaints.join('\n'));
  return found;
}
