/**
 * Reads the records of a data directory from a given sequence on, also while the journal is being written: for sessions
 * that resume (gateway) and for readers that were lapped (fan-out). Only batches with a valid commit come out, and with
 * a durable mark given only those that are on disk. Does not wait, and goes through a bounded stretch of the file
 * a call: `read` answers 0 when it has nothing to give now, and `atEnd` says whether there was more to go through.
 */
import { Double, RECORD_BYTES, RECORD_DOUBLES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { DurableMark } from './durable-mark.js';
import { JournalDamage } from './errors.js';
import type { JournalFile, JournalFiles } from './files.js';
import { HEADER_BYTES, segmentName } from './format.js';
import { readSegmentHeader, type SegmentHeader } from './segment-header.js';
import { Scan, SegmentScanner } from './segment-scanner.js';
import { listSegments } from './walk.js';

/** Bytes that one `read` goes through at most while it looks for the sequence wanted. */
const SEEK_BYTES = 2 << 20;

export interface JournalReaderOptions {
  readonly files: JournalFiles;
  /** Records of this sequence and above are read. */
  readonly fromSequence: number;
  /** Memory of the writer's `DurableMark`; without it, what is written but not synced yet is read as well. */
  readonly durable?: SharedArrayBuffer;
}

export class JournalReader {
  /** The records: `read` says how many, `offset` where. Valid until the next `read`. */
  readonly i32: Int32Array;
  readonly f64: Float64Array;
  /** After a `read` that gave 0: true = nothing more is there, false = call again, it is still on its way. */
  atEnd = false;
  private readonly scanner = new SegmentScanner();
  private readonly files: JournalFiles;
  private readonly durable: DurableMark | undefined;
  private readonly fromSequence: number;
  private file: JournalFile | undefined;
  private segment = 0;
  /** The part of the scanner's batch that was not handed out yet. */
  private next = 0;
  private end = 0;
  private at = 0;

  constructor(options: JournalReaderOptions) {
    this.files = options.files;
    this.fromSequence = options.fromSequence;
    this.durable = options.durable && new DurableMark(options.durable);
    this.i32 = this.scanner.i32;
    this.f64 = this.scanner.f64;
  }

  /** At most `max` records, in order, side by side. 0 = none now, see `atEnd`. */
  read(max: number): number {
    if (this.next === this.end && !this.nextBatch()) return 0;
    const records = Math.min(max, this.end - this.next);
    this.at = this.scanner.at + this.next * RECORD_WORDS;
    this.next += records;
    return records;
  }

  /** Word of record `index` of the last `read`; its doubles stand at half of that. */
  offset(index: number): number {
    return this.at + index * RECORD_WORDS;
  }

  close(): void {
    this.file?.close();
    this.file = undefined;
  }

  /** The next batch that holds something wanted. */
  private nextBatch(): boolean {
    this.atEnd = true;
    if (this.file === undefined && !this.begin()) return false;
    for (let bytes = 0; bytes < SEEK_BYTES; bytes += (this.scanner.count + 1) * RECORD_BYTES) {
      if (!this.advance()) return false;
      if (this.scanner.lastSequence >= this.fromSequence) return this.take();
    }
    this.atEnd = false;
    return false;
  }

  private take(): boolean {
    this.next = this.firstWanted();
    this.end = this.scanner.count;
    return true;
  }

  /** One batch further, in this segment or the next one. */
  private advance(): boolean {
    if (!this.mayRead()) return false;
    let answer = this.scanner.next();
    if (answer === Scan.Batch) return true;
    const following = this.files.open(segmentName(this.segment + 1), 'read');
    if (following === undefined) return this.onItsWay();
    // The segment was left for the next one, so what it holds now is all of it.
    answer = this.scanner.next();
    if (answer === Scan.Batch || answer === Scan.End) return this.follow(answer, following);
    following.close();
    throw this.damage(this.scanner.problem || 'a batch without its end');
  }

  /** What the durable mark covers is whole, or damaged; without one, the writer may not have come that far. */
  private onItsWay(): false {
    if (this.durable === undefined) return false;
    throw this.damage(this.scanner.problem || 'a batch that was synced is not there');
  }

  private follow(answer: Scan, following: JournalFile): boolean {
    const header = answer === Scan.End ? readSegmentHeader(following) : undefined;
    if (header === undefined) {
      following.close();
      return answer === Scan.Batch;
    }
    const { chain } = this.scanner;
    if (!chain.is(header.before.chainLow, header.before.chainHigh))
      throw this.damage('the next segment does not continue the chain');
    this.enter(following, header);
    return this.advance();
  }

  /** With a durable mark: the next batch must be on disk. */
  private mayRead(): boolean {
    return this.durable === undefined || this.durable.covers(this.scanner.batch + 1);
  }

  /** Opens the last segment that begins before the wanted sequence. */
  private begin(): boolean {
    const segments = listSegments(this.files);
    for (let i = segments.length - 1; i >= 0; i--) {
      const file = this.files.open(segments[i].name, 'read');
      const header = file && readSegmentHeader(file);
      if (header && (i === 0 || header.before.lastSequence < this.fromSequence)) {
        this.enter(file, header);
        return true;
      }
      file?.close();
    }
    return false;
  }

  private enter(file: JournalFile, header: SegmentHeader): void {
    this.close();
    this.file = file;
    this.segment = header.before.segment;
    this.scanner.chain.set(header.before.chainLow, header.before.chainHigh);
    this.scanner.chain.extend(header.checksum, 0);
    this.scanner.batch = header.before.batches;
    this.scanner.lastSequence = header.before.lastSequence;
    this.scanner.open(file, this.segment, HEADER_BYTES);
  }

  private firstWanted(): number {
    const { f64, at, count } = this.scanner;
    let record = 0;
    while (record < count && f64[(at >> 1) + record * RECORD_DOUBLES + Double.Sequence] < this.fromSequence)
      record++;
    return record;
  }

  private damage(why: string): JournalDamage {
    const { offset, lastSequence } = this.scanner;
    return new JournalDamage(`the journal is damaged: ${why}`, this.segment, offset, lastSequence);
  }
}
