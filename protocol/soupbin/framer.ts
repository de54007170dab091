/**
 * Cuts a byte stream into SoupBinTCP packets, wherever TCP has cut it. Whole packets of a chunk are handed on where they lie; the piece that it ends with is kept in a
 * buffer that never grows.
 */
import { LENGTH_BYTES } from './packet.js';

/**
 * @param start of the type byte
 * @returns false to hear no more of this chunk, for the connection is gone
 */
export type OnPacket = (bytes: Buffer, start: number, end: number) => boolean;

export class SoupBinFramer {
  private readonly kept = Buffer.allocUnsafe(LENGTH_BYTES + 0xffff);
  private keptBytes = 0;

  constructor(private readonly onPacket: OnPacket) {}

  /** Bytes of a packet that is not whole yet. */
  get waitingBytes(): number {
    return this.keptBytes;
  }

  reset(): void {
    this.keptBytes = 0;
  }

  /** @returns false when a packet has no type: this is no SoupBinTCP, and nothing more of it can be read */
  feed(chunk: Buffer, start = 0, end = chunk.length): boolean {
    let at = start;
    while (this.keptBytes > 0 && at < end) {
      const needed = this.neededBytes();
      const bytes = chunk.copy(this.kept, this.keptBytes, at, Math.min(end, at + needed));
      this.keptBytes += bytes;
      at += bytes;
      if (bytes < needed) return true;
      if (this.keptBytes === LENGTH_BYTES) {
        if (this.neededBytes() === 0) return false;
        continue;
      }
      const size = this.keptBytes;
      this.keptBytes = 0;
      if (!this.onPacket(this.kept, LENGTH_BYTES, size)) return true;
    }
    return this.keptBytes > 0 || this.deliver(chunk, at, end);
  }

  private deliver(chunk: Buffer, start: number, end: number): boolean {
    let at = start;
    while (end - at >= LENGTH_BYTES) {
      const length = (chunk[at] << 8) | chunk[at + 1];
      if (length === 0) return false;
      const next = at + LENGTH_BYTES + length;
      if (next > end) break;
      if (!this.onPacket(chunk, at + LENGTH_BYTES, next)) return true;
      at = next;
    }
    this.keptBytes = chunk.copy(this.kept, 0, at, end);
    return true;
  }

  /** What is missing until the next step: the length, or the packet. */
  private neededBytes(): number {
    const { kept, keptBytes } = this;
    if (keptBytes < LENGTH_BYTES) return LENGTH_BYTES - keptBytes;
    return LENGTH_BYTES + ((kept[0] << 8) | kept[1]) - keptBytes;
  }
}
