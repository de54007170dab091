/**
 * What callers of REST cost the clients of the binary door: round trips of a client's orders on a whole engine, calm, beside callers of
 * REST, and beside the same callers that call somebody else (what they cost the machine, and not the engine), in interleaved rounds. "Within
 * noise" is a p99 that rises by at most a quarter, or by no more than calm rounds differ among themselves.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
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
import type { ClientData, Measure } from './isolation-shared.js';
import type { RestCalls, RestNews } from './rest-shared.js';

const ROUNDS = 12;
const ROUND_MS = 2_000;
const WARM_UP_MS = 3_000;
const SETTLE_MS = 500;

const SITUATIONS = ['calm', 'rest', 'elsewhere'] as const;
type Situation = (typeof SITUATIONS)[number];

/** The engine: from a message taken in to its report handed to the socket. */
const WATCHED = ['engine', 'client'] as const;
type Watched = (typeof WATCHED)[number];
type Figures = Record<Situation, Percentiles[]>;

export const suite: Suite = {
  title: 'rest: orders of a client of the binary door while others send orders over REST',
  async run({ say }) {
    const directory = mkdtempSync(join(tmpdir(), 'pregao-rest-'));
    const stage = await Stage.set(directory);
    try {
      await stage.round('rest', WARM_UP_MS);
      const figures = { engine: nothing(), client: nothing() };
      const answers: Percentiles[] = [];
      const round = async (situation: Situation) => {
        const { engine, client, rest } = await stage.round(situation, ROUND_MS);
        figures.engine[situation].push(engine);
        figures.client[situation].push(client);
        if (situation === 'rest') answers.push(rest!);
        return engine.p99;
      };
      const contenders = SITUATIONS.map((each) => [each, () => round(each)] as const);
      await interleave(ROUNDS, Object.fromEntries(contenders), say);
      return [
        ...WATCHED.flatMap((each) => results(each, figures[each])),
        latency('rest_answer_us', 'µs', medianPercentiles(answers)),
      ];
    } finally {
      await stage.clear();
      rmSync(directory, { recursive: true, force: true });
    }
  },
};

const nothing = (): Figures => ({ calm: [], rest: [], elsewhere: [] });

function results(watched: Watched, figures: Figures): BenchResult[] {
  const p99s = (situation: Situation) => figures[situation].map(({ p99 }) => p99);
  const calm = p99s('calm');
  return [
    ...SITUATIONS.map((each) => latency(`${watched}_${each}_us`, 'µs', medianPercentiles(figures[each]))),
    result(`${watched}_calm_spread_p99`, Math.max(...calm) / median(calm), '×', false),
    result(`${watched}_rest_vs_calm_p99`, median(p99s('rest')) / median(calm), '×', false),
    result(`${watched}_rest_vs_elsewhere_p99`, median(p99s('rest')) / median(p99s('elsewhere')), '×', false),
  ];
}

interface Round {
  readonly engine: Percentiles;
  readonly client: Percentiles;
  /** Answers of REST, or of the other server. */
  readonly rest: Percentiles | undefined;
}

/** An engine with all its threads, a client of the binary door and callers of REST in processes of their own. */
class Stage {
  private constructor(
    private readonly engine: Engine,
    private readonly client: ChildProcess,
    private readonly callers: ChildProcess,
    private readonly orders: Histogram,
    private readonly release: () => void,
  ) {}

  static async set(directory: string): Promise<Stage> {
    // Before the engine runs, which makes what is started after it less urgent.
    const [client, callers] = ['isolation-client', 'rest-load'].map((name) =>
      fork(new URL(`./${name}.js`, import.meta.url), { serialization: 'advanced' }),
    );
    const config = join(directory, 'pregao.config.json');
    writeFileSync(config, JSON.stringify({ ...PAPER_CONFIG, strategies: [], logLevel: 'error' }));
    const setup = prepare({ config, data: join(directory, 'data'), port: 0, durability: 'async' });
    const engine = await Engine.start(setup, createLogger('main', 'fatal'), 'pregao bench', (_, why) => {
      throw new Error(why);
    });
    const url = `ws://127.0.0.1:${engine.port}/v1/orders`;
    client.send({ url, keyFile: setup.demoKeyFile! } satisfies ClientData);
    await once(client, 'message');
    const orders = new Histogram(setup.meters.gatewayOrder);
    return new Stage(engine, client, callers, orders, () => setup.lock.release());
  }

  async round(situation: Situation, forMs: number): Promise<Round> {
    const called = this.call(situation, forMs);
    const before = this.orders.snapshot();
    this.client.send({ forMs } satisfies Measure);
    const [client] = (await once(this.client, 'message')) as [Float64Array];
    const engine = microsOf(this.orders.snapshot().since(before));
    const answers = await called;
    await sleep(SETTLE_MS);
    return { engine, client: percentiles(client), rest: answers && percentiles(answers) };
  }

  async clear(): Promise<void> {
    this.client.disconnect();
    this.callers.disconnect();
    await this.engine.stop();
    this.release();
  }

  private async call(situation: Situation, forMs: number): Promise<Float64Array | undefined> {
    if (situation === 'calm') return undefined;
    const url = situation === 'rest' ? { url: `http://127.0.0.1:${this.engine.port}` } : {};
    this.callers.send({ ...url, forMs } satisfies RestCalls);
    const [{ micros }] = (await once(this.callers, 'message')) as [RestNews];
    return micros;
  }
}
