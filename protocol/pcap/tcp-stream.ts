/**
 * One direction of a TCP connection put in order: segments that come early wait, repeated bytes are given once. A capture may begin within a connection, and
 * may lack segments: what never comes is told as a gap, and the stream goes on behind it. Waiting bytes are bounded.
 */
import { TcpFlag } from './ip-packet.js';

export interface TcpListener {
  /** The next bytes of the stream; they are somebody else's when this returns. */
  bytes(bytes: Buffer, start: number, end: number): void;
  /** So many bytes are not in the capture; what follows begins anywhere. */
  gap(missingBytes: number): void;
}

interface Waiting {
  readonly sequence: number;
  readonly bytes: Buffer;
}

const MAX_WAITING_BYTES = 4 << 20;
const MAX_WAITING_SEGMENTS = 4_096;

export class TcpStream {
  private isOpen = false;
  private next = 0;
  private waiting: Waiting[] = [];
  private waitingBytes = 0;

  constructor(private readonly listener: TcpListener) {}

  segment(bytes: Buffer, start: number, end: number, sequence: number, flags: number): void {
    if ((flags & TcpFlag.Syn) !== 0) this.begin(sequence + 1);
    else if (!this.isOpen) this.begin(sequence);
    const from = (flags & TcpFlag.Syn) !== 0 ? (sequence + 1) >>> 0 : sequence;
    if (end > start) this.take(bytes, start, end, from);
    if ((flags & TcpFlag.Rst) !== 0) this.finish();
  }

  /** The capture, or the connection, is at its end: what waits is given in spite of what is missing. */
  finish(): void {
    while (this.waiting.length > 0) this.skipToWaiting();
    this.isOpen = false;
  }

  private begin(sequence: number): void {
    this.finish();
    this.isOpen = true;
    this.next = sequence >>> 0;
  }

  private take(bytes: Buffer, start: number, end: number, sequence: number): void {
    const ahead = (sequence - this.next) | 0;
    if (ahead > 0) return this.keep(bytes, start, end, sequence);
    this.give(bytes, start - ahead, end);
    this.giveWaiting();
  }

  /** @param start behind `end` when all of it was there before */
  private give(bytes: Buffer, start: number, end: number): void {
    if (start >= end) return;
    this.next = (this.next + end - start) >>> 0;
    this.listener.bytes(bytes, start, end);
  }

  private keep(bytes: Buffer, start: number, end: number, sequence: number): void {
    const segment = { sequence, bytes: Buffer.from(bytes.subarray(start, end)) };
    const behind = this.waiting.findIndex((other) => ((other.sequence - sequence) | 0) > 0);
    this.waiting.splice(behind < 0 ? this.waiting.length : behind, 0, segment);
    this.waitingBytes += segment.bytes.length;
    while (this.waitingBytes > MAX_WAITING_BYTES || this.waiting.length > MAX_WAITING_SEGMENTS)
      this.skipToWaiting();
  }

  private skipToWaiting(): void {
    const missing = (this.waiting[0].sequence - this.next) | 0;
    if (missing > 0) this.listener.gap(missing);
    if (missing > 0) this.next = this.waiting[0].sequence;
    this.giveWaiting();
  }

  private giveWaiting(): void {
    while (this.waiting.length > 0) {
      const ahead = (this.waiting[0].sequence - this.next) | 0;
      if (ahead > 0) return;
      const { bytes } = this.waiting.shift()!;
      this.waitingBytes -= bytes.length;
      this.give(bytes, -ahead, bytes.length);
    }
  }
}
