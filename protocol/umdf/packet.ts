/**
 * A packet of B3 Binary UMDF: channel (u8), a reserved byte, sequence version (u16), sequence number (u32), sending time (u64), then messages behind their framing headers. Little
 * endian.
 */
import { ENCODING_SBE_LITTLE, SOFH_BYTES } from '../sofh/framer.js';
import { SizedPacket } from '../views/sized-packet.js';

export const HEADER_BYTES = 16;

export const enum PacketFault {
  None = 0,
  /** Shorter than a header. */
  TooShort = 1,
  /** A message is shorter than its headers, or reaches beyond the packet. */
  BadLength = 2,
  WrongEncoding = 3,
}

/** One packet at a time. */
export class UmdfPacket extends SizedPacket {
  channel = 0;
  /** Sequence numbers begin anew with another one. */
  sequenceVersion = 0;
  sequenceNumber = 0;

  constructor() {
    super(HEADER_BYTES, SOFH_BYTES);
  }

  /** Checks the whole packet; nothing of it is to be read unless it is sound. */
  read(bytes: Buffer, start: number, end: number): PacketFault {
    if (end - start < HEADER_BYTES) return PacketFault.TooShort;
    this.channel = bytes[start];
    this.sequenceVersion = bytes.readUInt16LE(start + 2);
    this.sequenceNumber = bytes.readUInt32LE(start + 4);
    if (!this.place(bytes, start, end)) return PacketFault.BadLength;
    return this.hasOurEncoding() ? PacketFault.None : PacketFault.WrongEncoding;
  }

  /** Nanoseconds since 1970. For logs and tests. */
  get sendingTime(): bigint {
    return this.bytes.readBigUInt64LE(this.start + 8);
  }

  private hasOurEncoding(): boolean {
    let isOurs = true;
    while (this.next()) isOurs &&= this.bytes.readUInt16LE(this.messageStart - 2) === ENCODING_SBE_LITTLE;
    this.rewind();
    return isOurs;
  }
}
