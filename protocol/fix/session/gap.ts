/**
 * What came too early: kept until what is missing before it has come, so that it need not be sent again. Bounded; what finds no
 * room is forgotten, which the next gap makes good. Also knows whether the missing has been asked for already.
 */
import type { FixMessage } from '../codec/message.js';

const MAX_KEPT = 4096;
const MAX_BYTES = 16 << 20;
/** Stands for a message whose work is done and whose number alone has to be counted. */
const SERVED = new Uint8Array(0);

export class Gap {
  private readonly kept = new Map<number, Uint8Array>();
  private bytes = 0;
  /** The last number that the open request is about; others may come with it. */
  private askedTo = 0;
  private askedMs = 0;

  clear(): void {
    this.kept.clear();
    this.bytes = 0;
    this.askedTo = 0;
  }

  keep(seq: number, { buffer, start, end }: FixMessage): void {
    if (this.kept.size >= MAX_KEPT || this.bytes + end - start > MAX_BYTES || this.kept.has(seq)) return;
    this.kept.set(seq, new Uint8Array(buffer.subarray(start, end)));
    this.bytes += end - start;
  }

  /** A message out of its order that had to be acted upon at once. */
  serve(seq: number): void {
    if (this.kept.size < MAX_KEPT) this.kept.set(seq, SERVED);
  }

  /** @returns the message with this number, empty when only the number counts, undefined when it is not here */
  take(seq: number): Uint8Array | undefined {
    if (this.kept.size === 0) return undefined;
    const bytes = this.kept.get(seq);
    if (bytes === undefined) return undefined;
    this.kept.delete(seq);
    this.bytes -= bytes.length;
    return bytes;
  }

  /** What a sequence reset has passed over. */
  dropBelow(seq: number): void {
    for (const kept of this.kept.keys()) if (kept < seq) this.take(kept);
  }

  /**
   * Whether to ask for what is missing before `seq`: not when that has been asked for already, unless nothing has come of it
   * for a while.
   */
  shouldAsk(nextIn: number, seq: number, nowMs: number, patienceMs: number): boolean {
    if (nextIn <= this.askedTo && nowMs - this.askedMs < patienceMs) return false;
    this.askedTo = seq - 1;
    this.askedMs = nowMs;
    return true;
  }
}
