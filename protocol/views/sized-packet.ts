/**
 * A datagram of messages that each say their size, itself included, in the first two bytes (little endian) of what stands before their SBE header: `while (packet.next()) …
 * packet.messageStart`. The protocols that use it read their own packet header.
 */
const SBE_HEADER_BYTES = 8;

export abstract class SizedPacket {
  /** Where the SBE header begins. */
  messageStart = 0;
  messageEnd = 0;
  protected bytes: Buffer = Buffer.alloc(0);
  protected start = 0;
  private end = 0;

  constructor(
    private readonly headerBytes: number,
    /** Between the beginning of a message and its SBE header. */
    private readonly prefixBytes: number,
  ) {}

  /** @returns false when the messages do not add up to the packet */
  protected place(bytes: Buffer, start: number, end: number): boolean {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.rewind();
    let at = start + this.headerBytes;
    while (at < end) {
      if (at + this.prefixBytes > end) return false;
      const size = bytes.readUInt16LE(at);
      if (size < this.prefixBytes + SBE_HEADER_BYTES || at + size > end) return false;
      at += size;
    }
    return at === end;
  }

  rewind(): void {
    this.messageEnd = this.start + this.headerBytes;
  }

  next(): boolean {
    if (this.messageEnd >= this.end) return false;
    this.messageStart = this.messageEnd + this.prefixBytes;
    this.messageEnd += this.bytes.readUInt16LE(this.messageEnd);
    return true;
  }
}
