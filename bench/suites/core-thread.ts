/**
 * The core's thread in the suite `core`: the engine's core, agent and runner, with the engine's wait policy for few cores,
 * its rehearsal and what it tells the compiler. Beside them an agent that watches the thread's heap, from inside, because nobody
 * else can.
 */
import { GCProfiler, getHeapStatistics } from 'node:v8';
import type { Limits } from '../../engine/config/limits.js';
import { Core } from '../../engine/core/core.js';
import { CoreAgent } from '../../engine/core/core-agent.js';
import { rehearse } from '../../engine/rehearsal.js';
import { BroadcastWriter } from '../../engine/rings/broadcast.js';
import { LaneReader } from '../../engine/rings/lane.js';
import type { Agent } from '../../engine/threads/agent.js';
import { inlineDeeply } from '../../engine/threads/inlining.js';
import { pinThisThread } from '../../engine/threads/pinning.js';
import { SHARED } from '../../engine/threads/policy.js';
import { runBlocking } from '../../engine/threads/runner.js';
import { specialize } from '../../engine/threads/specialize.js';
import { threadBody } from '../../engine/threads/thread-body.js';
import { median } from '../kit/statistics.js';
import { CORES, type CoreMemory, LANES } from './core-memory.js';

export interface CoreThreadData {
  readonly limits: Limits;
  readonly memory: CoreMemory;
}

/** Since the report before. */
export interface HeapReport {
  readonly commands: number;
  readonly collections: number;
  /** By how much the heap grows with a command: the median of windows of so many commands. */
  readonly bytesPerCommand: number;
}

/** Short, so that most windows have no pause in them: a thread that has nothing to do looks at the clock, which allocates. */
const WINDOW_COMMANDS = 20_000;

class HeapWatch implements Agent {
  readonly name = 'heap-watch';
  private readonly profiler = new GCProfiler();
  private readonly lookBytes: number;
  private windows: number[] = [];
  private heapBytes: number;
  /** At the end of the window before, and at the report before. */
  private sequence: number;
  private reported: number;

  constructor(private readonly core: Core) {
    this.profiler.start();
    this.sequence = this.reported = core.sequence;
    this.heapBytes = usedBytes();
    this.lookBytes = usedBytes() - this.heapBytes;
  }

  doWork(): number {
    if (this.core.sequence - this.sequence >= WINDOW_COMMANDS) this.endWindow();
    return 0;
  }

  report(): HeapReport {
    const collections = this.profiler.stop().statistics.length;
    const bytesPerCommand = this.windows.length === 0 ? 0 : median(this.windows);
    const commands = this.core.sequence - this.reported;
    this.profiler.start();
    this.windows = [];
    this.reported = this.core.sequence;
    return { commands, collections, bytesPerCommand };
  }

  private endWindow(): void {
    const bytes = usedBytes();
    const commands = this.core.sequence - this.sequence;
    this.windows.push(Math.max(0, bytes - this.heapBytes - this.lookBytes) / commands);
    this.sequence = this.core.sequence;
    this.heapBytes = usedBytes();
  }
}

const usedBytes = (): number => getHeapStatistics().used_heap_size;

threadBody<CoreThreadData>((context) => {
  inlineDeeply();
  rehearse('core');
  pinThisThread(CORES.core);
  const { limits, memory } = context.data;
  const events = new BroadcastWriter(memory.events);
  const core = new Core(limits, events);
  const agent = new CoreAgent(core, events, 2);
  agent.attachLane(LANES.admin, new LaneReader(memory.admin));
  agent.attachLane(LANES.door, new LaneReader(memory.door));
  specialize(agent.hotPaths);
  const heap = new HeapWatch(core);
  context.onMail(() => context.say(heap.report()));
  context.ready();
  runBlocking([agent, heap], context.bell, SHARED, context.control);
});
