/**
 * Cuts a capture file into its packets, however the file comes in pieces: pcap (microseconds or nanoseconds, either byte order) and pcapng
 * (several sections and interfaces, their own clock resolutions). What a piece ends within is kept until the next one; nothing grows beyond the
 * largest record that is let in. Layouts: the IETF drafts draft-ietf-opsawg-pcap and draft-ietf-opsawg-pcapng.
 */
import { Block, PcapngBlocks } from './pcapng-blocks.js';

export const enum CaptureFault {
  None = 0,
  /** The first bytes are of no capture. */
  NotACapture = 1,
  /** A record says that it is longer than any can be. */
  RecordTooLong = 2,
  /** Lengths within a record contradict each other. */
  BadRecord = 3,
  /** A packet of an interface that the file has not described. */
  UnknownInterface = 4,
  /** The file ends within a record. */
  CutOff = 5,
}

/** One packet; the bytes are the reader's until the call returns. */
export interface CapturedPacket {
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
  /** Bytes that it had on the wire; more than are here when the capture was limited. */
  readonly wireBytes: number;
  /** LINKTYPE number. */
  readonly linkType: number;
  readonly seconds: number;
  readonly nanos: number;
}

export type OnPacket = (packet: CapturedPacket) => void;

const enum Kind {
  Unknown,
  Pcap,
  Pcapng,
}

const enum Size {
  Magic = 4,
  PcapHeader = 24,
  RecordHeader = 16,
}

const MAGIC_MICROS = 0xa1b2c3d4;
const MAGIC_NANOS = 0xa1b23c4d;
/** Snap lengths go up to 262,144; jumbo and offloaded packets are below it. */
const MAX_RECORD_BYTES = 1 << 20;
const LINK_TYPE_MASK = 0xffff;
const NANOS_PER_SECOND = 1_000_000_000;

export class CaptureReader implements CapturedPacket {
  bytes: Buffer = Buffer.alloc(0);
  start = 0;
  end = 0;
  wireBytes = 0;
  linkType = 0;
  seconds = 0;
  nanos = 0;
  /** Packets handed on. */
  packets = 0;
  /** Once it is set nothing is read any more. */
  fault = CaptureFault.None;
  private kind = Kind.Unknown;
  private isBigEndian = false;
  private nanosPerUnit = 1;
  private kept: Buffer = Buffer.alloc(0);
  private readonly blocks = new PcapngBlocks();

  constructor(private readonly onPacket: OnPacket) {}

  feed(chunk: Buffer): CaptureFault {
    if (this.fault !== CaptureFault.None) return this.fault;
    const bytes = this.kept.length === 0 ? chunk : Buffer.concat([this.kept, chunk]);
    let at = 0;
    for (;;) {
      const used = this.take(bytes, at);
      if (used <= 0) break;
      at += used;
    }
    this.kept = Buffer.from(bytes.subarray(at));
    return this.fault;
  }

  /** The file is at its end. */
  finish(): CaptureFault {
    if (this.fault !== CaptureFault.None) return this.fault;
    if (this.kind === Kind.Unknown) this.fail(CaptureFault.NotACapture);
    else if (this.kept.length > 0) this.fail(CaptureFault.CutOff);
    return this.fault;
  }

  /** @returns bytes used; 0 = more are needed, or a fault is set */
  private take(bytes: Buffer, at: number): number {
    switch (this.kind) {
      case Kind.Unknown:
        return this.takeMagic(bytes, at);
      case Kind.Pcap:
        return this.takeRecord(bytes, at);
      case Kind.Pcapng:
        return this.takeBlock(bytes, at);
    }
  }

  private takeMagic(bytes: Buffer, at: number): number {
    if (bytes.length - at < Size.Magic) return 0;
    if (PcapngBlocks.isSection(bytes, at)) {
      this.kind = Kind.Pcapng;
      return this.takeBlock(bytes, at);
    }
    const little = bytes.readUInt32LE(at);
    const big = bytes.readUInt32BE(at);
    this.isBigEndian = big === MAGIC_MICROS || big === MAGIC_NANOS;
    const magic = this.isBigEndian ? big : little;
    if (magic !== MAGIC_MICROS && magic !== MAGIC_NANOS) return this.fail(CaptureFault.NotACapture);
    if (bytes.length - at < Size.PcapHeader) return 0;
    this.nanosPerUnit = magic === MAGIC_NANOS ? 1 : 1_000;
    this.linkType = this.u32(bytes, at + 20) & LINK_TYPE_MASK;
    this.kind = Kind.Pcap;
    return Size.PcapHeader;
  }

  private takeRecord(bytes: Buffer, at: number): number {
    if (bytes.length - at < Size.RecordHeader) return 0;
    const captured = this.u32(bytes, at + 8);
    if (captured > MAX_RECORD_BYTES) return this.fail(CaptureFault.RecordTooLong);
    const size = Size.RecordHeader + captured;
    if (bytes.length - at < size) return 0;
    this.seconds = this.u32(bytes, at);
    this.nanos = Math.min(this.u32(bytes, at + 4) * this.nanosPerUnit, NANOS_PER_SECOND - 1);
    this.wireBytes = this.u32(bytes, at + 12);
    this.hand(bytes, at + Size.RecordHeader, at + size);
    return size;
  }

  private takeBlock(bytes: Buffer, at: number): number {
    const { blocks } = this;
    const read = blocks.read(bytes, at, MAX_RECORD_BYTES);
    if (read === Block.Incomplete) return 0;
    if (read === Block.Bad) return this.fail(CaptureFault.BadRecord);
    if (read === Block.TooLong) return this.fail(CaptureFault.RecordTooLong);
    if (read === Block.NoInterface) return this.fail(CaptureFault.UnknownInterface);
    if (read === Block.Packet) {
      this.linkType = blocks.linkType;
      this.seconds = blocks.seconds;
      this.nanos = blocks.nanos;
      this.wireBytes = blocks.wireBytes;
      this.hand(bytes, blocks.dataStart, blocks.dataEnd);
    }
    return blocks.blockBytes;
  }

  private hand(bytes: Buffer, start: number, end: number): void {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.packets++;
    this.onPacket(this);
  }

  private fail(fault: CaptureFault): 0 {
    this.fault = fault;
    return 0;
  }

  private u32(bytes: Buffer, at: number): number {
    return this.isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
  }
}
