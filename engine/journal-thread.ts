/** The journal's thread: one agent that blocks in `fdatasync`, run until asked to stop; it flushes before it ends. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Limits } from './config/limits.js';
import { CORE_VERSION } from './core/core.js';
import { JournalAgent } from './journal/journal-agent.js';
import type { JournalMeterMemory } from './journal/journal-meter.js';
import { NodeFiles } from './journal/node-files.js';
import type { JournalPosition } from './journal/position.js';
import { type EngineMemory, Reader } from './memory.js';
import { Doorbell } from './rings/doorbell.js';
import { Control, type ControlMemory } from './threads/control.js';
import type { WaitPolicy } from './threads/policy.js';
import { runBlocking } from './threads/runner.js';

export interface JournalThreadData {
  readonly limits: Limits;
  readonly memory: EngineMemory;
  readonly control: ControlMemory;
  readonly policy: WaitPolicy;
  readonly journalDirectory: string;
  readonly epoch: number;
  readonly durability: 'sync' | 'async';
  readonly start: JournalPosition;
  readonly durable: SharedArrayBuffer;
  readonly meter: JournalMeterMemory;
}

/** What main hears: that it runs, and where the journal ends when it has stopped. */
export type JournalNews =
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed'; readonly position: JournalPosition };

function run(data: JournalThreadData): void {
  const agent = new JournalAgent({
    ...data,
    files: new NodeFiles(data.journalDirectory),
    coreVersion: CORE_VERSION,
    events: data.memory.events,
    reader: Reader.Journal,
    nowMs: () => performance.now(),
  });
  tell({ kind: 'ready' });
  runBlocking([agent], new Doorbell(data.memory.bells.journal), data.policy, new Control(data.control));
  agent.close();
  tell({ kind: 'closed', position: agent.position() });
}

const tell = (news: JournalNews): void => parentPort!.postMessage(news);

run(workerData);
