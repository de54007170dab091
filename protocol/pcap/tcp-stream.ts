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
  /** The connection is over. What comes next, if anything, is of another one between the same ports. */
  ended(): void;
}

interface Waiting {
  readonly sequence: number;
  readonly bytes: Buffer;
}

const UNKNOWN = -1;
const MAX_WAITING_BYTES = 4 << 20;
const MAX_WAITING_SEGMENTS = 4_096;

export class TcpStream {
  private isOpen = false;
  private isOver = false;
  /** Number of the first byte, and of the one that is due. */
  private first = 0;
  private next = 0;
  /** Behind the last byte; -1: nobody has said. */
  private end = UNKNOWN;
  private waiting: Waiting[] = [];
  private waitingBytes = 0;

  constructor(private readonly listener: TcpListener) {}

  segment(bytes: Buffer, start: number, end: number, sequence: number, flags: number): void {
    const isSyn = (flags & TcpFlag.Syn) !== 0;
    const from = isSyn ? (sequence + 1) >>> 0 : sequence;
    if (this.isOver && !isSyn && ((from - this.next) | 0) <= 0) return;
    // A SYN that comes again, or behind the bytes that follow it, begins nothing.
    if (!this.isOpen || (isSyn && from !== this.first)) this.begin(from);
    if ((flags & TcpFlag.Fin) !== 0) this.end = (from + end - start) >>> 0;
    if (end > start) this.take(bytes, start, end, from);
    if ((flags & TcpFlag.Rst) !== 0 || this.next === this.end) this.finish();
  }

  /** The capture, or the connection, is at its end: what waits is given in spite of what is missing. */
  finish(): void {
    while (this.waiting.length > 0) this.skipToWaiting();
    if (!this.isOpen) return;
    this.isOpen = false;
    this.isOver = true;
    // Its end has a number too.
    if (this.next === this.end) this.next = (this.next + 1) >>> 0;
    this.listener.ended();
  }

  private begin(first: number): void {
    this.finish();
    this.isOpen = true;
    this.isOver = false;
    this.first = this.next = first >>> 0;
    this.end = UNKNOWN;
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
