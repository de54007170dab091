/**
 * A packet of B3 Binary UMDF: channel (u8), a reserved byte, sequence version (u16), sequence number (u32), sending time (u64), then messages behind their framing headers. Little
 * endian.
 */
import { ENCODING_SBE_LITTLE, SOFH_BYTES } from '../sofh/framer.js';

export const HEADER_BYTES = 16;
/** Of the SBE header. */
const SBE_HEADER_BYTES = 8;

export const enum PacketFault {
  None = 0,
  /** Shorter than a header. */
  TooShort = 1,
  /** A message is shorter than its headers, or reaches beyond the packet. */
  BadLength = 2,
  WrongEncoding = 3,
}

/** One packet at a time: `while (packet.next()) … packet.messageStart`, where the SBE header begins. */
export class UmdfPacket {
  channel = 0;
  /** Sequence numbers begin anew with another one. */
  sequenceVersion = 0;
  sequenceNumber = 0;
  messageStart = 0;
  messageEnd = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;

  /** Checks the whole packet; nothing of it is to be read unless it is sound. */
  read(bytes: Buffer, start: number, end: number): PacketFault {
    if (end - start < HEADER_BYTES) return PacketFault.TooShort;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.channel = bytes[start];
    this.sequenceVersion = bytes.readUInt16LE(start + 2);
    this.sequenceNumber = bytes.readUInt32LE(start + 4);
    this.rewind();
    let at = start + HEADER_BYTES;
    while (at < end) {
      if (at + SOFH_BYTES > end) return PacketFault.BadLength;
      const size = bytes.readUInt16LE(at);
      if (bytes.readUInt16LE(at + 2) !== ENCODING_SBE_LITTLE) return PacketFault.WrongEncoding;
      if (size < SOFH_BYTES + SBE_HEADER_BYTES || at + size > end) return PacketFault.BadLength;
      at += size;
    }
    return PacketFault.None;
  }

  rewind(): void {
    this.messageEnd = this.start + HEADER_BYTES;
  }

  next(): boolean {
    if (this.messageEnd >= this.end) return false;
    this.messageStart = this.messageEnd + SOFH_BYTES;
    this.messageEnd += this.bytes.readUInt16LE(this.messageEnd);
    return true;
  }

  /** Nanoseconds since 1970. For logs and tests. */
  get sendingTime(): bigint {
    return this.bytes.readBigUInt64LE(this.start + 8);
  }
}
