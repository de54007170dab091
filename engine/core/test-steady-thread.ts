/**
 * A core on a thread of its own for the test of its memory: works off the lanes and tells, window by window of so many
 * commands, its garbage collections and what its heap has grown by, until enough windows in a row are clean. The compiler
 * works beside us and takes the time it gets, so nobody can say how long it takes to warm up; once it has, it stays.
 */
import { GCProfiler, getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { Limits } from '../config/limits.js';
import { type BroadcastMemory, BroadcastWriter } from '../rings/broadcast.js';
import { type LaneMemory, LaneReader } from '../rings/lane.js';
import { inlineDeeply } from '../threads/inlining.js';
import { specialize } from '../threads/specialize.js';
import { Core } from './core.js';
import { CoreAgent, type LaneGuard } from './core-agent.js';

export interface SteadyData {
  readonly limits: Limits;
  readonly events: BroadcastMemory;
  readonly lanes: readonly { readonly memory: LaneMemory; readonly guard?: LaneGuard }[];
  /** Sequence at which to begin; the counter must pass 2^31 like any other number. */
  readonly sequence: number;
  readonly windowCommands: number;
  readonly mostWindows: number;
  /** So many clean windows in a row are enough. */
  readonly cleanWindows: number;
}

export interface Window {
  readonly commands: number;
  readonly collections: number;
  readonly heapGrowth: number;
}

export interface SteadyReport {
  readonly windows: readonly Window[];
  /** How many at the end were clean. */
  readonly clean: number;
}

/**
 * Looking at the heap and at collections takes a few kilobytes a window itself, and a command that comes once in a
 * thousand may stay uncompiled. One boxed number a command would be twelve bytes.
 */
const BYTES_PER_COMMAND = 0.2;

const isClean = ({ commands, collections, heapGrowth }: Window): boolean =>
  collections === 0 && heapGrowth < BYTES_PER_COMMAND * commands;

inlineDeeply();
const data = workerData as SteadyData;
const events = new BroadcastWriter(data.events);
const core = new Core(data.limits, events);
core.loadImage(withSequence(core.saveImage(), data.sequence));
const agent = new CoreAgent(core, events, data.lanes.length);
specialize(agent.hotPaths);
data.lanes.forEach(({ memory, guard }, lane) => {
  agent.attachLane(lane, new LaneReader(memory), guard);
});

const windows: Window[] = [];
let clean = 0;
while (clean < data.cleanWindows && windows.length < data.mostWindows) {
  windows.push(watch(data.windowCommands));
  clean = isClean(windows.at(-1)!) ? clean + 1 : 0;
}
parentPort!.postMessage({ windows, clean } satisfies SteadyReport);

function watch(commands: number): Window {
  const profiler = new GCProfiler();
  profiler.start();
  const first = core.sequence;
  const heapBefore = getHeapStatistics().used_heap_size;
  workUntil(first + commands);
  const heapGrowth = getHeapStatistics().used_heap_size - heapBefore;
  const { statistics } = profiler.stop();
  return { commands: core.sequence - first, collections: statistics.length, heapGrowth };
}

function workUntil(sequence: number): void {
  while (core.sequence < sequence) agent.doWork();
}

/** The third number of an image's first section. */
function withSequence(image: Uint8Array, sequence: number): Uint8Array {
  const copy = image.slice();
  new DataView(copy.buffer).setFloat64(8 + 2 * 8, sequence, true);
  return copy;
}
