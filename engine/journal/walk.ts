/**
 * Goes through the segments of a data directory in order, from the beginning or from an image's position, and hands
 * over every valid batch. Refuses damage; reports a torn tail without touching it. Changes nothing on disk.
 */
import { chainText } from './chain.js';
import { damageBehind, type TornTail } from './damage.js';
import { JournalDamage, JournalMismatch } from './errors.js';
import type { JournalFile, JournalFiles } from './files.js';
import { FORMAT_VERSION, HEADER_BYTES, segmentNumber } from './format.js';
import type { JournalPosition } from './position.js';
import { readSegmentHeader, type SegmentHeader } from './segment-header.js';
import { Scan, SegmentScanner } from './segment-scanner.js';

export interface WalkVisitor {
  /** A segment begins (or, from a position within it, goes on). */
  segment(header: SegmentHeader): void;
  /** The scanner holds a valid batch, which began at `offset`. */
  batch(scanner: SegmentScanner, offset: number): void;
}

export interface WalkEnd {
  /** The end of the last valid batch. */
  readonly position: JournalPosition;
  readonly torn: TornTail | undefined;
}

export interface SegmentFile {
  readonly name: string;
  readonly number: number;
}

export function listSegments(files: JournalFiles): SegmentFile[] {
  return files
    .list()
    .map((name) => ({ name, number: segmentNumber(name) }))
    .filter((segment) => segment.number > 0)
    .sort((a, b) => a.number - b.number);
}

/** @param untilBatch number of the last batch to look at, for a journal that is being written meanwhile */
export function walk(
  files: JournalFiles,
  start: JournalPosition,
  visitor: WalkVisitor,
  untilBatch = Number.POSITIVE_INFINITY,
): WalkEnd {
  return new Walk(files, start, visitor, untilBatch).run();
}

class Walk {
  private readonly scanner = new SegmentScanner();
  private readonly segments: SegmentFile[];
  private position: JournalPosition;
  private torn: TornTail | undefined;

  constructor(
    private readonly files: JournalFiles,
    start: JournalPosition,
    private readonly visitor: WalkVisitor,
    private readonly untilBatch: number,
  ) {
    this.position = start;
    this.segments = listSegments(files).filter(({ number }) => number >= Math.max(start.segment, 1));
    this.scanner.chain.set(start.chainLow, start.chainHigh);
  }

  run(): WalkEnd {
    this.requireUnbroken();
    for (const { name, number } of this.segments) {
      if (this.position.batches >= this.untilBatch) break;
      const file = this.files.open(name, 'read')!;
      try {
        this.segment(file, number);
      } finally {
        file.close();
      }
    }
    return { position: this.position, torn: this.torn };
  }

  /** Every number from the start's on must be there. */
  private requireUnbroken(): void {
    const first = Math.max(this.position.segment, 1);
    if (this.segments.length === 0 && this.position.segment > 0) this.fail('a segment is missing', first, 0);
    this.segments.forEach(({ number }, i) => {
      if (number !== first + i) this.fail('a segment is missing', first + i, 0);
    });
  }

  private segment(file: JournalFile, number: number): void {
    const header = readSegmentHeader(file);
    if (header === undefined) {
      this.withoutHeader(file, number);
      return;
    }
    const resumed = number === this.position.segment;
    this.requireKnown(header, number);
    this.scanner.chain.extend(header.checksum, 0);
    this.scanner.open(file, number, HEADER_BYTES);
    if (resumed) this.skipTo(file, number);
    else this.enter(header);
    this.visitor.segment(header);
    this.batches(file, header);
  }

  private requireKnown({ formatVersion, before }: SegmentHeader, number: number): void {
    const { journalId, segment } = this.position;
    const { chain } = this.scanner;
    if (formatVersion !== FORMAT_VERSION)
      throw new JournalMismatch(
        `segment ${number} has journal format ${formatVersion}; this program reads format ${FORMAT_VERSION}`,
      );
    if (segment > 0 && before.journalId !== journalId)
      this.fail(`a segment of another journal (${before.journalId})`, number, 0);
    if (before.segment !== number) this.fail(`the header says segment ${before.segment}`, number, 0);
    if (number === segment) chain.set(before.chainLow, before.chainHigh);
    else if (!chain.is(before.chainLow, before.chainHigh))
      this.fail(`the segment does not continue the chain ${chain}`, number, 0);
  }

  /** Up to the start within this segment: checked, but not handed over. The chain must be there what the start says. */
  private skipTo(file: JournalFile, number: number): void {
    const { offset, chainLow, chainHigh } = this.position;
    const { scanner } = this;
    if (file.size() < offset) this.fail('the segment is too short', number, file.size());
    while (scanner.offset < offset)
      if (scanner.next() !== Scan.Batch)
        this.fail(scanner.problem || 'a batch without its end', number, scanner.offset);
    if (scanner.offset !== offset || !scanner.chain.is(chainLow, chainHigh))
      this.fail('the image was made from another journal', number, offset);
  }

  private batches(file: JournalFile, header: SegmentHeader): void {
    const { scanner } = this;
    while (this.position.batches < this.untilBatch) {
      const { offset } = scanner;
      const answer = scanner.next();
      if (answer === Scan.End) return;
      if (answer !== Scan.Batch) {
        this.tail(file, header.before.segment, offset);
        return;
      }
      this.position = {
        ...this.position,
        offset: scanner.offset,
        chainLow: scanner.chain.low,
        chainHigh: scanner.chain.high,
        batches: scanner.batch,
        lastSequence: scanner.lastSequence,
      };
      this.visitor.batch(scanner, offset);
    }
  }

  private enter({ before }: SegmentHeader): void {
    const { low, high } = this.scanner.chain;
    this.position = { ...before, offset: HEADER_BYTES, chainLow: low, chainHigh: high };
  }

  /** A crash can leave a header half written, and then nothing behind it: it was synced before the first batch. */
  private withoutHeader(file: JournalFile, number: number): void {
    const bytes = file.size();
    if (!this.isLast(number) || bytes > HEADER_BYTES || number === this.position.segment)
      this.fail('the header of the segment is damaged', number, 0);
    this.torn = { segment: number, offset: 0, bytes, records: 0 };
  }

  private tail(file: JournalFile, number: number, offset: number): void {
    const problem = this.scanner.problem || 'a batch without its end';
    if (!this.isLast(number)) this.fail(`${problem}, and a later segment exists`, number, offset);
    const damage = damageBehind(file, offset);
    if (damage !== '') this.fail(`${problem}, and ${damage}`, number, offset);
    const bytes = file.size() - offset;
    this.torn = { segment: number, offset, bytes, records: Math.floor(bytes / 64) };
  }

  private isLast(number: number): boolean {
    return number === this.segments[this.segments.length - 1].number;
  }

  private fail(why: string, segment: number, offset: number): never {
    throw new JournalDamage(`the journal is damaged: ${why}`, segment, offset, this.position.lastSequence);
  }
}

export const chainOf = (position: JournalPosition): string =>
  chainText(position.chainLow, position.chainHigh);
