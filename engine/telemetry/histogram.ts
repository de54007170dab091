/**
 * A latency histogram in shared memory: the thread that measures records nanoseconds with a few integer steps and no
 * allocation; any other thread takes a snapshot and asks it for percentiles. One writer per histogram.
 */
import type { Labels } from './counters.js';
import { CELLS, cellMiddle, cellOf, cellStart } from './histogram-layout.js';
import { HISTOGRAM_TABLE, type HistogramName } from './histogram-table.js';

const PAD_DOUBLES = 16;

const enum Total {
  Sum = 0,
  Min = 1,
  Max = 2,
  Count = 3,
}
const TOTALS = 4;

/** What travels to another thread. */
export interface HistogramMemory {
  readonly histogram: HistogramName;
  readonly labels: Labels;
  readonly memory: SharedArrayBuffer;
}

export function createHistogram(histogram: HistogramName, labels: Labels = {}): HistogramMemory {
  if (!(histogram in HISTOGRAM_TABLE)) throw new RangeError(`the table has no histogram "${histogram}"`);
  return { histogram, labels, memory: new SharedArrayBuffer((2 * PAD_DOUBLES + TOTALS + CELLS) * 8) };
}

export class Histogram {
  private readonly totals: Float64Array;
  private readonly cells: Float64Array;

  constructor(readonly source: HistogramMemory) {
    this.totals = new Float64Array(source.memory, PAD_DOUBLES * 8, TOTALS);
    this.cells = new Float64Array(source.memory, (PAD_DOUBLES + TOTALS) * 8, CELLS);
  }

  /** A negative duration (two clocks that disagree), or none at all, counts as 0. */
  record(ns: number): void {
    const totals = this.totals;
    const duration = ns >= 1 ? ns : 0;
    this.cells[cellOf(duration)]++;
    totals[Total.Sum] += duration;
    if (totals[Total.Count] === 0 || duration < totals[Total.Min]) totals[Total.Min] = duration;
    if (duration > totals[Total.Max]) totals[Total.Max] = duration;
    totals[Total.Count]++;
  }

  /** From one clock reading to another, each seconds and nanoseconds as records carry them. */
  recordBetween(fromSeconds: number, fromNanos: number, toSeconds: number, toNanos: number): void {
    this.record((toSeconds - fromSeconds) * 1e9 + (toNanos - fromNanos));
  }

  snapshot(): HistogramSnapshot {
    const [sum, min, max] = this.totals;
    return new HistogramSnapshot(this.cells.slice(), sum, min, max);
  }
}

/** A copy at one moment. Its count is that of the copied cells, so it agrees with itself while recording goes on. */
export class HistogramSnapshot {
  readonly count: number;

  constructor(
    private readonly cells: Float64Array,
    readonly sumNs: number,
    readonly minNs: number,
    readonly maxNs: number,
  ) {
    this.count = cells.reduce((sum, count) => sum + count, 0);
  }

  /** What was recorded between `earlier` and this one; least and most are those of all. */
  since(earlier: HistogramSnapshot): HistogramSnapshot {
    const cells = this.cells.map((count, cell) => count - earlier.cells[cell]);
    return new HistogramSnapshot(cells, this.sumNs - earlier.sumNs, this.minNs, this.maxNs);
  }

  get meanNs(): number {
    return this.count === 0 ? 0 : this.sumNs / this.count;
  }

  /** The value that `percent` of all records do not exceed, within 0.4 %; 0 without records. */
  percentileNs(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.count));
    let seen = 0;
    for (let cell = 0; cell < CELLS; cell++) {
      seen += this.cells[cell];
      if (seen >= rank) return Math.min(Math.max(cellMiddle(cell), this.minNs), this.maxNs);
    }
    return this.maxNs;
  }

  /** How many records were at most `ns`; the cell that `ns` falls into counts when it starts there. */
  countUpTo(ns: number): number {
    let seen = 0;
    for (let cell = 0; cell < CELLS && cellStart(cell) <= ns; cell++) seen += this.cells[cell];
    return seen;
  }
}
