/**
 * One block of a pcapng file at a time. Sections say the byte order, interface descriptions the link type and the resolution of their clock; packets
 * come in enhanced, simple and (obsolete) packet blocks. All other blocks are passed over.
 */
export const enum Block {
  /** Read, and of no further interest. */
  Other,
  Packet,
  /** More bytes are needed. */
  Incomplete,
  Bad,
  TooLong,
  NoInterface,
}

const enum Type {
  Section = 0x0a0d0d0a,
  Interface = 1,
  OldPacket = 2,
  SimplePacket = 3,
  EnhancedPacket = 6,
}

const enum Option {
  End = 0,
  TimeResolution = 9,
  TimeOffset = 14,
}

interface Interface {
  readonly linkType: number;
  readonly snapBytes: number;
  readonly unitsPerSecond: bigint;
  readonly offsetSeconds: bigint;
}

const BYTE_ORDER = 0x1a2b3c4d;
/** Type, length, and the length again. */
const FRAME_BYTES = 12;
const MICROS = 1_000_000n;
const NANOS = 1_000_000_000n;
const MAX_INTERFACES = 65_536;

export class PcapngBlocks {
  linkType = 0;
  seconds = 0;
  nanos = 0;
  wireBytes = 0;
  dataStart = 0;
  dataEnd = 0;
  /** Of the block that was read. */
  blockBytes = 0;
  private isBigEndian = false;
  private interfaces: Interface[] = [];

  static isSection(bytes: Buffer, at: number): boolean {
    return bytes.readUInt32BE(at) === Type.Section;
  }

  read(bytes: Buffer, at: number, maxBytes: number): Block {
    if (bytes.length - at < FRAME_BYTES) return Block.Incomplete;
    if (PcapngBlocks.isSection(bytes, at) && !this.beginSection(bytes, at + 8)) return Block.Bad;
    const size = this.u32(bytes, at + 4);
    if (size > maxBytes) return Block.TooLong;
    if (size < FRAME_BYTES || size % 4 !== 0) return Block.Bad;
    if (bytes.length - at < size) return Block.Incomplete;
    if (this.u32(bytes, at + size - 4) !== size) return Block.Bad;
    this.blockBytes = size;
    return this.body(this.u32(bytes, at), bytes, at + 8, at + size - 4);
  }

  private beginSection(bytes: Buffer, at: number): boolean {
    this.isBigEndian = bytes.readUInt32BE(at) === BYTE_ORDER;
    this.interfaces = [];
    return this.isBigEndian || bytes.readUInt32LE(at) === BYTE_ORDER;
  }

  private body(type: number, bytes: Buffer, start: number, end: number): Block {
    switch (type) {
      case Type.Interface:
        return this.describe(bytes, start, end);
      case Type.EnhancedPacket:
        return end - start < 20 ? Block.Bad : this.timed(this.u32(bytes, start), bytes, start, end);
      case Type.OldPacket:
        return end - start < 20 ? Block.Bad : this.timed(this.u16(bytes, start), bytes, start, end);
      case Type.SimplePacket:
        return this.simple(bytes, start, end);
      default:
        return Block.Other;
    }
  }

  private describe(bytes: Buffer, start: number, end: number): Block {
    if (end - start < 8 || this.interfaces.length === MAX_INTERFACES) return Block.Bad;
    let unitsPerSecond = MICROS;
    let offsetSeconds = 0n;
    for (let at = start + 8; at + 4 <= end; ) {
      const code = this.u16(bytes, at);
      const size = this.u16(bytes, at + 2);
      if (code === Option.End) break;
      if (at + 4 + size > end) return Block.Bad;
      if (code === Option.TimeResolution && size === 1) unitsPerSecond = resolution(bytes[at + 4]);
      if (code === Option.TimeOffset && size === 8) offsetSeconds = this.i64(bytes, at + 4);
      at += 4 + ((size + 3) & ~3);
    }
    const linkType = this.u16(bytes, start);
    this.interfaces.push({ linkType, snapBytes: this.u32(bytes, start + 4), unitsPerSecond, offsetSeconds });
    return Block.Other;
  }

  private timed(index: number, bytes: Buffer, start: number, end: number): Block {
    const from = this.interfaces[index];
    if (from === undefined) return Block.NoInterface;
    const units = (BigInt(this.u32(bytes, start + 4)) << 32n) | BigInt(this.u32(bytes, start + 8));
    this.seconds = Number(units / from.unitsPerSecond + from.offsetSeconds);
    this.nanos = Number(((units % from.unitsPerSecond) * NANOS) / from.unitsPerSecond);
    return this.packet(from, this.u32(bytes, start + 12), this.u32(bytes, start + 16), start + 20, end);
  }

  private simple(bytes: Buffer, start: number, end: number): Block {
    const from = this.interfaces[0];
    if (from === undefined) return Block.NoInterface;
    if (end - start < 4) return Block.Bad;
    const wireBytes = this.u32(bytes, start);
    const limit = from.snapBytes === 0 ? wireBytes : Math.min(wireBytes, from.snapBytes);
    this.seconds = this.nanos = 0;
    return this.packet(from, limit, wireBytes, start + 4, end);
  }

  private packet(
    from: Interface,
    captured: number,
    wireBytes: number,
    dataStart: number,
    end: number,
  ): Block {
    if (dataStart + captured > end) return Block.Bad;
    this.linkType = from.linkType;
    this.wireBytes = wireBytes;
    this.dataStart = dataStart;
    this.dataEnd = dataStart + captured;
    return Block.Packet;
  }

  private u16(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt16BE(at) : bytes.readUInt16LE(at);
  }

  private u32(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }

  private i64(bytes: Buffer, at: number): bigint {
    return this.isBigEndian ? bytes.readBigInt64BE(at) : bytes.readBigInt64LE(at);
  }
}

/** A power of ten, or of two when the highest bit is set. */
function resolution(code: number): bigint {
  return (code & 0x80) === 0 ? 10n ** BigInt(code) : 2n ** BigInt(code & 0x7f);
}
