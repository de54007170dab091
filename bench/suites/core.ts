/**
 * Suite `core`: a flow's commands through the whole core: lane, sequence, risk with every check on, matching, event ring,
 * and one reader in another thread; beside npm's nodejs-order-book, bare, in the same interleaved rounds. The core has a
 * thread of its own; at the other end of lane and event ring is one thread, the client. The bare ladder goes over the same
 * flows, to say how much slower a larger market is for memory alone. All have to come to the flow's expected trades,
 * quantity, hash of all fills, refused cancels and book.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Thread } from '../../engine/threads/spawn.js';
import { widenYoungGeneration } from '../../engine/threads/young-generation.js';
import { type PassDone, type PassOrder, passesOf, rateOf } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { FlowProcess } from '../kit/flow-process.js';
import { HUGE, hasPeer, onFlows, USUAL } from '../kit/flows.js';
import { type Contender, interleave } from '../kit/rounds.js';
import { latency, median, medianPercentiles, type Percentiles } from '../kit/statistics.js';
import { type BenchOptions, type BenchResult, result, type Suite } from '../kit/suite.js';
import { createCoreMemory } from './core-memory.js';
import type { CoreThreadData, HeapReport } from './core-thread.js';
import type { CoreWorkerData, SampleOrder } from './core-worker.js';
import { limitsFor } from './flow-limits.js';

const ROUNDS = 5;
const SAMPLES = 100_000;
const SAMPLES_MS = 500;
const WARM_COMMANDS = 100_000;
/** Of each flow, after warming up: a collection among them is seen. */
const WATCHED_COMMANDS = 10_000_000;
const WATCHED_MS = 15_000;

const module = (name: string): URL => new URL(name, import.meta.url);

export const suite: Suite = {
  title: 'the whole core on an order flow, one reader in another thread',
  run: (options) => onFlows(options, [...USUAL, ...HUGE], measure),
};

async function measure(
  flow: OrderFlow,
  { say }: BenchOptions,
  first?: readonly BenchResult[],
): Promise<BenchResult[]> {
  const rig = await CoreRig.start(flow);
  try {
    say(`warming up on ${flow.name}`);
    await rig.warmUp();
    const latencies: Percentiles[] = [];
    const contenders: Record<string, Contender> = {
      core: () => rig.core(),
      alone: () => rig.bare('alone'),
      ladder: () => rig.bare('ladder'),
      ns: async () => {
        latencies.push(await rig.latency());
        return latencies.at(-1)!.p50;
      },
    };
    if (rig.hasPeer) contenders.peer = () => rig.bare('peer');
    const rounds = await interleave(ROUNDS, contenders, say);
    await rig.watch(WATCHED_COMMANDS, WATCHED_MS);
    const percentiles = medianPercentiles(latencies);
    const rates = [
      result('commands_per_s', rounds.median('core'), 'commands/s'),
      result('alone_commands_per_s', rounds.median('alone'), 'commands/s'),
      result('ladder_commands_per_s', rounds.median('ladder'), 'commands/s'),
    ];
    const peer = rig.hasPeer
      ? [
          result('peer_commands_per_s', rounds.median('peer'), 'commands/s'),
          result('vs_nodejs_order_book', rounds.ratio('core', 'peer'), 'times'),
          result('alone_vs_nodejs_order_book', rounds.ratio('alone', 'peer'), 'times'),
        ]
      : [];
    return [
      ...rates,
      ...peer,
      ...(first === undefined ? [] : slowdowns(first, rates)),
      latency('command_ns', 'ns', percentiles),
      result('p99_over_p50', percentiles.p99 / percentiles.p50, 'times', false),
      ...rig.heapResults(),
    ];
  } finally {
    await rig.end();
  }
}

/** How many times slower than on the first flow the core is, and how many times the ladder. */
function slowdowns(first: readonly BenchResult[], rates: readonly BenchResult[]): BenchResult[] {
  const rateOn = (results: readonly BenchResult[], name: string) =>
    results.find((each) => each.name === name)!.value;
  const slowdown = (name: string) => rateOn(first, name) / rateOn(rates, name);
  return [
    result('slowdown', slowdown('commands_per_s'), 'times', false),
    result('ladder_slowdown', slowdown('ladder_commands_per_s'), 'times', false),
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** All sides of one flow, and what the core's thread said of its heap after each turn. */
class CoreRig {
  readonly heap: HeapReport[] = [];
  private answer: (report: HeapReport) => void = () => {};

  static async start(flow: OrderFlow): Promise<CoreRig> {
    widenYoungGeneration();
    const memory = createCoreMemory();
    const limits = limitsFor(flow);
    const data: CoreThreadData = { limits, memory };
    const thread = await Thread.start({
      name: 'core',
      module: module('./core-thread.js'),
      data,
      bell: memory.bell,
    });
    const workerData: CoreWorkerData = { flow, memory, orders: limits.orders };
    return new CoreRig(flow, thread, new Worker(module('./core-worker.js'), { workerData, name: 'client' }));
  }

  readonly hasPeer: boolean;
  private readonly bareBooks: Readonly<Record<string, FlowProcess>>;

  private constructor(
    private readonly flow: OrderFlow,
    private readonly thread: Thread,
    private readonly client: Worker,
  ) {
    thread.onMessage((report) => this.answer(report as HeapReport));
    this.hasPeer = hasPeer(flow);
    const names = ['alone', 'ladder', ...(this.hasPeer ? ['peer'] : [])];
    const start = (contender: string) => new FlowProcess(module('./book-process.js'), { contender, flow });
    this.bareBooks = Object.fromEntries(names.map((name) => [name, start(name)]));
  }

  async warmUp(): Promise<void> {
    await this.pass();
    await this.latency();
    for (const book of Object.values(this.bareBooks)) await book.run({ passes: 1, atMost: WARM_COMMANDS });
  }

  async core(): Promise<number> {
    await this.heapReport();
    const done = await this.pass();
    this.heap.push(await this.heapReport());
    return rateOf(this.flow, done, 'the core');
  }

  /** A bare book; npm's takes long for a pass. */
  async bare(name: string): Promise<number> {
    const passes = name === 'peer' ? 1 : passesOf(this.flow);
    return rateOf(this.flow, await this.bareBooks[name].run({ passes }), `the ${name}`);
  }

  /** Goes on until the core's heap has been watched over so many commands, or time is over. */
  async watch(commands: number, limitMs: number): Promise<void> {
    const endMs = performance.now() + limitMs;
    while (sum(this.heap.map((each) => each.commands)) < commands && performance.now() < endMs)
      await this.core();
  }

  heapResults(): BenchResult[] {
    const { heap } = this;
    return [
      result('watched', sum(heap.map((each) => each.commands)), 'commands'),
      result('collections', sum(heap.map((each) => each.collections)), 'collections', false),
      result('bytes_per_command', median(heap.map((each) => each.bytesPerCommand)), 'bytes', false),
    ];
  }

  latency(): Promise<Percentiles> {
    return this.askClient({ samples: SAMPLES, limitMs: SAMPLES_MS });
  }

  async end(): Promise<void> {
    for (const book of Object.values(this.bareBooks)) book.end();
    await Promise.all([this.client.terminate(), this.thread.stop()]);
  }

  private pass(): Promise<PassDone> {
    return this.askClient({ passes: passesOf(this.flow) });
  }

  /** Without the core the client would wait for ever. */
  private async askClient<Answer>(order: PassOrder | SampleOrder): Promise<Answer> {
    this.client.postMessage(order);
    const answered = once(this.client, 'message') as Promise<[Answer]>;
    const ended = this.thread.ended.then(({ error }) => {
      throw error ?? new Error('the core has stopped');
    });
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  }

  private heapReport(): Promise<HeapReport> {
    const report = new Promise<HeapReport>((resolve) => (this.answer = resolve));
    this.thread.post('report');
    return report;
  }
}
