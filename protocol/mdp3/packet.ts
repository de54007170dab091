/**
 * A packet of CME MDP 3.0: sequence number (u32) and sending time (u64), then messages, each behind its size (u16, with itself). Over conflated TCP two bytes of encoding type stand before
 * all that, and a packet holds one message. Little endian.
 */
import { ENCODING_CME } from '../sofh/framer.js';
import { SizedPacket } from '../views/sized-packet.js';

export const HEADER_BYTES = 12;
const SIZE_BYTES = 2;
const ENCODING_BYTES = 2;
/** Size and SBE header. */
const LEAST_BYTES = 10;

export const enum PacketFault {
  None = 0,
  /** Shorter than a header. */
  TooShort = 1,
  /** A message is shorter than its header, or reaches beyond the packet. */
  BadLength = 2,
}

/** One packet at a time. */
export class Mdp3Packet extends SizedPacket {
  sequenceNumber = 0;

  constructor() {
    super(HEADER_BYTES, SIZE_BYTES);
  }

  /** Checks the whole packet; nothing of it is to be read unless it is sound. */
  read(bytes: Buffer, start: number, end: number): PacketFault {
    if (end - start < HEADER_BYTES) return PacketFault.TooShort;
    this.sequenceNumber = bytes.readUInt32LE(start);
    return this.place(bytes, start, end) ? PacketFault.None : PacketFault.BadLength;
  }

  /** Nanoseconds since 1970. For logs and tests. */
  get sendingTime(): bigint {
    return this.bytes.readBigUInt64LE(this.start + 4);
  }
}

/** @returns bytes of the packet of conflated TCP that begins here; 0 = more are needed, NaN = it is none */
export function tcpPacketBytes(bytes: Buffer, start: number, end: number): number {
  if (end - start < ENCODING_BYTES) return 0;
  if (bytes.readUInt16LE(start) !== ENCODING_CME) return Number.NaN;
  const sizeAt = start + ENCODING_BYTES + HEADER_BYTES;
  if (end < sizeAt + SIZE_BYTES) return 0;
  const size = bytes.readUInt16LE(sizeAt);
  if (size < LEAST_BYTES) return Number.NaN;
  const total = ENCODING_BYTES + HEADER_BYTES + size;
  return total <= end - start ? total : 0;
}

/** Where the packet proper begins in one of conflated TCP. */
export const TCP_PREFIX_BYTES = ENCODING_BYTES;
