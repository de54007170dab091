/**
 * Suite `core`: a flow's commands through the whole core: lane, sequence, risk with every check on, matching, event ring,
 * and one reader in another thread; beside npm's nodejs-order-book, bare, in the same interleaved rounds. The core has a
 * thread of its own; at the other end of lane and event ring is one thread, the client. Both sides have to come to the
 * flow's expected trades, quantity, hash of all fills, refused cancels and book.
 */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Thread } from '../../engine/threads/spawn.js';
import { type PassDone, type PassOrder, passesOf, rateOf } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { FlowProcess } from '../kit/flow-process.js';
import { onFlows } from '../kit/flows.js';
import { interleave } from '../kit/rounds.js';
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

const module = (name: string): URL => new URL(name, import.meta.url);

export const suite: Suite = {
  title: 'the whole core on an order flow, one reader in another thread',
  run: (options) => onFlows(options, measure),
};

async function measure(flow: OrderFlow, { say }: BenchOptions): Promise<BenchResult[]> {
  const rig = await CoreRig.start(flow);
  try {
    say(`warming up on ${flow.name}`);
    await rig.warmUp();
    const latencies: Percentiles[] = [];
    const rounds = await interleave(
      ROUNDS,
      {
        core: () => rig.core(),
        peer: () => rig.peer(),
        ns: async () => {
          latencies.push(await rig.latency());
          return latencies.at(-1)!.p50;
        },
      },
      say,
    );
    return [
      result('commands_per_s', rounds.median('core'), 'commands/s'),
      latency('command_ns', 'ns', medianPercentiles(latencies)),
      result('peer_commands_per_s', rounds.median('peer'), 'commands/s'),
      result('vs_nodejs_order_book', rounds.ratio('core', 'peer'), 'times'),
      result('collections', sum(rig.heap.map((each) => each.collections)), 'collections', false),
      result('bytes_per_command', median(rig.heap.map((each) => each.bytesPerCommand)), 'bytes', false),
    ];
  } finally {
    await rig.end();
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Both sides of one flow, and what the core's thread said of its heap after each turn. */
class CoreRig {
  readonly heap: HeapReport[] = [];
  private answer: (report: HeapReport) => void = () => {};

  static async start(flow: OrderFlow): Promise<CoreRig> {
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
    return new CoreRig(
      flow,
      thread,
      new Worker(module('./core-worker.js'), { workerData, name: 'client' }),
      new FlowProcess(module('./book-process.js'), { contender: 'peer', flow }),
    );
  }

  private constructor(
    private readonly flow: OrderFlow,
    private readonly thread: Thread,
    private readonly client: Worker,
    private readonly peerBook: FlowProcess,
  ) {
    thread.onMessage((report) => this.answer(report as HeapReport));
  }

  async warmUp(): Promise<void> {
    await this.pass();
    await this.latency();
    await this.peerBook.run({ passes: 1, atMost: WARM_COMMANDS });
  }

  async core(): Promise<number> {
    await this.heapReport();
    const done = await this.pass();
    this.heap.push(await this.heapReport());
    return rateOf(this.flow, done, 'the core');
  }

  async peer(): Promise<number> {
    return rateOf(this.flow, await this.peerBook.run({ passes: 1 }), 'nodejs-order-book');
  }

  latency(): Promise<Percentiles> {
    return this.askClient({ samples: SAMPLES, limitMs: SAMPLES_MS });
  }

  async end(): Promise<void> {
    this.peerBook.end();
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
