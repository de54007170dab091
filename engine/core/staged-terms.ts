/** The second record of the command that comes next (an order's terms, a quote's offer), until it has been executed. */
import { copyPayload, RECORD_WORDS } from '../../protocol/records/layout.js';

export class StagedTerms {
  readonly i32 = new Int32Array(RECORD_WORDS);
  readonly f64 = new Float64Array(this.i32.buffer);

  put(i32: Int32Array, at: number): void {
    copyPayload(i32, at, this.i32, 0);
  }

  get kind(): number {
    return this.i32[0] & 0xff;
  }

  /** A command without terms of its own does not get those of another one. */
  clear(): void {
    this.i32.fill(0);
  }
}
