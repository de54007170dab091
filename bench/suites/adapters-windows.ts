/** A measured part of a feed, in windows: how long it took, and what the heap grew by in each of them. */
import { getHeapStatistics } from 'node:v8';

const WINDOWS = 4;

export interface Windows {
  readonly seconds: number;
  /** Bytes an item, of each window. */
  readonly growth: readonly number[];
}

export function inWindows<T>(items: readonly T[], act: (item: T) => void): Windows {
  const step = Math.ceil(items.length / WINDOWS);
  const growth: number[] = [];
  let seconds = 0;
  for (let at = 0; at < items.length; at += step) {
    const part = items.slice(at, at + step);
    const before = heapBytes();
    const startMs = performance.now();
    for (const item of part) act(item);
    seconds += (performance.now() - startMs) / 1_000;
    growth.push((heapBytes() - before) / part.length);
  }
  return { seconds, growth };
}

const heapBytes = (): number => getHeapStatistics().used_heap_size;
