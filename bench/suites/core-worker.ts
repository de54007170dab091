/** The client's thread in the suite `core`: passes over the flow, or single commands timed, when asked. */
import { parentPort, workerData } from 'node:worker_threads';
import { pinThisThread } from '../../engine/threads/pinning.js';
import { measuredFrom, type PassOrder, runPasses } from '../kit/contender.js';
import type { OrderFlow } from '../kit/flow.js';
import { type Percentiles, percentiles } from '../kit/statistics.js';
import { CoreClient } from './core-client.js';
import { CORES, type CoreMemory } from './core-memory.js';

export interface CoreWorkerData {
  readonly flow: OrderFlow;
  readonly memory: CoreMemory;
  /** Order slots of the core. */
  readonly orders: number;
}

/** So many commands of the measured part, one at a time, but no more than the time allows. */
export interface SampleOrder {
  readonly samples: number;
  readonly limitMs: number;
}

const { flow, memory, orders } = workerData as CoreWorkerData;
pinThisThread(CORES.client);
const client = new CoreClient(flow, memory, orders);

parentPort!.on('message', (order: PassOrder | SampleOrder) => {
  parentPort!.postMessage('samples' in order ? sample(order) : runPasses(client, flow, order));
});

/**
 * Times are kept in memory that is there already, and a first turn is not counted, whose clock readings fill the young generation
 * once: the first write to a new page may take longer than ten commands.
 */
let times = new Float64Array(0);

function sample({ samples: wanted, limitMs }: SampleOrder): Percentiles {
  const from = measuredFrom(flow);
  if (times.length < wanted) times = new Float64Array(wanted).fill(0);
  const samples = times.subarray(0, Math.min(wanted, flow.count - from));
  const turn = (): number => {
    client.run(0, from);
    const taken = client.time(from, samples, limitMs);
    client.clear();
    return taken;
  };
  turn();
  return percentiles(samples.subarray(0, turn()));
}
