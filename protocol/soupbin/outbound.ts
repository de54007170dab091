/** What either end of a SoupBinTCP connection sends: one buffer, filled again for each packet, and when the last one went. */
import { type ByteLink, NO_LINK } from '../link.js';
import { HEADER_BYTES, LENGTH_BYTES, MAX_PAYLOAD_BYTES, type Packet } from './packet.js';

export class SoupBinOutbound {
  link: ByteLink = NO_LINK;
  lastSentMs = 0;
  readonly buffer = Buffer.alloc(HEADER_BYTES + MAX_PAYLOAD_BYTES);

  /** A packet without payload. */
  bare(type: Packet, nowMs: number): void {
    this.send(type, 0, nowMs);
  }

  /** A packet around these bytes. @returns false when no packet holds so many */
  data(type: Packet, bytes: Buffer, start: number, end: number, nowMs: number): boolean {
    if (end - start > MAX_PAYLOAD_BYTES) return false;
    bytes.copy(this.buffer, HEADER_BYTES, start, end);
    this.send(type, end - start, nowMs);
    return true;
  }

  /** The payload stands in `buffer` from `HEADER_BYTES` on. */
  send(type: Packet, payloadBytes: number, nowMs: number): void {
    const { buffer } = this;
    buffer.writeUInt16BE(payloadBytes + 1, 0);
    buffer[LENGTH_BYTES] = type;
    this.lastSentMs = nowMs;
    this.link.write(buffer, 0, HEADER_BYTES + payloadBytes);
  }
}
