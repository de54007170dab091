/**
 * Simple Open Framing Header: each message behind two bytes of length (little endian, with the four bytes of the header) and two of encoding type. Cuts a stream into messages wherever TCP has
 * cut it; what a chunk ends within is kept in a buffer that never grows.
 */
export const SOFH_BYTES = 4;
/** iLink 3: SBE 1.0 little endian, as CME numbers it. */
export const ENCODING_CME = 0xcafe;
/** B3: SBE 1.0 little endian, as the standard numbers it. */
export const ENCODING_SBE_LITTLE = 0xeb50;

export const enum FrameFault {
  None = 0,
  /** The encoding type is another one: this stream cannot be followed any more. */
  WrongEncoding = 1,
  /** Shorter than its own header, or longer than a message may be. */
  BadLength = 2,
}

/**
 * @param start behind the framing header
 * @returns false to hear no more of this chunk, for the connection is gone
 */
export type OnMessage = (bytes: Buffer, start: number, end: number) => boolean;

export class SofhFramer {
  /** Once it is set nothing is read any more. */
  fault = FrameFault.None;
  private readonly kept: Buffer;
  private keptBytes = 0;

  constructor(
    private readonly encodingType: number,
    private readonly maxMessageBytes: number,
    private readonly onMessage: OnMessage,
  ) {
    this.kept = Buffer.allocUnsafe(maxMessageBytes);
  }

  /** Bytes of a message that is not whole yet. */
  get waitingBytes(): number {
    return this.keptBytes;
  }

  reset(): void {
    this.keptBytes = 0;
    this.fault = FrameFault.None;
  }

  feed(chunk: Buffer, start = 0, end = chunk.length): FrameFault {
    let at = start;
    while (this.keptBytes > 0 && at < end && this.fault === FrameFault.None) {
      const wanted = this.keptBytes < SOFH_BYTES ? SOFH_BYTES : this.sizeOf(this.kept, 0);
      const bytes = chunk.copy(this.kept, this.keptBytes, at, Math.min(end, at + wanted - this.keptBytes));
      at += bytes;
      this.keptBytes += bytes;
      if (this.keptBytes < wanted) return this.fault;
      if (wanted === SOFH_BYTES && this.sizeOf(this.kept, 0) !== SOFH_BYTES) continue;
      this.keptBytes = 0;
      if (this.fault === FrameFault.None && !this.onMessage(this.kept, SOFH_BYTES, wanted)) return this.fault;
    }
    return this.fault !== FrameFault.None || this.keptBytes > 0 ? this.fault : this.deliver(chunk, at, end);
  }

  private deliver(chunk: Buffer, start: number, end: number): FrameFault {
    let at = start;
    while (end - at >= SOFH_BYTES) {
      const size = this.sizeOf(chunk, at);
      if (this.fault !== FrameFault.None) return this.fault;
      if (at + size > end) break;
      if (!this.onMessage(chunk, at + SOFH_BYTES, at + size)) return this.fault;
      at += size;
    }
    this.keptBytes = chunk.copy(this.kept, 0, at, end);
    return this.fault;
  }

  /** With the header; sets the fault when it cannot be. */
  private sizeOf(bytes: Buffer, at: number): number {
    const size = bytes[at] | (bytes[at + 1] << 8);
    if ((bytes[at + 2] | (bytes[at + 3] << 8)) !== this.encodingType) this.fault = FrameFault.WrongEncoding;
    else if (size < SOFH_BYTES || size > this.maxMessageBytes) this.fault = FrameFault.BadLength;
    return this.fault === FrameFault.None ? size : SOFH_BYTES;
  }
}

/** @param end behind the message, which begins with its framing header at `start` */
export function writeSofh(bytes: Buffer, start: number, end: number, encodingType: number): void {
  bytes.writeUInt16LE(end - start, start);
  bytes.writeUInt16LE(encodingType, start + 2);
}
