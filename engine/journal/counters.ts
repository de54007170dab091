/**
 * What the journal counts, in shared memory, so that telemetry reads it from another thread; and the number of batches
 * on disk, which tells a reader of the files how far it may go. Written by the journal's thread alone.
 */
const enum Word {
  Durable = 0,
}
const FIRST_DOUBLE = 1;

const NAMES = [
  'batches',
  'records',
  'bytes',
  'writeMs',
  'syncMs',
  'syncMsMax',
  'segment',
  'lastSequence',
] as const;
export type JournalCounterName = (typeof NAMES)[number];

export class JournalCounters {
  static create(): SharedArrayBuffer {
    return new SharedArrayBuffer((FIRST_DOUBLE + NAMES.length) * 8);
  }

  private readonly words: Int32Array;
  private readonly doubles: Float64Array;

  constructor(readonly memory: SharedArrayBuffer) {
    this.words = new Int32Array(memory, 0, 1);
    this.doubles = new Float64Array(memory, FIRST_DOUBLE * 8, NAMES.length);
  }

  /** Number of the last batch on disk, as a wrapping int32. */
  durableBatch(): number {
    return Atomics.load(this.words, Word.Durable);
  }

  setDurableBatch(batch: number): void {
    Atomics.store(this.words, Word.Durable, batch | 0);
  }

  wrote(records: number, bytes: number, writeMs: number, syncMs: number, lastSequence: number): void {
    const d = this.doubles;
    d[0] += 1;
    d[1] += records;
    d[2] += bytes;
    d[3] += writeMs;
    d[4] += syncMs;
    if (syncMs > d[5]) d[5] = syncMs;
    d[7] = lastSequence;
  }

  beganSegment(segment: number): void {
    this.doubles[6] = segment;
  }

  read(): Record<JournalCounterName, number> {
    return Object.fromEntries(NAMES.map((name, i) => [name, this.doubles[i]])) as Record<
      JournalCounterName,
      number
    >;
  }
}
