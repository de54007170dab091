/**
 * MoldUDP64 on the wire, big endian: session (10 bytes), number of the first message (u64), count of messages (u16), then each message behind its length (u16).
 * A request for messages is the header alone, its count what is wanted. Numbers are read as doubles, which hold them exactly up to 2^53.
 */
export const SESSION_BYTES = 10;
export const HEADER_BYTES = 20;
export const LENGTH_BYTES = 2;
export const MAX_SEQUENCE = Number.MAX_SAFE_INTEGER;

/** Values of the count that are no count. */
export const enum Count {
  Heartbeat = 0,
  EndOfSession = 0xffff,
}

const enum At {
  SequenceHigh = 10,
  SequenceLow = 14,
  Count = 18,
}

export const enum MoldFault {
  None = 0,
  /** Shorter than a header. */
  TooShort = 1,
  /** A message reaches beyond the packet, or bytes are left behind the last one. */
  BadLength = 2,
  /** The number of the first message, or of the last, is beyond 2^53. */
  BadSequence = 3,
}

/** One packet at a time, walked message by message: `while (packet.next()) … packet.messageStart`. */
export class MoldPacket {
  bytes: Buffer = Buffer.alloc(0);
  sequenceNumber = 0;
  count = 0;
  messageStart = 0;
  messageEnd = 0;
  /** Of the message that `next` has come to. */
  messageNumber = 0;
  private start = 0;
  private left = 0;

  get isHeartbeat(): boolean {
    return this.count === Count.Heartbeat;
  }

  get isEndOfSession(): boolean {
    return this.count === Count.EndOfSession;
  }

  /** Messages that it holds. */
  get messages(): number {
    return this.isEndOfSession ? 0 : this.count;
  }

  /** Number of the message behind this packet. */
  get nextSequenceNumber(): number {
    return this.sequenceNumber + this.messages;
  }

  /** Whether it is a request: the header of messages that are wanted, and none of them. Of a packet that has been read, sound or not. */
  isRequest(start: number, end: number): boolean {
    return end - start === HEADER_BYTES && this.messages > 0;
  }

  /** Checks the whole packet; nothing of it is to be read unless it is sound. */
  read(bytes: Buffer, start: number, end: number): MoldFault {
    if (end - start < HEADER_BYTES) return MoldFault.TooShort;
    this.bytes = bytes;
    this.start = start;
    this.sequenceNumber = readSequence(bytes, start);
    this.count = bytes.readUInt16BE(start + At.Count);
    this.rewind();
    if (this.nextSequenceNumber > MAX_SEQUENCE) return MoldFault.BadSequence;
    let at = start + HEADER_BYTES;
    for (let left = this.messages; left > 0; left--) {
      if (at + LENGTH_BYTES > end) return MoldFault.BadLength;
      at += LENGTH_BYTES + bytes.readUInt16BE(at);
    }
    return at === end ? MoldFault.None : MoldFault.BadLength;
  }

  /** Before the first message again. */
  rewind(): void {
    this.left = this.messages;
    this.messageNumber = this.sequenceNumber - 1;
    this.messageEnd = this.start + HEADER_BYTES;
  }

  next(): boolean {
    if (this.left === 0) return false;
    this.left--;
    this.messageNumber++;
    this.messageStart = this.messageEnd + LENGTH_BYTES;
    this.messageEnd = this.messageStart + this.bytes.readUInt16BE(this.messageEnd);
    return true;
  }

  isOfSession(session: Uint8Array): boolean {
    const { bytes, start } = this;
    for (let i = 0; i < SESSION_BYTES; i++) if (bytes[start + i] !== session[i]) return false;
    return true;
  }

  copySession(target: Uint8Array): void {
    target.set(this.bytes.subarray(this.start, this.start + SESSION_BYTES));
  }

  /** For people. */
  get session(): string {
    return this.bytes.toString('latin1', this.start, this.start + SESSION_BYTES);
  }
}

export function readSequence(bytes: Buffer, start: number): number {
  return bytes.readUInt32BE(start + At.SequenceHigh) * 2 ** 32 + bytes.readUInt32BE(start + At.SequenceLow);
}

/** Header of a packet, or a whole request. */
export function writeHeader(
  target: Buffer,
  session: Uint8Array,
  sequenceNumber: number,
  count: number,
): void {
  target.set(session, 0);
  target.writeUInt32BE(Math.floor(sequenceNumber / 2 ** 32), At.SequenceHigh);
  target.writeUInt32BE(sequenceNumber >>> 0, At.SequenceLow);
  target.writeUInt16BE(count, At.Count);
}
