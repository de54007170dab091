/**
 * The one record of all rings: 64 bytes, one cache line, read and written through an Int32Array and a
 * Float64Array over the same memory. A record is named by the word offset of its first word (`at`, a
 * multiple of 16); its doubles stand at `(at >> 1) + index`.
 *
 * ```
 *  word 0          1              2 .. 13                14..15
 *  kind | bytes    flags/index    fields of the kind     sequence (a double) — in the event ring and journal
 *                                                        15: commit word of the transport — in a lane
 * ```
 *
 * Word 0 holds four bytes, the kind lowest. Word 1's top bit marks the last record of an event group.
 */

export const RECORD_BYTES = 64;
export const RECORD_WORDS = 16;
export const RECORD_DOUBLES = 8;
/** Words of a lane record that belong to its producer; the transport owns the rest. */
export const LANE_PAYLOAD_WORDS = 14;

/** Words every record has. */
export const enum Word {
  Head = 0,
  Flags = 1,
}

/** Doubles every record of the event ring and the journal has. */
export const enum Double {
  Sequence = 7,
}

/** Bit 31 of word 1: this record ends the event group of its command. */
export const LAST_IN_GROUP = 1 << 31;

/** Word 0 from its four bytes. What `a`, `b`, `c` mean is the kind's own matter. */
export function head(kind: number, a = 0, b = 0, c = 0): number {
  return kind | (a << 8) | (b << 16) | (c << 24);
}
export const kindOf = (word0: number): number => word0 & 0xff;
export const byteA = (word0: number): number => (word0 >>> 8) & 0xff;
export const byteB = (word0: number): number => (word0 >>> 16) & 0xff;
export const byteC = (word0: number): number => word0 >>> 24;

/** Word 0 of an order that has become of another type. */
export const withOrdType = (word0: number, ordType: number): number => (word0 & ~0xff0000) | (ordType << 16);

/** Account and session share a word: who an order belongs to and which door it came through. */
export function owner(account: number, session: number): number {
  return account | (session << 16);
}
export const accountOf = (ownerWord: number): number => ownerWord & 0xffff;
export const sessionOf = (ownerWord: number): number => ownerWord >>> 16;

/**
 * Copies what belongs to a record's producer, words 0 to 13. Word by word: a loop over so few takes twice as long. Records begin
 * at multiples of 16, so `|` adds.
 */
export function copyPayload(from: Int32Array, at: number, out: Int32Array, to: number): void {
  out[to] = from[at];
  out[to | 1] = from[at | 1];
  out[to | 2] = from[at | 2];
  out[to | 3] = from[at | 3];
  out[to | 4] = from[at | 4];
  out[to | 5] = from[at | 5];
  out[to | 6] = from[at | 6];
  out[to | 7] = from[at | 7];
  out[to | 8] = from[at | 8];
  out[to | 9] = from[at | 9];
  out[to | 10] = from[at | 10];
  out[to | 11] = from[at | 11];
  out[to | 12] = from[at | 12];
  out[to | 13] = from[at | 13];
}
