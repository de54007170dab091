/**
 * Fragments of IP packets put together, in whatever order they come, and however often. So many packets are kept; when there are more, the one that came first is forgotten. Pieces that overlap are of nobody that sends market
 * data: such a packet never becomes whole.
 */
import type { IpPacket } from './ip-packet.js';

interface Piece {
  readonly at: number;
  readonly bytes: Buffer;
}

/** Kept for a while after it is whole, so that a piece that comes again is known. */
interface Packet {
  readonly pieces: Piece[];
  /** Those among them that came more than once. */
  repeats: number;
  bytes: number;
  /** Of the whole; unknown before its last piece has come. */
  total: number;
  isWhole: boolean;
}

const MAX_PACKETS = 256;
const MAX_PIECES = 1_024;
const MAX_BYTES = 65_535;

export class IpFragments {
  /** Fragments that `take` has found to be no loss: pieces of what is whole now, or of what was whole before. */
  settled = 0;
  private readonly packets = new Map<string, Packet>();

  /** Takes the fragment that was read. @returns its addresses and the whole, for `readWhole`; undefined: pieces are missing */
  take(read: IpPacket): Buffer | undefined {
    const { addresses, protocol, fragmentId, fragmentAt, isLastFragment } = read;
    const key = `${addresses.toString('latin1')}${protocol} ${fragmentId}`;
    const bytes = read.bytes.subarray(read.start, read.end);
    const packet = this.packetOf(key);
    this.settled = 0;
    if (packet.pieces.some((piece) => piece.at === fragmentAt && piece.bytes.equals(bytes))) {
      if (packet.isWhole) this.settled = 1;
      else packet.repeats++;
      return undefined;
    }
    // Numbers of packets come again: it is of another one.
    if (packet.isWhole) return this.anew(key, read);
    packet.pieces.push({ at: fragmentAt, bytes: Buffer.from(bytes) });
    packet.bytes += bytes.length;
    if (isLastFragment) packet.total = fragmentAt + bytes.length;
    if (packet.bytes > MAX_BYTES || packet.pieces.length > MAX_PIECES) this.packets.delete(key);
    return packet.bytes === packet.total ? this.join(addresses, packet) : undefined;
  }

  private anew(key: string, read: IpPacket): Buffer | undefined {
    this.packets.delete(key);
    return this.take(read);
  }

  private packetOf(key: string): Packet {
    let packet = this.packets.get(key);
    if (packet === undefined) {
      if (this.packets.size === MAX_PACKETS) this.packets.delete(this.packets.keys().next().value!);
      packet = { pieces: [], repeats: 0, bytes: 0, total: Number.NaN, isWhole: false };
      this.packets.set(key, packet);
    }
    return packet;
  }

  /** undefined: there are holes, for others overlap. */
  private join(addresses: Buffer, packet: Packet): Buffer | undefined {
    const { pieces } = packet;
    pieces.sort((a, b) => a.at - b.at);
    let at = 0;
    for (const piece of pieces) {
      if (piece.at !== at) return undefined;
      at += piece.bytes.length;
    }
    packet.isWhole = true;
    this.settled = pieces.length + packet.repeats;
    return Buffer.concat([addresses, ...pieces.map(({ bytes }) => bytes)]);
  }
}
