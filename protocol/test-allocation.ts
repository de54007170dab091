/** What work leaves for the collector, for tests that allow nothing of it. */
const ROUNDS = 50_000;
const ATTEMPTS = 50;

/**
 * Numbers beyond 2^31 may be boxed on their way through a call that is not inlined; an object, a string or a BigInt a message would be far
 * more.
 */
export const LIMIT_BYTES = 48;

/** The least of several runs without a collection, as many as V8 needs until its best code is in place. */
export function bytesPerRound(work: () => void, rounds = ROUNDS): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < ATTEMPTS && least > LIMIT_BYTES; attempt++) {
    const before = process.memoryUsage().heapUsed;
    for (let i = 0; i < rounds; i++) work();
    const grown = process.memoryUsage().heapUsed - before;
    if (grown >= 0) least = Math.min(least, grown / rounds);
  }
  return least;
}
