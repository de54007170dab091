/**
 * Ends a strategy that keeps too much outside the heap (buffers, typed arrays), which the worker's own limits do not
 * see. What is on the heap they do see, also within one handler.
 */
import { getHeapStatistics } from 'node:v8';
import type { Agent } from '../../engine/threads/agent.js';
import type { Vitals } from './vitals.js';

const LOOK_MS = 250;
const MIB = 2 ** 20;

export class MemoryWatch implements Agent {
  readonly name = 'memory watch';
  private nextMs = 0;

  constructor(
    private readonly memoryMb: number,
    private readonly vitals: Vitals,
  ) {}

  doWork(): number {
    const nowMs = performance.now();
    if (nowMs < this.nextMs) return 0;
    this.nextMs = nowMs + LOOK_MS;
    const { used_heap_size: heap, external_memory: external } = getHeapStatistics();
    const kept = Math.ceil((heap + external) / MIB);
    this.vitals.setMemoryMb(kept);
    if (heap + external > this.memoryMb * MIB)
      throw new Error(`keeps ${kept} MiB, more than its memoryMb of ${this.memoryMb}`);
    return 0;
  }
}
