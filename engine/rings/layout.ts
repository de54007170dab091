/**
 * Where things stand in a ring's shared memory. Every counter has two cache lines to itself, because adjacent
 * lines are fetched in pairs and a neighbour's writes would stall it (false sharing).
 *
 * ```
 *  lane       | header | (spare)   | consumed | slots …                     published: word 15 of each slot
 *  broadcast  | header | published | cursor 0 | cursor 1 | … | slots …
 * ```
 *
 * Counters are 32-bit and wrap: only their differences are compared, so a ring holds at most 2^30 slots.
 */

export const LINE_WORDS = 32;

/** A slot. Const enums, because every record's way through a ring computes with them. */
export const enum Slot {
  Bytes = 64,
  Words = 16,
  Shift = 4,
  /** The word of a lane's slot that says up to where the lane is published (see `lane.ts`). */
  CommitWord = 15,
}

export const MAGIC = 0x50524731; // "PRG1"

/** Words of the header line, written once by `create`, checked by every `attach`. */
export const enum Header {
  Magic = 0,
  Slots = 1,
  Readers = 2,
  /** Lane: slots that only `claimUrgent` may use. */
  Reserved = 3,
  /** Broadcast: 1 = the producer found no room and wants to be woken when a gating reader moves. */
  HeldBack = 4,
}

export const enum Line {
  Header = 0,
  Published = 1,
  /** Lane: the consumer's counter. Broadcast: the first reader's. */
  Consumed = 2,
}

/** Words of a broadcast ring's `Published` line, all written by the producer. */
export const enum PublishedWord {
  Published = 0,
  /** Slots before this counter may be under the producer's pen. Kept only for rings with lossy readers. */
  Announced = 1,
}

/** Words of a broadcast reader's line. */
export const enum ReaderWord {
  Cursor = 0,
  /** 1 = detached: the producer no longer waits for this reader. */
  Detached = 1,
}

export const wordOf = (line: number): number => line * LINE_WORDS;

/**
 * Memory comes 16 bytes behind the beginning of a cache line, because the allocator's header stands before it. Slots begin
 * so much later, so that each is one line and not parts of two: one by one, records pass 1.7 times as fast.
 */
const ALIGN_WORDS = 12;

/** Bytes of shared memory that a ring of `slots` records with `readers` cursors takes. */
export function ringBytes(slots: number, readers: number): number {
  return slotsWord(readers) * 4 + slots * Slot.Bytes;
}

/** First word of the slots. */
export const slotsWord = (readers: number): number => wordOf(Line.Consumed + readers) + ALIGN_WORDS;

export function assertSlots(slots: number): void {
  if (!Number.isInteger(slots) || slots < 2 || slots > 2 ** 30 || (slots & (slots - 1)) !== 0) {
    throw new RangeError(`a ring holds a power of two of slots from 2 to 2^30, not ${slots}`);
  }
}

export function assertHeader(header: Int32Array): void {
  if (header[Header.Magic] !== MAGIC)
    throw new Error('this shared memory is not a ring (magic word differs)');
}
