/**
 * Algorithms as REST asks for them: a run is one of the strategies that the configuration keeps for its algorithm, started with the
 * caller's parameters under an id of its own. Runs stand in a file until they have ended, so that those that were going on when the
 * engine ended are started again with it.
 * On the main thread, beside the operator's door; asks the strategies' host.
 */
import { randomUUID } from 'node:crypto';
import { Reason } from '../protocol/codes/reasons.js';
import type { StrategyHealth } from '../strategies/host/health.js';
import type { AlgoAsk, HostAnswer } from './gateway/rest/host-port.js';
import { type AlgoRun, RunFile } from './run-file.js';

export interface Algo {
  readonly name: string;
  /** Of the configuration; each runs one at a time. */
  readonly strategies: readonly string[];
}

/** The strategies' host. */
export interface AlgoHost {
  readonly health: readonly StrategyHealth[];
  /** @throws UnusablePlugin */
  reload(name: string, parameters: Readonly<Record<string, unknown>>, run: string): Promise<void>;
  stopOne(name: string): Promise<void>;
}

export interface AlgoOptions {
  readonly algos: readonly Algo[];
  readonly host: AlgoHost;
  /** Where runs are kept. */
  readonly file: string;
  readonly log: { error(text: string): void };
}

type Sent = Extract<AlgoAsk, { kind: 'send' }>;

/** A run that has come to its end by itself is noticed this soon. */
const LOOK_MS = 50;
/** Nothing of it runs, nor will by itself. */
const isOver = ({ state }: StrategyHealth): boolean => state === 'stopped' || state === 'given up';

export class AlgoDesk {
  private readonly file: RunFile;
  private readonly timer: NodeJS.Timeout;
  /** Strategies that are being started for somebody. */
  private readonly starting = new Set<string>();

  /** @throws ConfigError the file of runs is damaged */
  constructor(private readonly options: AlgoOptions) {
    this.file = new RunFile(options.file);
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
  }

  /** Starts again what was going on. */
  async resume(): Promise<void> {
    await Promise.all(this.file.runs.map((run) => this.resumeOne(run)));
  }

  close(): void {
    clearInterval(this.timer);
  }

  async answer(ask: AlgoAsk): Promise<HostAnswer> {
    switch (ask.kind) {
      case 'send':
        return this.send(ask);
      case 'cancel':
        return this.cancel(ask.id, ask.accounts);
      default:
        return { json: JSON.stringify(this.list(ask.accounts)) };
    }
  }

  /** Answers when it runs, or why it does not. */
  private async send({ algo, parameters, accounts }: Sent): Promise<HostAnswer> {
    const found = this.options.algos.find(({ name }) => name === algo);
    const own = this.options.host.health.filter(
      ({ name, account }) => found?.strategies.includes(name) && accounts.includes(account),
    );
    if (own.length === 0) return { reason: Reason.UnknownAlgo };
    const free = own.find((health) => isOver(health) && !this.starting.has(health.name));
    if (free === undefined) return { reason: Reason.NoFreeStrategy };
    const id = randomUUID();
    const why = await this.start(free.name, parameters, id);
    if (why !== undefined) return { reason: Reason.AlgoRefused, message: why };
    const run = { id, algo, strategy: free.name, parameters };
    this.file.add(run);
    return { json: JSON.stringify(run.id) };
  }

  /** @returns why it does not run */
  private async start(
    strategy: string,
    parameters: Readonly<Record<string, unknown>>,
    run: string,
  ): Promise<string | undefined> {
    const { host } = this.options;
    const before = this.healthOf(strategy)!.failures;
    this.starting.add(strategy);
    try {
      await host.reload(strategy, parameters, run);
      const { failures, lastFailure } = this.healthOf(strategy)!;
      if (failures === before) return undefined;
      await host.stopOne(strategy);
      return lastFailure;
    } catch (error) {
      return (error as Error).message;
    } finally {
      this.starting.delete(strategy);
    }
  }

  private async cancel(id: string, accounts: readonly string[]): Promise<HostAnswer> {
    const run = this.file.runs.find((each) => each.id === id);
    const health = run && this.healthOf(run.strategy);
    const isTheirs = health !== undefined && accounts.includes(health.account) && !isOver(health);
    if (!isTheirs) return { json: 'false' };
    await this.options.host.stopOne(run!.strategy);
    this.file.remove(id);
    return { json: 'true' };
  }

  private list(accounts: readonly string[]): object[] {
    return this.file.runs.flatMap(({ id, algo, strategy, parameters }) => {
      const health = this.healthOf(strategy);
      if (health === undefined || !accounts.includes(health.account)) return [];
      const { account, state, seconds, openOrders } = health;
      const run = { algo_id: id, algo_name: algo, strategy, account, state, seconds };
      return [{ ...run, open_orders: openOrders, parameters }];
    });
  }

  private healthOf(strategy: string): StrategyHealth | undefined {
    return this.options.host.health.find(({ name }) => name === strategy);
  }

  private async resumeOne({ id, algo, strategy, parameters }: AlgoRun): Promise<void> {
    const isKnown = this.options.algos.some(({ strategies }) => strategies.includes(strategy));
    const why = isKnown
      ? await this.start(strategy, parameters, id)
      : `there is no strategy "${strategy}" for it now`;
    if (why === undefined) return;
    this.options.log.error(`the run ${id} of ${algo} is not started again: ${why}`);
    this.file.remove(id);
  }

  /** What has ended by itself is not started again with the engine. */
  private look(): void {
    for (const { id, strategy } of this.file.runs) {
      const health = this.healthOf(strategy);
      if (health !== undefined && isOver(health) && !this.starting.has(strategy)) this.file.remove(id);
    }
  }
}
