/**
 * How many events a second a whole engine brings into a real Redis while it trades, next to what `redis-benchmark` brings into the same server
 * with entries like ours; and how long an execution takes to whoever reads Redis, next to the same client's report over the binary door.
 */
import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { PAPER_CONFIG } from '../../engine/config/paper.js';
import { Engine } from '../../engine/engine.js';
import { streamKeys } from '../../engine/fanout/fanout-agent.js';
import { createLogger } from '../../engine/log.js';
import { prepare, type Setup } from '../../engine/setup.js';
import { type Counter, Counters } from '../../engine/telemetry/counters.js';
import { RedisServer } from '../../test/support/redis.js';
import { interleave } from '../kit/rounds.js';
import { latency, medianPercentiles, type Percentiles, percentiles } from '../kit/statistics.js';
import { type BenchResult, result, type Suite } from '../kit/suite.js';
import { fanoutAlone } from './fanout-alone.js';
import { type FanoutOrder, type Followed, PREFIX } from './fanout-shared.js';

const ROUNDS = 8;
const ORDERS = 20_000;
const FOLLOW_MS = 2_000;
/** Nothing more has come for so long: that was all. */
const QUIET_MS = 250;
const LOOK_MS = 2;
const PEER = 'redis-benchmark';
/** As the engine sends them: batches of 64, four under way. */
const PEER_OPTIONS = ['-c', '4', '-P', '64', '-n', '100000', '--csv'];

type Durability = 'sync' | 'async';
const WAYS = ['report', 'channel', 'stream'] as const;

export const suite: Suite = {
  title: 'fanout: events a second into Redis, and how long one takes to a reader',
  async run({ say }) {
    return [...(await measure('sync', say)), ...(await measure('async', say))];
  },
};

/** Results with durability `async` end in its name. */
async function measure(durability: Durability, say: (text: string) => void): Promise<BenchResult[]> {
  const directory = mkdtempSync(join(tmpdir(), 'pregao-fanout-'));
  const stage = await Stage.set(directory, durability);
  const ending = durability === 'sync' ? '' : `_${durability}`;
  try {
    await stage.flood();
    const times = new Map<string, Percentiles[]>(WAYS.map((way) => [way, []]));
    const delay = async () => {
      const followed = await stage.follow();
      for (const way of WAYS) times.get(way)!.push(percentiles(followed[way]));
      return times.get('channel')!.at(-1)!.p50;
    };
    const contenders = { events: () => stage.flood(), delay };
    const rounds = await interleave(ROUNDS, contenders, (text) => say(`${durability}: ${text}`));
    return [
      ...(durability === 'sync' ? await alone(stage, say) : []),
      result(`events_per_s${ending}`, rounds.median('events'), '/s'),
      ...WAYS.map((way) => latency(`${way}${ending}_us`, 'µs', medianPercentiles(times.get(way)!))),
    ];
  } finally {
    await stage.clear();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Its journal once more, by a fan-out that has the machine to itself, by turns with the other program. */
async function alone(stage: Stage, say: (text: string) => void): Promise<BenchResult[]> {
  const id = await stage.journalId();
  await stage.stopEngine();
  const { setup, redis } = stage;
  let runs = 0;
  const ours = async () => {
    const prefix = `alone${++runs}`;
    const rate = await fanoutAlone(setup, id, redis.url, prefix);
    const client = redis.client();
    await client.del(...streamKeys(prefix, id));
    client.disconnect();
    return rate;
  };
  const rounds = await interleave(ROUNDS, { ours, peer: () => stage.peer(id) }, say);
  return [
    result('alone_events_per_s', rounds.median('ours'), '/s'),
    result('redis_benchmark_per_s', rounds.median('peer'), '/s'),
    result('alone_vs_redis_benchmark', rounds.ratio('ours', 'peer'), '×'),
  ];
}

/** An engine with all its threads, a Redis beside it, and a client in a process of its own. */
class Stage {
  private readonly appendedCounter: Counter;
  private isRunning = true;

  private constructor(
    private readonly engine: Engine,
    readonly setup: Setup,
    readonly redis: RedisServer,
    private readonly client: ChildProcess,
  ) {
    this.appendedCounter = new Counters(setup.meters.fanout).counter('appended');
  }

  static async set(directory: string, durability: Durability): Promise<Stage> {
    const redis = await RedisServer.start();
    const client = fork(new URL('./fanout-client.js', import.meta.url), { serialization: 'advanced' });
    const config = join(directory, 'pregao.config.json');
    const fanout = { url: redis.url, prefix: PREFIX };
    writeFileSync(
      config,
      JSON.stringify({ ...PAPER_CONFIG, strategies: [], logLevel: 'error', redis: fanout }),
    );
    const setup = prepare({ config, data: join(directory, 'data'), port: 0, durability });
    const engine = await Engine.start(setup, createLogger('main', 'fatal'), 'pregao bench', (_, why) => {
      throw new Error(why);
    });
    const stage = new Stage(engine, setup, redis, client);
    const url = `ws://127.0.0.1:${engine.port}/v1/orders`;
    await stage.ask({ kind: 'connect', url, keyFile: setup.demoKeyFile!, redis: redis.url });
    return stage;
  }

  /** Entries a second, from the first order until the last entry is in its stream. */
  async flood(): Promise<number> {
    const before = this.appendedCounter.value;
    const startMs = performance.now();
    let [last, lastMs] = [before, startMs];
    let isSent = false;
    const sent = this.ask({ kind: 'flood', orders: ORDERS }).then(() => {
      isSent = true;
    });
    while (!isSent || performance.now() - lastMs < QUIET_MS) {
      await sleep(LOOK_MS);
      const now = this.appendedCounter.value;
      if (now !== last) [last, lastMs] = [now, performance.now()];
    }
    await sent;
    if (last - before < ORDERS) throw new Error(`${ORDERS} orders, but only ${last - before} entries`);
    return ((last - before) * 1_000) / (lastMs - startMs);
  }

  async follow(): Promise<Followed> {
    return (await this.ask({ kind: 'follow', forMs: FOLLOW_MS })) as Followed;
  }

  async journalId(): Promise<string> {
    const client = this.redis.client();
    const id = await client.get(`${PREFIX}:journal`);
    client.disconnect();
    return String(id);
  }

  /** The same server, an entry like ours. */
  async peer(journalId: string): Promise<number> {
    const client = this.redis.client();
    const [, key] = streamKeys(PREFIX, journalId);
    const [[, fields]] = await client.xrange(key, '-', '+', 'COUNT', 1);
    const command = ['XADD', 'peer', 'MAXLEN', '~', '1000000', '*', ...fields];
    const options = ['-p', String(this.redis.port), ...PEER_OPTIONS, ...command];
    const { stdout } = await promisify(execFile)(PEER, options);
    await client.del('peer');
    client.disconnect();
    const rate = Number(/","([\d.]+)"/.exec(stdout.trim().split('\n').at(-1)!)?.[1]);
    if (!(rate > 0)) throw new Error(`${PEER} said:\n${stdout}`);
    return rate;
  }

  async stopEngine(): Promise<void> {
    if (!this.isRunning) return;
    this.isRunning = false;
    this.client.disconnect();
    await this.engine.stop();
  }

  async clear(): Promise<void> {
    await this.stopEngine();
    await this.redis.close();
    this.setup.lock.release();
  }

  private async ask(order: FanoutOrder): Promise<unknown> {
    this.client.send(order);
    const [answer] = await once(this.client, 'message');
    return answer;
  }
}
