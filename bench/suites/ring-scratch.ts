/** Where records stand before ringbuf.js takes them and after it gave them: one memory, seen as doubles and as elements. */
import { RECORD_BYTES, RECORD_DOUBLES } from '../../protocol/records/layout.js';

export interface Scratch {
  readonly batch: number;
  readonly f64: Float64Array;
  readonly elements: Uint8Array | Int32Array;
  /** Elements of one record. */
  readonly each: number;
}

export function scratch(batch: number, type: typeof Uint8Array | typeof Int32Array): Scratch {
  const f64 = new Float64Array(batch * RECORD_DOUBLES);
  return { batch, f64, elements: new type(f64.buffer), each: RECORD_BYTES / type.BYTES_PER_ELEMENT };
}
