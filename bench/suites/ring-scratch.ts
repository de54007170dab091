/** Where records stand before ringbuf.js takes them and after it gave them: one memory, seen as words and as elements. */
import { RECORD_BYTES, RECORD_WORDS } from '../../protocol/records/layout.js';

export interface Scratch {
  readonly batch: number;
  readonly i32: Int32Array;
  readonly elements: Uint8Array | Int32Array;
  /** Elements of one record. */
  readonly each: number;
}

export function scratch(batch: number, type: typeof Uint8Array | typeof Int32Array): Scratch {
  const i32 = new Int32Array(batch * RECORD_WORDS);
  return { batch, i32, elements: new type(i32.buffer), each: RECORD_BYTES / type.BYTES_PER_ELEMENT };
}
