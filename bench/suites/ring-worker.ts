/** One of the two threads of the suite `ring`: does job after job with its partner, and tells how long each took. */
import { once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { pinThisThread } from '../../engine/threads/pinning.js';
import { consumers } from './ring-consumer.js';
import { producers } from './ring-producer.js';
import { type JobDone, type JobOrder, meet, type RingWorkerData } from './ring-shared.js';

const { role, memory, core } = workerData as RingWorkerData;
const barrier = new Int32Array(memory.barrier);
if (core !== undefined) pinThisThread(core);
const [peer] = (await once(parentPort!, 'message')) as [MessagePort];
const jobs = role === 'producer' ? producers(memory, peer) : consumers(memory, peer);
let meetings = 0;

parentPort!.on('message', async ({ job, records }: JobOrder) => {
  meet(barrier, ++meetings);
  const startMs = performance.now();
  const samples = await jobs[job](records);
  const done: JobDone = { seconds: (performance.now() - startMs) / 1000, samples: samples ?? undefined };
  parentPort!.postMessage(done);
});
