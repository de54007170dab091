/**
 * What strategies that throw, loop for ever or leak memory cost the others, and a Redis that goes and comes back empty: the
 * round trip of a client's orders, and of a strategy's that behaves, with and without one of them beside it on a whole
 * engine, in interleaved rounds. "Within noise" is a p99 that rises by at most a quarter, or by no more than calm rounds
 * differ among themselves.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import type { ConfigFile } from '../../engine/config/schema.js';
import { Engine } from '../../engine/engine.js';
import { createLogger } from '../../engine/log.js';
import { prepare } from '../../engine/setup.js';
import { Histogram } from '../../engine/telemetry/histogram.js';
import { interleave } from '../kit/rounds.js';
import {
  latency,
  median,
  medianPercentiles,
  microsOf,
  type Percentiles,
  percentiles,
} from '../kit/statistics.js';
import { type BenchResult, result, type Suite } from '../kit/suite.js';
import {
  type ClientData,
  DEEDS,
  type Deed,
  type Measure,
  PROBE_SYMBOL,
  type RedisNews,
  type Restart,
} from './isolation-shared.js';

const ROUNDS = 10;
const ROUND_MS = 1_500;
const WARM_UP_MS = 3_000;
/** Fan-out catches up, a worker ends: none of it belongs to the next round. */
const SETTLE_MS = 1_000;

const DISTURBANCES = [...DEEDS, 'redis_restart'] as const;

const SITUATIONS = ['calm', ...DISTURBANCES] as const;
type Situation = (typeof SITUATIONS)[number];

/** The engine: from a message taken in to its report handed to the socket. */
const WATCHED = ['engine', 'client', 'strategy'] as const;
type Figures = Record<(typeof WATCHED)[number], Percentiles[]>;

export const suite: Suite = {
  title:
    'isolation: orders of a client and of a strategy while another throws, loops for ever or leaks, or Redis restarts',
  async run({ say }) {
    const directory = mkdtempSync(join(tmpdir(), 'pregao-isolation-'));
    const stage = await Stage.set(directory);
    try {
      await stage.round('calm', WARM_UP_MS);
      const figures = new Map<Situation, Figures>(
        SITUATIONS.map((each) => [each, { engine: [], client: [], strategy: [] }]),
      );
      const round = async (situation: Situation) => {
        const measured = await stage.round(situation, ROUND_MS);
        for (const each of WATCHED) figures.get(situation)![each].push(measured[each]);
        return measured.engine.p99;
      };
      const contenders = SITUATIONS.map((each) => [each, () => round(each)] as const);
      await interleave(ROUNDS, Object.fromEntries(contenders), say);
      return WATCHED.flatMap((each) => results(each, figures));
    } finally {
      await stage.clear();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

function results(watched: keyof Figures, figures: ReadonlyMap<Situation, Figures>): BenchResult[] {
  const p99s = (situation: Situation) => figures.get(situation)![watched].map(({ p99 }) => p99);
  const calm = p99s('calm');
  return [
    ...SITUATIONS.map((each) =>
      latency(`${watched}_${each}_us`, 'µs', medianPercentiles(figures.get(each)![watched])),
    ),
    result(`${watched}_calm_spread_p99`, Math.max(...calm) / median(calm), '×', false),
    ...DISTURBANCES.map((each) =>
      result(`${watched}_${each}_vs_calm_p99`, median(p99s(each)) / median(calm), '×', false),
    ),
  ];
}

/** Before the engine runs, which makes what is started after it less urgent. */
function startChild(name: string): ChildProcess {
  return fork(new URL(`./isolation-${name}.js`, import.meta.url), { serialization: 'advanced' });
}

/** An engine with all its threads, Redis beside it, a client in a thread of its own, and the strategies. */
class Stage {
  private constructor(
    private readonly engine: Engine,
    private readonly redis: ChildProcess,
    private readonly client: ChildProcess,
    private readonly times: string,
    private readonly orders: Histogram,
    private readonly release: () => void,
  ) {}

  static async set(directory: string): Promise<Stage> {
    const times = join(directory, 'times');
    const config = join(directory, 'pregao.config.json');
    writeFileSync(times, '');
    const [redis, client] = ['redis', 'client'].map(startChild);
    const [{ url: redisUrl }] = (await once(redis, 'message')) as [Extract<RedisNews, { kind: 'started' }>];
    writeFileSync(config, JSON.stringify(configuration(times, redisUrl)));
    const setup = prepare({ config, data: join(directory, 'data'), port: 0, durability: 'async' });
    const log = createLogger('main', 'fatal');
    const engine = await Engine.start(setup, log, 'pregao bench', (_, why) => {
      throw new Error(why);
    });
    for (const deed of DEEDS) await engine.strategies.stopOne(deed);
    const url = `ws://127.0.0.1:${engine.port}/v1/orders`;
    client.send({ url, keyFile: setup.demoKeyFile! } satisfies ClientData);
    await once(client, 'message');
    const orders = new Histogram(setup.meters.gatewayOrder);
    return new Stage(engine, redis, client, times, orders, () => setup.lock.release());
  }

  async round(situation: Situation, forMs: number): Promise<Record<keyof Figures, Percentiles>> {
    const calmAgain = await this.disturb(situation, forMs);
    const fromMs = Date.now();
    const before = this.orders.snapshot();
    this.client.send({ forMs } satisfies Measure);
    const [client] = (await once(this.client, 'message')) as [Float64Array];
    const toMs = Date.now();
    const engine = microsOf(this.orders.snapshot().since(before));
    await calmAgain();
    await sleep(SETTLE_MS);
    return { engine, client: percentiles(client), strategy: percentiles(this.probed(fromMs, toMs)) };
  }

  async clear(): Promise<void> {
    this.client.disconnect();
    await this.engine.stop();
    this.redis.disconnect();
    this.release();
  }

  /** Gives what ends it. */
  private async disturb(situation: Situation, forMs: number): Promise<() => Promise<void>> {
    if (situation === 'calm') return async () => {};
    if (situation === 'redis_restart') return this.restartRedis(forMs / 3);
    const { strategies } = this.engine;
    await strategies.startOne(situation);
    return () => strategies.stopOne(situation);
  }

  /** It goes, is away, comes back with nothing and is filled again, all while the round is measured. */
  private restartRedis(awayMs: number): () => Promise<void> {
    const back = once(this.redis, 'message');
    this.redis.send({ awayMs } satisfies Restart);
    return async () => void (await back);
  }

  private probed(fromMs: number, toMs: number): Float64Array {
    const lines = readFileSync(this.times, 'utf8').trim().split('\n');
    const found = lines
      .map((line) => line.split(' ').map(Number))
      .filter(([at]) => at >= fromMs && at <= toMs);
    return Float64Array.from(found, ([, micros]) => micros);
  }
}

function configuration(times: string, redis: string): ConfigFile {
  const plugin = (name: string) => fileURLToPath(new URL(`./isolation-${name}.js`, import.meta.url));
  const common = { account: 'demo', instruments: [PROBE_SYMBOL] };
  const hostile = (deed: Deed) => ({
    ...common,
    name: deed,
    plugin: plugin('hostile'),
    parameters: { deed },
  });
  return {
    ...PAPER_CONFIG,
    logLevel: 'error',
    redis: { url: redis, prefix: 'isolation' },
    strategies: [
      { ...common, name: 'probe', plugin: plugin('probe'), parameters: { file: times } },
      ...DEEDS.map(hostile),
    ],
  };
}
