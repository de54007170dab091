/**
 * Suite `ring`: how many 64-byte records a second two threads pass each other through a lane and through the broadcast
 * ring, one by one and in batches of 64, and how long one record takes; beside npm's ringbuf.js (over bytes, as its own
 * parameter queue uses it, and over 32-bit integers, which suits it best) and `postMessage`. All of it in the same
 * interleaved rounds between the same two threads, each pinned to a core of its own.
 */
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { MessageChannel, Worker } from 'node:worker_threads';
import { type Contender, interleave, type Rounds } from '../kit/rounds.js';
import { latency, medianPercentiles, type Percentiles, percentiles } from '../kit/statistics.js';
import { type BenchResult, result, type Suite } from '../kit/suite.js';
import {
  createRingMemory,
  type Job,
  type JobDone,
  type JobOrder,
  type RingWorkerData,
} from './ring-shared.js';

const ROUNDS = 21;

/** Records of one run, a twentieth of a second each: short, because a shared machine disturbs long runs more often. */
const RECORDS: Readonly<Record<Job, number>> = {
  lane: 1_000_000,
  laneCommitted: 400_000,
  laneBatched: 2_000_000,
  broadcast: 400_000,
  broadcastBatched: 2_000_000,
  ringbuf: 200_000,
  ringbufBatched: 500_000,
  ringbufInt32: 200_000,
  ringbufInt32Batched: 1_000_000,
  postMessage: 10_000,
  oneWay: 10_000,
};
const JOBS = Object.keys(RECORDS) as Job[];

export const suite: Suite = {
  title: 'rings between two threads, 64-byte records',
  async run({ say }) {
    const pair = await Pair.start();
    try {
      say('warming up');
      for (const job of JOBS) await pair.run(job, RECORDS[job] >> 2);
      const oneWay: Percentiles[] = [];
      const contenders = contendersOf(pair, (samples) => oneWay.push(percentiles(samples)));
      return results(await interleave(ROUNDS, contenders, say), oneWay);
    } finally {
      await pair.end();
    }
  },
};

function contendersOf(pair: Pair, keep: (samples: Float64Array) => void): Record<Job, Contender> {
  const contender = (job: Job) => async () => {
    const { seconds, samples } = await pair.run(job, RECORDS[job]);
    if (samples) keep(samples);
    return RECORDS[job] / seconds;
  };
  return Object.fromEntries(JOBS.map((job) => [job, contender(job)])) as Record<Job, Contender>;
}

function results(rounds: Rounds<Job>, oneWay: readonly Percentiles[]): BenchResult[] {
  const rate = (name: string, job: Job) => result(`${name}_records_per_s`, rounds.median(job), 'records/s');
  const ratio = (name: string, over: Job, under: Job) => result(name, rounds.ratio(over, under), 'times');
  return [
    rate('lane', 'lane'),
    rate('lane_committed', 'laneCommitted'),
    rate('lane_batched', 'laneBatched'),
    rate('broadcast', 'broadcast'),
    rate('broadcast_batched', 'broadcastBatched'),
    latency('lane_one_way_ns', 'ns', medianPercentiles(oneWay)),
    rate('ringbufjs', 'ringbuf'),
    rate('ringbufjs_batched', 'ringbufBatched'),
    rate('ringbufjs_int32', 'ringbufInt32'),
    rate('ringbufjs_int32_batched', 'ringbufInt32Batched'),
    ratio('lane_vs_ringbufjs', 'lane', 'ringbuf'),
    ratio('lane_batched_vs_ringbufjs', 'laneBatched', 'ringbufBatched'),
    ratio('lane_vs_ringbufjs_int32', 'lane', 'ringbufInt32'),
    ratio('lane_batched_vs_ringbufjs_int32', 'laneBatched', 'ringbufInt32Batched'),
    rate('postmessage', 'postMessage'),
  ];
}

/** The two threads. */
class Pair {
  static async start(): Promise<Pair> {
    const memory = createRingMemory();
    const pin = availableParallelism() > 1;
    const [producer, consumer] = (['producer', 'consumer'] as const).map((role, core) => {
      const workerData: RingWorkerData = { role, memory, core: pin ? String(core) : undefined };
      return new Worker(new URL('./ring-worker.js', import.meta.url), { workerData });
    });
    const { port1, port2 } = new MessageChannel();
    producer.postMessage(port1, [port1]);
    consumer.postMessage(port2, [port2]);
    return new Pair(producer, consumer);
  }

  private constructor(
    private readonly producer: Worker,
    private readonly consumer: Worker,
  ) {}

  /** Both halves of one job; the consumer's time counts, because it ends with the last record. */
  async run(job: Job, records: number): Promise<JobDone> {
    const order: JobOrder = { job, records };
    const both = [this.producer, this.consumer].map((worker) => {
      worker.postMessage(order);
      return once(worker, 'message') as Promise<[JobDone]>;
    });
    const [, [done]] = await Promise.all(both);
    return done;
  }

  async end(): Promise<void> {
    await Promise.all([this.producer.terminate(), this.consumer.terminate()]);
  }
}
