/**
 * Tick sizes by price range. The core counts in the instrument's finest tick; a row says from which price on, in those,
 * only multiples of its step are prices. Rows are told apart by the size of a price, so below zero they are mirrored.
 */

/** Longest table of an instrument; that of MiFID II has 19 rows over all liquidity bands and needs no more than these. */
export const TICK_ROWS = 20;

export class TickTable {
  private readonly count: Uint8Array;
  private readonly from: Int32Array;
  private readonly step: Int32Array;

  constructor(capacity: number) {
    this.count = new Uint8Array(capacity);
    this.from = new Int32Array(capacity * TICK_ROWS);
    this.step = new Int32Array(capacity * TICK_ROWS);
  }

  columns(): (Uint8Array | Int32Array)[] {
    return [this.count, this.from, this.step];
  }

  isThere(instrument: number): boolean {
    return this.count[instrument] !== 0;
  }

  /** Row 0 begins the table anew, with step 0 there is none; the others follow in turn. False: it makes no sense. */
  define(instrument: number, row: number, fromTicks: number, stepTicks: number): boolean {
    if (row === 0 && stepTicks === 0) this.clear(instrument);
    else if (!this.follows(instrument, row, fromTicks, stepTicks)) return false;
    else this.put(instrument, row, fromTicks, stepTicks);
    return true;
  }

  /** Whether it is a price. */
  allows(instrument: number, ticks: number): boolean {
    return !this.isThere(instrument) || ticks % this.step[this.rowOf(instrument, Math.abs(ticks))] === 0;
  }

  /** The nearest price that is not below, and not above. */
  atOrAbove(instrument: number, ticks: number): number {
    if (!this.isThere(instrument)) return ticks;
    return ticks < 0 ? -this.down(instrument, -ticks) : this.up(instrument, ticks);
  }
  atOrBelow(instrument: number, ticks: number): number {
    if (!this.isThere(instrument)) return ticks;
    return ticks < 0 ? -this.up(instrument, -ticks) : this.down(instrument, ticks);
  }

  private follows(instrument: number, row: number, fromTicks: number, stepTicks: number): boolean {
    if (stepTicks <= 0 || fromTicks % stepTicks !== 0) return false;
    if (row === 0) return fromTicks === 0;
    const before = instrument * TICK_ROWS + row - 1;
    return row === this.count[instrument] && row < TICK_ROWS && fromTicks > this.from[before];
  }

  private put(instrument: number, row: number, fromTicks: number, stepTicks: number): void {
    if (row === 0) this.clear(instrument);
    this.count[instrument] = row + 1;
    this.from[instrument * TICK_ROWS + row] = fromTicks;
    this.step[instrument * TICK_ROWS + row] = stepTicks;
  }

  private clear(instrument: number): void {
    const first = instrument * TICK_ROWS;
    this.count[instrument] = 0;
    this.from.fill(0, first, first + TICK_ROWS);
    this.step.fill(0, first, first + TICK_ROWS);
  }

  /** The last row that begins at the size or below. */
  private rowOf(instrument: number, size: number): number {
    const first = instrument * TICK_ROWS;
    let row = first + this.count[instrument] - 1;
    while (row > first && this.from[row] > size) row--;
    return row;
  }

  private down(instrument: number, size: number): number {
    return size - (size % this.step[this.rowOf(instrument, size)]);
  }

  private up(instrument: number, size: number): number {
    const row = this.rowOf(instrument, size);
    const rest = size % this.step[row];
    if (rest === 0) return size;
    const next = size - rest + this.step[row];
    const isLast = row + 1 === instrument * TICK_ROWS + this.count[instrument];
    return isLast ? next : Math.min(next, this.from[row + 1]);
  }
}
