/** The shared memory of a broadcast ring: what it is made of, and what travels to the threads that attach to it. */
import { assertSlots, Header, Line, MAGIC, PublishedWord, ReaderWord, ringBytes, wordOf } from './layout.js';

/** One doorbell per reader (readers in one thread may share one). */
export interface BroadcastMemory {
  readonly ring: SharedArrayBuffer;
  readonly bells: readonly SharedArrayBuffer[];
  /** Reader indices that gate the producer; the others are lossy. */
  readonly gating: readonly number[];
  /** For each reader the one that it reads behind; undefined: it reads all that is published. */
  readonly behind: readonly (number | undefined)[];
  /** Wakes the producer when it was held back and a gating reader has moved; without it, it looks again by itself. */
  readonly producerBell: SharedArrayBuffer | undefined;
}

export interface BroadcastOptions {
  readonly gating: readonly number[];
  readonly behind?: readonly (number | undefined)[];
  readonly producerBell?: SharedArrayBuffer;
  /** Counter of the first record; tests begin shortly before a wrap-around. */
  readonly start?: number;
}

/** @param options the gating readers, or all options */
export function createBroadcast(
  slots: number,
  bells: readonly SharedArrayBuffer[],
  options: readonly number[] | BroadcastOptions,
): BroadcastMemory {
  assertSlots(slots);
  const all: BroadcastOptions = 'gating' in options ? options : { gating: options };
  const { gating, behind = [], producerBell, start = 0 } = all;
  assertReaders(bells.length, gating, behind);
  const ring = new SharedArrayBuffer(ringBytes(slots, bells.length));
  // Written once from end to end, so that no record waits for the system to find its page.
  const header = new Int32Array(ring).fill(0);
  header[Header.Slots] = slots;
  header[Header.Readers] = bells.length;
  header[wordOf(Line.Published) + PublishedWord.Published] = start;
  header[wordOf(Line.Published) + PublishedWord.Announced] = start;
  for (let reader = 0; reader < bells.length; reader++)
    header[wordOf(Line.Consumed + reader) + ReaderWord.Cursor] = start;
  header[Header.Magic] = MAGIC;
  return { ring, bells, gating, behind: bells.map((_, reader) => behind[reader]), producerBell };
}

function assertReaders(
  readers: number,
  gating: readonly number[],
  behind: readonly (number | undefined)[],
): void {
  for (const reader of gating)
    if (!(reader >= 0 && reader < readers))
      throw new RangeError(`there are ${readers} readers, not a gating reader ${reader}`);
  behind.forEach((leader, reader) => {
    if (leader === undefined) return;
    if (!gating.includes(leader))
      throw new RangeError(`reader ${reader} cannot read behind ${leader}, which gates nobody`);
    if (leader === reader) throw new RangeError(`reader ${reader} cannot read behind itself`);
  });
}
