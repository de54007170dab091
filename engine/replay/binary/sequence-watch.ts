/** Sequence numbers of packets on their routes: what is missing is a gap of the recording. A number that came before is a repetition, and no gap. */
import type { DecodeLog } from './decode-log.js';

export class SequenceWatch {
  private readonly next = new Map<string, number>();

  constructor(private readonly log: DecodeLog) {}

  /** @param count numbers that the packet takes; 0 = it is not numbered */
  see(stream: string, sequence: number, count: number): void {
    if (count === 0) return;
    const expected = this.next.get(stream) ?? sequence;
    if (sequence > expected) this.log.gap(stream, sequence - expected);
    if (sequence >= expected) this.next.set(stream, sequence + count);
  }
}
