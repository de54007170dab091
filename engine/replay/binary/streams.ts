/**
 * Directions of TCP connections, each told apart by how its first bytes are framed: iLink 3 and EntryPoint by the encoding type behind the length, conflated MDP 3.0 by the one in front, SoupBinTCP by length and
 * type. A capture may begin within a message, or lack bytes: then a direction is found again at a segment that begins with a frame.
 */
import { Mdp3Packet, TCP_PREFIX_BYTES, tcpPacketBytes } from '../../../protocol/mdp3/packet.js';
import type { TcpListener } from '../../../protocol/pcap/tcp-stream.js';
import { ENCODING_CME, ENCODING_SBE_LITTLE, SofhFramer } from '../../../protocol/sofh/framer.js';
import { SoupBinFramer } from '../../../protocol/soupbin/framer.js';
import type { DecodeLog } from './decode-log.js';
import type { ItchDay } from './itch-day.js';
import { entrypointDecoder, ilink3Decoder, mdp3Decoder } from './sbe-decoder.js';
import { SoupBinPackets } from './soupbin-packets.js';

/** The longest message that a framing header can announce. */
const MAX_MESSAGE_BYTES = 0xffff;

/** Protocols are told apart by so many bytes. */
const LEAST_BYTES = 4;
const TOO_SHORT = 'too short';
const NOTHING = Buffer.alloc(0);

/** What follows a stream once it is known. @returns false when it has lost the thread */
interface Follower {
  feed(bytes: Buffer, start: number, end: number): boolean;
  readonly waitingBytes: number;
}

export class Streams {
  private readonly ilink3;
  private readonly entrypoint;
  private readonly mdp3;
  private readonly all: Stream[] = [];

  constructor(
    private readonly log: DecodeLog,
    private readonly itch: ItchDay,
    private readonly where: () => string,
  ) {
    this.ilink3 = ilink3Decoder(log);
    this.entrypoint = entrypointDecoder(log);
    this.mdp3 = mdp3Decoder(log);
  }

  open(route: string): TcpListener {
    const stream = new Stream(route, this.log, this.where, (bytes, start, end) =>
      this.follower(bytes, start, end),
    );
    this.all.push(stream);
    return stream;
  }

  finish(): void {
    for (const stream of this.all) stream.finish();
  }

  private follower(bytes: Buffer, start: number, end: number): Follower | typeof TOO_SHORT | undefined {
    if (end - start < LEAST_BYTES)
      return SoupBinPackets.isEmptyPacket(bytes, start, end) ? this.soupBin() : TOO_SHORT;
    const behind = bytes.readUInt16LE(start + 2);
    if (behind === ENCODING_CME) return this.framed(ENCODING_CME, this.ilink3);
    if (behind === ENCODING_SBE_LITTLE) return this.framed(ENCODING_SBE_LITTLE, this.entrypoint);
    if (bytes.readUInt16LE(start) === ENCODING_CME) return new ConflatedMdp3(this.mdp3, this.log, this.where);
    return SoupBinPackets.beginsAt(bytes, start, end) ? this.soupBin() : undefined;
  }

  private soupBin(): Follower {
    const packets = new SoupBinPackets(this.log, this.itch, this.where);
    const framer = new SoupBinFramer((data, from, to) => packets.packet(data, from, to));
    return {
      feed: (data, from, to) => framer.feed(data, from, to) && !packets.isLost,
      get waitingBytes() {
        return framer.waitingBytes;
      },
    };
  }

  private framed(encoding: number, decoder: ReturnType<typeof ilink3Decoder>): Follower {
    const framer = new SofhFramer(encoding, MAX_MESSAGE_BYTES, (bytes, start, end) => {
      decoder.message(bytes, start, end, this.where);
      return true;
    });
    return {
      feed: (bytes, start, end) => framer.feed(bytes, start, end) === 0,
      get waitingBytes() {
        return framer.waitingBytes;
      },
    };
  }
}

class Stream implements TcpListener {
  private follower: Follower | undefined;
  /** Bytes that came first, too few to tell what they are. */
  private head = NOTHING;
  private hasFollowed = false;
  private skippedBytes = 0;

  constructor(
    private readonly route: string,
    private readonly log: DecodeLog,
    private readonly where: () => string,
    private readonly find: (
      bytes: Buffer,
      start: number,
      end: number,
    ) => Follower | typeof TOO_SHORT | undefined,
  ) {}

  bytes(bytes: Buffer, start: number, end: number): void {
    if (this.follower !== undefined) return this.follow(this.follower, bytes, start, end);
    const piece = bytes.subarray(start, end);
    const head = Buffer.concat([this.head, piece]);
    const found = this.find(head, 0, head.length);
    // Of what came before the capture there may be an end.
    if (found === undefined && this.head.length > 0) {
      this.skipHead();
      return this.bytes(piece, 0, piece.length);
    }
    this.head = found === TOO_SHORT ? head : NOTHING;
    if (found === undefined) this.skippedBytes += head.length;
    else if (found !== TOO_SHORT) this.begin(found, head);
  }

  gap(missingBytes: number): void {
    this.log.gap(`bytes of ${this.route}`, missingBytes);
    this.skipHead();
    this.follower = undefined;
  }

  ended(): void {
    const waiting = this.follower?.waitingBytes ?? 0;
    if (waiting > 0) this.log.note(`${this.route} ends within a message, ${waiting} bytes of it are there`);
    this.skipHead();
    this.follower = undefined;
  }

  private begin(follower: Follower, head: Buffer): void {
    this.follower = follower;
    this.hasFollowed = true;
    this.follow(follower, head, 0, head.length);
  }

  private follow(follower: Follower, bytes: Buffer, start: number, end: number): void {
    if (follower.feed(bytes, start, end)) return;
    this.log.fault(this.where(), `${this.route}: the framing is lost`);
    this.follower = undefined;
  }

  private skipHead(): void {
    this.skippedBytes += this.head.length;
    this.head = NOTHING;
  }

  finish(): void {
    if (this.skippedBytes === 0) return;
    if (this.hasFollowed)
      this.log.note(`${this.route}: ${this.skippedBytes} bytes passed over where no message begins`);
    else this.log.fault(this.route, `${this.skippedBytes} bytes of no protocol that is known here`);
  }
}

/** One message a packet; a piece of a packet waits for the rest. */
class ConflatedMdp3 implements Follower {
  private kept: Buffer = Buffer.alloc(0);
  private readonly packet = new Mdp3Packet();

  constructor(
    private readonly decoder: ReturnType<typeof mdp3Decoder>,
    private readonly log: DecodeLog,
    private readonly where: () => string,
  ) {}

  get waitingBytes(): number {
    return this.kept.length;
  }

  feed(chunk: Buffer, start: number, end: number): boolean {
    const bytes = Buffer.concat([this.kept, chunk.subarray(start, end)]);
    let at = 0;
    for (;;) {
      const size = tcpPacketBytes(bytes, at, bytes.length);
      if (Number.isNaN(size)) return false;
      if (size === 0) break;
      this.take(bytes, at + TCP_PREFIX_BYTES, at + size);
      at += size;
    }
    this.kept = Buffer.from(bytes.subarray(at));
    return true;
  }

  private take(bytes: Buffer, start: number, end: number): void {
    const { packet } = this;
    if (packet.read(bytes, start, end) !== 0)
      return this.log.fault(this.where(), 'MDP 3.0: a packet does not add up');
    while (packet.next()) this.decoder.message(bytes, packet.messageStart, packet.messageEnd, this.where);
  }
}
