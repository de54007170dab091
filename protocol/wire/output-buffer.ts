/**
 * One frame being written: encoders append messages, the owner sends `frame()` and resets. Fixed in size; a message
 * that does not fit is not written, and the caller learns it from the return value. Sessions of the gateway own one
 * each, and so does a client.
 */
import { MESSAGE_ALIGN_BYTES } from './protocol.js';

/** `claim` answers this when the message does not fit. */
export const NO_ROOM = -1;

export class OutputBuffer {
  readonly bytes: Uint8Array;
  /** The same memory. Messages start on multiples of 8, so their fields are aligned. */
  readonly i32: Int32Array;
  length = 0;

  constructor(readonly capacity: number) {
    if (capacity % MESSAGE_ALIGN_BYTES !== 0)
      throw new RangeError(`capacity must be a multiple of ${MESSAGE_ALIGN_BYTES}, not ${capacity}`);
    this.i32 = new Int32Array(capacity >> 2);
    this.bytes = new Uint8Array(this.i32.buffer);
  }

  /** Byte offset for a message of `bytes` (a multiple of 8), or NO_ROOM. */
  claim(bytes: number): number {
    const at = this.length;
    if (at + bytes > this.capacity) return NO_ROOM;
    this.length = at + bytes;
    return at;
  }

  /** Appends messages that stand elsewhere, `bytes` of them (a multiple of 8) from word `at` on. False: no room. */
  append(from: Int32Array, at: number, bytes: number): boolean {
    const to = this.claim(bytes);
    if (to === NO_ROOM) return false;
    const into = this.i32;
    const first = to >> 2;
    const words = bytes >> 2;
    for (let i = 0; i < words; i++) into[first + i] = from[at + i];
    return true;
  }

  /** What was written, as a view: valid until the buffer is written again. */
  frame(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  reset(): void {
    this.length = 0;
  }
}
