/**
 * Nanoseconds on a scale that all threads share. `performance.now()` counts from its own thread's start, so its distance
 * from the monotonic clock of the machine is taken once in each thread, out of many tries the one with the least doubt.
 */
const TRIES = 1_000;
const offsetNs = measureOffset();

export function monotonicNs(): number {
  return performance.now() * 1e6 + offsetNs;
}

function measureOffset(): number {
  let best = Number.POSITIVE_INFINITY;
  let offset = 0;
  for (let i = 0; i < TRIES; i++) {
    const before = process.hrtime.bigint();
    const nowMs = performance.now();
    const after = process.hrtime.bigint();
    if (Number(after - before) >= best) continue;
    best = Number(after - before);
    offset = Number(before) + best / 2 - nowMs * 1e6;
  }
  return offset;
}
