/** The two records at the head of a segment: written once, synced before the first batch, checked by every reader. */
import { head, kindOf, RECORD_WORDS } from '../../protocol/records/layout.js';
import { checksumWithout } from './checksum.js';
import type { JournalFile } from './files.js';
import {
  CHECKSUM_WORD,
  type CoreLimits,
  FORMAT_VERSION,
  HEADER_BYTES,
  JournalKind,
  LIMIT_NAMES,
  Lim,
  SEGMENT_MAGIC,
  Seg,
  SegDouble,
} from './format.js';
import { type JournalPosition, readJournalId, writeJournalId } from './position.js';

export interface SegmentHeader {
  readonly formatVersion: number;
  readonly coreVersion: number;
  readonly epoch: number;
  readonly limits: CoreLimits;
  /** Where the journal stood before this segment; `segment` is this one's number, `offset` 0. */
  readonly before: JournalPosition;
  readonly checksum: number;
}

const words = new Int32Array(HEADER_BYTES / 4);
const doubles = new Float64Array(words.buffer);
const bytes = new Uint8Array(words.buffer);

/** Writes the header at the start of `file`; the caller syncs. Returns its checksum. */
export function writeSegmentHeader(file: JournalFile, header: Omit<SegmentHeader, 'checksum'>): number {
  words.fill(0);
  putSegment(header);
  putLimits(header.limits);
  words[CHECKSUM_WORD] = checksumWithout(words, bytes, 0, HEADER_BYTES, CHECKSUM_WORD);
  file.write(bytes, HEADER_BYTES, 0);
  return words[CHECKSUM_WORD];
}

/** `undefined` when the file does not begin with a whole and valid header. */
export function readSegmentHeader(file: JournalFile): SegmentHeader | undefined {
  if (file.read(bytes, 0, HEADER_BYTES, 0) < HEADER_BYTES) return undefined;
  if (kindOf(words[Seg.Head]) !== JournalKind.Segment || words[Seg.Magic] !== SEGMENT_MAGIC) return undefined;
  const checksum = words[CHECKSUM_WORD];
  if (checksumWithout(words, bytes, 0, HEADER_BYTES, CHECKSUM_WORD) !== checksum) return undefined;
  return {
    formatVersion: words[Seg.FormatVersion],
    coreVersion: words[Seg.CoreVersion],
    epoch: words[Seg.Epoch],
    limits: readLimits(),
    before: readBefore(),
    checksum,
  };
}

function putSegment(header: Omit<SegmentHeader, 'checksum'>): void {
  words[Seg.Head] = head(JournalKind.Segment);
  words[Seg.Magic] = SEGMENT_MAGIC;
  words[Seg.FormatVersion] = FORMAT_VERSION;
  words[Seg.CoreVersion] = header.coreVersion;
  words[Seg.Epoch] = header.epoch;
  words[Seg.Number] = header.before.segment;
  words[Seg.ChainLow] = header.before.chainLow;
  words[Seg.ChainHigh] = header.before.chainHigh;
  writeJournalId(words, Seg.JournalId, header.before.journalId);
  doubles[SegDouble.LastSequence] = header.before.lastSequence;
  doubles[SegDouble.Batches] = header.before.batches;
}

function putLimits(limits: CoreLimits): void {
  words[RECORD_WORDS + Lim.Head] = head(JournalKind.Limits);
  LIMIT_NAMES.forEach((name, i) => {
    words[RECORD_WORDS + Lim.First + i] = limits[name];
  });
}

function readBefore(): JournalPosition {
  return {
    journalId: readJournalId(words, Seg.JournalId),
    segment: words[Seg.Number],
    offset: 0,
    chainLow: words[Seg.ChainLow],
    chainHigh: words[Seg.ChainHigh],
    batches: doubles[SegDouble.Batches],
    lastSequence: doubles[SegDouble.LastSequence],
  };
}

function readLimits(): CoreLimits {
  const limits = LIMIT_NAMES.map((name, i) => [name, words[RECORD_WORDS + Lim.First + i]]);
  return Object.fromEntries(limits) as CoreLimits;
}
