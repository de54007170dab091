/** Goes through the journal's records in order, a bounded stretch a call, up to a given sequence. */
import { Double } from '../../protocol/records/layout.js';
import type { RecordSource } from './journal-source.js';

export class JournalWalk {
  private next = 0;
  private count = 0;

  constructor(
    private readonly source: RecordSource,
    private readonly take: (i32: Int32Array, f64: Float64Array, at: number) => void,
  ) {}

  /** Goes through at most `max` records, none above sequence `last`. Answers how many. */
  step(max: number, last: number): number {
    const { i32, f64 } = this.source;
    let done = 0;
    while (done < max && (this.next < this.count || this.refill(max - done))) {
      const at = this.source.offset(this.next);
      if (f64[(at >> 1) + Double.Sequence] > last) break;
      this.take(i32, f64, at);
      this.next++;
      done++;
    }
    return done;
  }

  close(): void {
    this.source.close();
  }

  private refill(max: number): boolean {
    this.next = 0;
    this.count = this.source.read(max);
    return this.count > 0;
  }
}
