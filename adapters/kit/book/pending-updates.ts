/** Updates that came before their snapshot, kept in order in arrays of fixed size until it is there. */
import type { Pending } from './book-sync.js';
import type { BookUpdate } from './book-update.js';

export class PendingUpdates implements Pending<BookUpdate> {
  /** Kept updates, and their levels one behind the other. */
  count = 0;
  private levels = 0;
  private readonly numbers: Float64Array;
  private readonly ends: Int32Array;
  private readonly sides: Uint8Array;
  private readonly ticks: Int32Array;
  private readonly lots: Float64Array;

  constructor(
    private readonly updatesMax: number,
    private readonly levelsMax: number,
  ) {
    this.numbers = new Float64Array(updatesMax * Column.Count);
    this.ends = new Int32Array(updatesMax + 1);
    this.sides = new Uint8Array(levelsMax);
    this.ticks = new Int32Array(levelsMax);
    this.lots = new Float64Array(levelsMax);
  }

  clear(): void {
    this.count = this.levels = 0;
  }

  push(update: BookUpdate): boolean {
    const { count, levels, numbers } = this;
    if (count === this.updatesMax || levels + update.count > this.levelsMax) return false;
    const row = count * Column.Count;
    numbers[row + Column.FirstId] = update.firstId;
    numbers[row + Column.LastId] = update.lastId;
    numbers[row + Column.PreviousId] = update.previousId;
    numbers[row + Column.VenueSeconds] = update.venueSeconds;
    numbers[row + Column.VenueNanos] = update.venueNanos;
    for (let i = 0; i < update.count; i++) {
      this.sides[levels + i] = update.sides[i];
      this.ticks[levels + i] = update.ticks[i];
      this.lots[levels + i] = update.lots[i];
    }
    this.levels += update.count;
    this.ends[++this.count] = this.levels;
    return true;
  }

  /** Puts a kept update back into an update. Its instrument stays. */
  read(index: number, update: BookUpdate): void {
    const { numbers, ends } = this;
    const row = index * Column.Count;
    update.firstId = numbers[row + Column.FirstId];
    update.lastId = numbers[row + Column.LastId];
    update.previousId = numbers[row + Column.PreviousId];
    update.venueSeconds = numbers[row + Column.VenueSeconds];
    update.venueNanos = numbers[row + Column.VenueNanos];
    update.count = 0;
    for (let i = ends[index]; i < ends[index + 1]; i++)
      update.push(this.sides[i], this.ticks[i], this.lots[i]);
  }
}

const enum Column {
  FirstId = 0,
  LastId = 1,
  PreviousId = 2,
  VenueSeconds = 3,
  VenueNanos = 4,
  Count = 5,
}
