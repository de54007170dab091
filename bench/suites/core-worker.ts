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

function sample({ samples: wanted, limitMs }: SampleOrder): Percentiles {
  const from = measuredFrom(flow);
  const samples = new Float64Array(Math.min(wanted, flow.count - from));
  client.run(0, from);
  const taken = client.time(from, samples, limitMs);
  client.clear();
  return percentiles(samples.subarray(0, taken));
}
