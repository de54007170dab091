/** The journal's thread: one agent that blocks in `fdatasync`, run until asked to stop; it flushes before it ends. */
import type { Limits } from './config/limits.js';
import { CORE_VERSION } from './core/core.js';
import { JournalAgent } from './journal/journal-agent.js';
import type { JournalMeterMemory } from './journal/journal-meter.js';
import { NodeFiles } from './journal/node-files.js';
import type { JournalPosition } from './journal/position.js';
import { createLogger } from './log.js';
import { type EngineMemory, Reader } from './memory.js';
import type { WaitPolicy } from './threads/policy.js';
import { runBlocking } from './threads/runner.js';
import { threadBody } from './threads/thread-body.js';

export interface JournalThreadData {
  readonly limits: Limits;
  readonly memory: EngineMemory;
  readonly policy: WaitPolicy;
  readonly journalDirectory: string;
  readonly epoch: number;
  readonly durability: 'sync' | 'async';
  readonly start: JournalPosition;
  readonly durable: SharedArrayBuffer;
  readonly meter: JournalMeterMemory;
  readonly logLevel: string;
}

/** What main hears at the end: where the journal stops. */
export interface JournalNews {
  readonly kind: 'closed';
  readonly position: JournalPosition;
}

threadBody<JournalThreadData>((context) => {
  const { data } = context;
  const log = createLogger('journal', data.logLevel);
  const agent = new JournalAgent({
    ...data,
    files: new NodeFiles(data.journalDirectory),
    coreVersion: CORE_VERSION,
    events: data.memory.events,
    reader: Reader.Journal,
    nowMs: () => performance.now(),
    log: (line) => log.warn(line),
  });
  context.ready();
  runBlocking([agent], context.bell, data.policy, context.control);
  agent.close();
  context.say({ kind: 'closed', position: agent.position() } satisfies JournalNews);
});
