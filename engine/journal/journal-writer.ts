/**
 * Writes batches into segments: records are copied into a private buffer, closed with a commit record, written with one
 * positioned write and synced. The next batch is begun only after that sync returned, so at most one batch is ever torn.
 *
 * Every writer begins a segment of its own and appends to no file it finds: what an earlier start left is never touched.
 * After an error it is dead, because what a failed sync left on disk is not known.
 */
import { Double, head, RECORD_BYTES, RECORD_DOUBLES, RECORD_WORDS } from '../../protocol/records/layout.js';
import { Chain } from './chain.js';
import { checksumWithout } from './checksum.js';
import { DurableMark } from './durable-mark.js';
import { JournalIoError } from './errors.js';
import type { JournalFile, JournalFiles } from './files.js';
import {
  COMMIT_MAGIC,
  Com,
  ComDouble,
  type CoreLimits,
  DEFAULT_SEGMENT_BYTES,
  FORMAT_VERSION,
  HEADER_BYTES,
  JournalKind,
  MAX_BATCH_BYTES,
  MAX_BATCH_RECORDS,
  segmentName,
} from './format.js';
import { createJournalMeter, JournalMeter, type JournalMeterMemory } from './journal-meter.js';
import type { JournalPosition } from './position.js';
import { writeSegmentHeader } from './segment-header.js';

export interface WriterOptions {
  readonly files: JournalFiles;
  /** Where the journal ends: what `recover` returned, or `newJournal()`. */
  readonly start: JournalPosition;
  readonly epoch: number;
  readonly coreVersion: number;
  readonly limits: CoreLimits;
  readonly durability: 'sync' | 'async';
  readonly segmentBytes?: number;
  /** Memory of `DurableMark.create()`, for readers of the files. */
  readonly durable?: SharedArrayBuffer;
  /** Of `createJournalMeter()`. */
  readonly meter?: JournalMeterMemory;
  /** Lines for a person: a slow disk holds orders back, and says so. */
  readonly log?: (line: string) => void;
  /** Milliseconds from anywhere; for the statistics alone. */
  readonly nowMs?: () => number;
}

/** A sync that takes longer is worth a line in the log. */
const SLOW_SYNC_MS = 250;

export class JournalWriter {
  readonly meter: JournalMeter;
  private readonly durable: DurableMark;
  private readonly words = new Int32Array(MAX_BATCH_BYTES / 4);
  private readonly doubles = new Float64Array(this.words.buffer);
  private readonly bytes = new Uint8Array(this.words.buffer);
  private readonly chain = new Chain();
  private readonly files: JournalFiles;
  private readonly segmentBytes: number;
  private readonly nowMs: () => number;
  private readonly commitHead: number;
  private file: JournalFile | undefined;
  private segment: number;
  private offset: number;
  private batches: number;
  private lastSequence: number;
  private count = 0;
  private dead: JournalIoError | undefined;

  constructor(private readonly options: WriterOptions) {
    const { start } = options;
    this.files = options.files;
    this.segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    this.nowMs = options.nowMs ?? (() => performance.now());
    this.meter = new JournalMeter(options.meter ?? createJournalMeter());
    this.durable = new DurableMark(options.durable ?? DurableMark.create());
    this.commitHead = head(JournalKind.Commit, options.durability === 'sync' ? 1 : 0);
    this.segment = start.segment;
    this.offset = start.offset;
    this.batches = start.batches;
    this.lastSequence = start.lastSequence;
    this.chain.set(start.chainLow, start.chainHigh);
    this.guarded('begin a segment', () => this.beginSegment());
    this.durable.set(this.batches);
  }

  /** Copies `records` records that stand side by side from word `at` on. At most `MAX_BATCH_RECORDS` between commits. */
  add(source: Int32Array, at: number, records: number): void {
    if (this.count + records > MAX_BATCH_RECORDS) throw new RangeError('the batch is full; commit it first');
    this.words.set(source.subarray(at, at + records * RECORD_WORDS), this.count * RECORD_WORDS);
    this.count += records;
  }

  get room(): number {
    return MAX_BATCH_RECORDS - this.count;
  }

  /** Returns when everything added is on disk. */
  commit(): void {
    if (this.dead) throw this.dead;
    if (this.count === 0) return;
    const bytes = (this.count + 1) * RECORD_BYTES;
    if (this.offset + bytes > this.segmentBytes && this.offset > HEADER_BYTES)
      this.guarded('begin a segment', () => this.beginSegment());
    this.putCommit(bytes);
    this.writeAndSync(bytes);
    this.chain.extend(this.words[this.count * RECORD_WORDS + Com.Checksum], this.count);
    this.offset += bytes;
    this.count = 0;
    this.durable.set(this.batches);
  }

  /** The end of what is on disk. */
  position(): JournalPosition {
    return {
      journalId: this.options.start.journalId,
      segment: this.segment,
      offset: this.offset,
      chainLow: this.chain.low,
      chainHigh: this.chain.high,
      batches: this.batches,
      lastSequence: this.lastSequence,
    };
  }

  close(): void {
    this.file?.close();
    this.file = undefined;
  }

  private putCommit(bytes: number): void {
    const at = this.count * RECORD_WORDS;
    const words = this.words.fill(0, at, at + RECORD_WORDS);
    this.batches += 1;
    this.lastSequence = this.doubles[(this.count - 1) * RECORD_DOUBLES + Double.Sequence];
    words[at + Com.Head] = this.commitHead;
    words[at + Com.Magic] = COMMIT_MAGIC;
    words[at + Com.Count] = this.count;
    words[at + Com.ChainLow] = this.chain.low;
    words[at + Com.ChainHigh] = this.chain.high;
    words[at + Com.Segment] = this.segment;
    words[at + Com.Epoch] = this.options.epoch;
    this.doubles[(at >> 1) + ComDouble.Batch] = this.batches;
    this.doubles[(at >> 1) + ComDouble.LastSequence] = this.lastSequence;
    words[at + Com.Checksum] = checksumWithout(words, this.bytes, 0, bytes, at + Com.Checksum);
  }

  private writeAndSync(bytes: number): void {
    const began = this.nowMs();
    this.guarded(`write ${bytes} bytes to ${segmentName(this.segment)}`, () =>
      this.file!.write(this.bytes, bytes, this.offset),
    );
    const written = this.nowMs();
    this.guarded(`sync ${segmentName(this.segment)}`, () => this.file!.sync());
    const syncMs = this.nowMs() - written;
    this.meter.times(written - began, syncMs);
    if (syncMs > SLOW_SYNC_MS)
      this.options.log?.(
        `the disk took ${Math.round(syncMs)} ms to sync ${bytes} bytes; orders waited for it`,
      );
    this.meter.batch(this.count, bytes, this.lastSequence);
  }

  private beginSegment(): void {
    const before = { ...this.position(), segment: this.segment + 1, offset: 0 };
    const { coreVersion, epoch, limits } = this.options;
    this.close();
    this.file = this.files.create(segmentName(before.segment));
    const header = { formatVersion: FORMAT_VERSION, coreVersion, epoch, limits, before };
    this.chain.extend(writeSegmentHeader(this.file, header), 0);
    this.file.sync();
    this.segment = before.segment;
    this.offset = HEADER_BYTES;
    this.meter.segment();
  }

  private guarded(doing: string, act: () => void): void {
    if (this.dead) throw this.dead;
    try {
      act();
    } catch (error) {
      this.dead = new JournalIoError(doing, error);
      throw this.dead;
    }
  }
}
