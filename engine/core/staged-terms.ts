/** The second record of the command that comes next (an order's terms, a quote's offer), until it has been executed. */
import { LANE_PAYLOAD_WORDS, RECORD_WORDS } from '../../protocol/records/layout.js';

export class StagedTerms {
  readonly i32 = new Int32Array(RECORD_WORDS);
  readonly f64 = new Float64Array(this.i32.buffer);

  put(i32: Int32Array, at: number): void {
    for (let word = 0; word < LANE_PAYLOAD_WORDS; word++) this.i32[word] = i32[at + word];
  }

  /** A command without terms of its own does not get those of another one. */
  clear(): void {
    this.i32.fill(0);
  }
}
