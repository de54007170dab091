/**
 * Goes through one segment file batch by batch and lets through only what a valid commit record closes. Works on a file
 * that is still being written as well: `Short` and `Bad` are answers about now, and the bytes are read afresh next time.
 *
 * The batch lies in the scanner's own buffer until the next call of `next`.
 */
import { EventKind } from '../../protocol/records/event.js';
import { kindOf, RECORD_BYTES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Chain } from './chain.js';
import { checksumWithout } from './checksum.js';
import type { JournalFile } from './files.js';
import { COMMIT_MAGIC, Com, ComDouble, JournalKind, MAX_BATCH_BYTES, MAX_BATCH_RECORDS } from './format.js';

export const enum Scan {
  /** The file ends here, exactly behind a batch. */
  End = 0,
  /** A valid batch: `at`, `count`, `batch`, `lastSequence`. */
  Batch = 1,
  /** The file ends before a commit record. */
  Short = 2,
  /** What stands here is not a valid batch; see `problem`. */
  Bad = 3,
}

const WINDOW_BYTES = 2 * MAX_BATCH_BYTES;

export class SegmentScanner {
  readonly i32 = new Int32Array(WINDOW_BYTES / 4);
  readonly f64 = new Float64Array(this.i32.buffer);
  /** Chain hash behind the last valid batch. */
  readonly chain = new Chain();
  /** Where the next batch begins in the file. */
  offset = 0;
  segment = 0;
  /** Word of the batch's first record in `i32`. */
  at = 0;
  count = 0;
  batch = 0;
  lastSequence = 0;
  problem = '';
  private readonly bytes = new Uint8Array(this.i32.buffer);
  private file: JournalFile | undefined;
  /** File offset of the buffer's first byte, and how many bytes of the file it holds. */
  private windowStart = 0;
  private windowBytes = 0;

  /** Goes on at `offset` of `file` with the chain as it stands. The scanner does not close the file. */
  open(file: JournalFile, segment: number, offset: number): void {
    this.file = file;
    this.segment = segment;
    this.offset = offset;
    this.windowStart = offset;
    this.windowBytes = 0;
  }

  next(): Scan {
    for (;;) {
      const records = this.recordsBeforeCommit();
      if (records >= 0) return this.check(records);
      if (this.problem !== '') return this.forget(Scan.Bad);
      if (!this.readMore()) {
        const end = this.windowStart + this.windowBytes === this.offset;
        return this.forget(end ? Scan.End : Scan.Short);
      }
    }
  }

  /** Records that stand before the next commit record, or -1 when the window ends first or holds something else. */
  private recordsBeforeCommit(): number {
    const first = (this.offset - this.windowStart) >> 2;
    const whole = Math.floor((this.windowBytes - first * 4) / RECORD_BYTES);
    this.problem = '';
    for (let i = 0; i < whole; i++) {
      const kind = kindOf(this.i32[first + i * RECORD_WORDS]);
      if (kind === JournalKind.Commit) return i;
      if (kind === 0 || kind >= EventKind.ImageBegin) this.problem = `a record of unknown kind ${kind}`;
      else if (i >= MAX_BATCH_RECORDS) this.problem = 'a batch without end';
      if (this.problem !== '') return -1;
    }
    return -1;
  }

  private check(records: number): Scan {
    const first = (this.offset - this.windowStart) >> 2;
    const commit = first + records * RECORD_WORDS;
    this.problem = this.fault(first, commit, records);
    if (this.problem !== '') return this.forget(Scan.Bad);
    this.at = first;
    this.count = records;
    this.batch = this.f64[(commit >> 1) + ComDouble.Batch];
    this.lastSequence = this.f64[(commit >> 1) + ComDouble.LastSequence];
    this.chain.extend(this.i32[commit + Com.Checksum], records);
    this.offset += (records + 1) * RECORD_BYTES;
    return Scan.Batch;
  }

  private fault(first: number, commit: number, records: number): string {
    const { i32, chain } = this;
    if (!isSoundCommit(i32, this.bytes, commit, records, first)) return 'the checksum of a batch differs';
    if (i32[commit + Com.Segment] !== this.segment) return 'a batch of another segment';
    if (!chain.is(i32[commit + Com.ChainLow], i32[commit + Com.ChainHigh]))
      return 'a batch that does not continue the chain';
    return '';
  }

  /** Moves what is left to the front and fills the rest from the file; false when nothing came. */
  private readMore(): boolean {
    const used = this.offset - this.windowStart;
    this.bytes.copyWithin(0, used, this.windowBytes);
    this.windowStart = this.offset;
    this.windowBytes -= used;
    const at = this.windowStart + this.windowBytes;
    const got = this.file!.read(this.bytes, this.windowBytes, WINDOW_BYTES - this.windowBytes, at);
    this.windowBytes += got;
    return got > 0;
  }

  private forget(answer: Scan): Scan {
    this.windowStart = this.offset;
    this.windowBytes = 0;
    return answer;
  }
}

/** True when the record at word `commit` closes the `records` records from word `first` on. */
export function isSoundCommit(
  i32: Int32Array,
  bytes: Uint8Array,
  commit: number,
  records: number,
  first: number,
): boolean {
  if (records === 0 || i32[commit + Com.Magic] !== COMMIT_MAGIC || i32[commit + Com.Count] !== records)
    return false;
  const word = commit - first + Com.Checksum;
  const length = (records + 1) * RECORD_BYTES;
  return checksumWithout(i32, bytes, first, length, word) === i32[commit + Com.Checksum];
}
