/** A journal on a thread of its own, for tests with real threads. */
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { BroadcastMemory } from '../rings/broadcast.js';
import { Doorbell } from '../rings/doorbell.js';
import { Control, type ControlMemory } from '../threads/control.js';
import { SHARED } from '../threads/policy.js';
import { runBlocking } from '../threads/runner.js';
import { JournalAgent } from './journal-agent.js';
import { NodeFiles } from './node-files.js';
import type { JournalPosition } from './position.js';
import { TEST_LIMITS } from './test-rig.js';

export interface JournalThreadData {
  readonly directory: string;
  readonly events: BroadcastMemory;
  readonly control: ControlMemory;
  readonly start: JournalPosition;
  readonly epoch: number;
}

if (!isMainThread) {
  const { directory, events, control, start, epoch } = workerData as JournalThreadData;
  const journal = new JournalAgent({
    files: new NodeFiles(directory),
    events,
    start,
    epoch,
    coreVersion: 1,
    limits: TEST_LIMITS,
    durability: 'sync',
    segmentBytes: 1 << 20,
  });
  runBlocking([journal], new Doorbell(control.bell), SHARED, new Control(control));
  journal.close();
  parentPort!.postMessage(journal.position());
}
