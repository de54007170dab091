/**
 * What stands where in a segment file: the words of the records that the journal adds to those of the event ring, and
 * the bounds that every reader sizes its buffers by. The same 64-byte records as everywhere, little endian.
 *
 * ```
 *  segment = header (2 records) | batch | batch | …        batch = 1 … 8,192 event records | commit record
 * ```
 *
 * A batch becomes part of the journal with its commit record, which closes a checksum over all of it and names the
 * chain hash of everything before it.
 */
import { RECORD_BYTES, RECORD_WORDS } from '../../protocol/records/layout.js';

export const FORMAT_VERSION = 1;
export const SEGMENT_MAGIC = 0x4a475250; // "PRGJ"
export const COMMIT_MAGIC = 0x54494d43; // "CMIT"

export const HEADER_RECORDS = 2;
export const HEADER_BYTES = HEADER_RECORDS * RECORD_BYTES;
/** Event records of one batch. Every reader holds a whole batch in memory, so this bounds its buffer (512 KiB). */
export const MAX_BATCH_RECORDS = 8_192;
export const MAX_BATCH_BYTES = (MAX_BATCH_RECORDS + 1) * RECORD_BYTES;
/** A segment larger than this is never written; the next batch goes into a new one. */
export const DEFAULT_SEGMENT_BYTES = 64 << 20;

/** Kinds of the journal's own records; they never stand on the event ring. */
export const enum JournalKind {
  /** First record of a segment. */
  Segment = 120,
  /** Second record of a segment: the limits that decide outcomes. */
  Limits = 121,
  Commit = 122,
}

/** Words of the first record of a segment. */
export const enum Seg {
  Head = 0,
  Magic = 1,
  FormatVersion = 2,
  CoreVersion = 3,
  Epoch = 4,
  Number = 5,
  ChainLow = 8,
  ChainHigh = 9,
  /** Four words that name this journal; drawn at random when it begins. */
  JournalId = 10,
}
export const enum SegDouble {
  /** Last sequence journaled before this segment. */
  LastSequence = 3,
  /** Number of batches before this segment. */
  Batches = 7,
}

/** Words of the second record, counted from its own first word. */
export const enum Lim {
  Head = 0,
  /** CRC-32 over both records with this word as 0. */
  Checksum = 1,
  /** A word each, in the order of `LIMIT_NAMES`. */
  First = 2,
}
export const CHECKSUM_WORD = RECORD_WORDS + Lim.Checksum;

/** Words of a commit record. Byte A of the head is 1 when the journal ran with durability `sync`. */
export const enum Com {
  Head = 0,
  Magic = 1,
  /** Event records in the batch, this one not counted. */
  Count = 2,
  /** CRC-32 over the batch and this record with this word as 0. */
  Checksum = 3,
  /** Chain hash before this batch. */
  ChainLow = 4,
  ChainHigh = 5,
  Segment = 8,
  Epoch = 9,
}
export const enum ComDouble {
  /** Number of this batch in the journal, from 1. */
  Batch = 3,
  LastSequence = 7,
}

/** The limits that decide whether a command succeeds. A replay needs the same ones, so each segment carries them. */
export interface CoreLimits {
  readonly orders: number;
  readonly instruments: number;
  readonly accounts: number;
  readonly sessions: number;
  readonly levelChunks: number;
  readonly clientIdHistory: number;
  readonly positions: number;
  readonly tradeHistory: number;
}
export const LIMIT_NAMES = [
  'orders',
  'instruments',
  'accounts',
  'sessions',
  'levelChunks',
  'clientIdHistory',
  'positions',
  'tradeHistory',
] as const satisfies readonly (keyof CoreLimits)[];

export function sameLimits(a: CoreLimits, b: CoreLimits): boolean {
  return LIMIT_NAMES.every((name) => a[name] === b[name]);
}

export function limitsText(limits: CoreLimits): string {
  return LIMIT_NAMES.map((name) => `${name}=${limits[name]}`).join(' ');
}

const SEGMENT_NAME = /^segment-(\d{8})\.journal$/;

export const segmentName = (number: number): string => `segment-${String(number).padStart(8, '0')}.journal`;

/** The segment's number, or 0 when this is the name of something else. */
export function segmentNumber(name: string): number {
  const match = SEGMENT_NAME.exec(name);
  return match ? Number(match[1]) : 0;
}
