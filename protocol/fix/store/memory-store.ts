/** Remembers as long as the process lives: for tests, and for sessions that begin with ResetSeqNumFlag=Y each time. */
import type { SessionStore } from '../session/store.js';

export class MemoryStore implements SessionStore {
  nextOut = 1;
  nextIn = 1;
  private readonly sent = new Map<number, Uint8Array>();

  setNextOut(seq: number): void {
    this.nextOut = seq;
  }

  setNextIn(seq: number): void {
    this.nextIn = seq;
  }

  append(seq: number, buffer: Uint8Array, start: number, end: number): void {
    this.sent.set(seq, new Uint8Array(buffer.subarray(start, end)));
    this.nextOut = seq + 1;
  }

  read(seq: number, target: Uint8Array): number {
    const bytes = this.sent.get(seq);
    if (bytes === undefined || bytes.length > target.length) return 0;
    target.set(bytes);
    return bytes.length;
  }

  reset(): void {
    this.sent.clear();
    this.nextOut = this.nextIn = 1;
  }

  close(): void {}
}
