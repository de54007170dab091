/** What lies between an adapter and a venue whose snapshots come round by themselves, in the test's hands: its lines of datagrams. What stands in a packet each venue fills in. */
import { Header } from '../../protocol/views/sbe-message.js';
import type { DatagramDial, DatagramEvents } from '../kit/datagrams/datagrams.js';
import type { FixVenue } from '../simulator/shell/venue.js';
import type { Answer, MarketDataNetwork } from './test-network.js';

const WAY_MS = 1;
const TICK_MS = 5;
const MORE_BYTES = 6;
/** Several updates of the book long. */
const SLOW_MS = 700;
/** As long as snapshots are late, or do not come. */
const SPOILT_MS = 6_000;

export interface PacketShape {
  readonly headerBytes: number;
  /** In front of each message; the first two are its size. */
  readonly prefixBytes: number;
  /** Whether a packet holds a snapshot of the first instrument, or a part of one. */
  isFirstSnapshot(bytes: Buffer): boolean;
  /** In the snapshots of a packet bids and asks change places. */
  swapSides(bytes: Buffer): void;
  /** The exchange writes a message. */
  write(message: Buffer): void;
}

export class LoopedNetwork implements MarketDataNetwork {
  readonly dialled: number[] = [];
  readonly asked: number[] = [];
  readonly endings: string[] = [];
  readonly tooMany = 0;
  private events: DatagramEvents | undefined;
  private listener: (bytes: Buffer) => void = () => {};
  private isDead = false;
  private isCrossed = false;
  private isLonger = false;
  private lateUntilMs = 0;
  private lostUntilMs = 0;

  /** @param lines of the simulator, in the order in which the adapter has joined them */
  constructor(
    private readonly venue: FixVenue,
    private readonly lines: readonly number[],
    private readonly shape: PacketShape,
  ) {}

  readonly dial: DatagramDial = (events) => {
    const { agenda } = this.venue;
    const datagrams = this.venue.datagrams!;
    this.events = events;
    this.dialled.push(agenda.nowMs);
    datagrams.to((bytes, start, end, line = 0) => this.hear(Buffer.from(bytes.subarray(start, end)), line));
    agenda.every(TICK_MS, () => datagrams.tick());
    return { request: () => {}, close: () => datagrams.to(() => {}) };
  };

  /** Snapshots come round by themselves: they can be late. */
  plan(...answers: Answer[]): void {
    if (answers.includes('slow')) this.lateUntilMs = this.nowMs + SPOILT_MS;
  }

  keepSnapshot(): void {}

  loseSnapshot(): void {
    this.lostUntilMs = this.nowMs + SPOILT_MS;
  }

  die(): void {
    this.isDead = true;
  }

  /** `message` and its bytes: the exchange writes it. `packet` and its bytes: the network brings it, on the first line. */
  say(text: string): void {
    const [what, hex] = text.split(' ');
    const bytes = Buffer.from(hex, 'hex');
    if (what === 'packet') this.bring(bytes, 0);
    else this.shape.write(bytes);
  }

  /** The exchange writes longer messages than it did. */
  addFields(): void {
    this.isLonger = true;
  }

  cross(isCrossed: boolean): void {
    this.isCrossed = isCrossed;
  }

  private hear(sent: Buffer, simulated: number): void {
    const line = this.lines.indexOf(simulated);
    this.listener(sent);
    if (line < 0) return;
    const bytes = this.isLonger ? longer(sent, this.shape) : sent;
    if (this.isCrossed) this.shape.swapSides(bytes);
    const isFirst = this.shape.isFirstSnapshot(bytes);
    if (isFirst && this.nowMs < this.lostUntilMs) return;
    this.bring(bytes, line, isFirst && this.nowMs < this.lateUntilMs ? SLOW_MS : WAY_MS);
  }

  /** Whatever the exchange sends from now on is told here too. */
  listen(listener: (bytes: Buffer) => void): void {
    this.listener = listener;
  }

  bring(bytes: Buffer, line: number, ms = WAY_MS): void {
    this.venue.agenda.after(ms, () => {
      if (!this.isDead) this.events!.received(bytes, line);
    });
  }

  private get nowMs(): number {
    return this.venue.agenda.nowMs;
  }
}

/** Where the messages of a packet begin, with their SBE header. */
export function messagesOf(packet: Buffer, { headerBytes, prefixBytes }: PacketShape): [number, number][] {
  const places: [number, number][] = [];
  for (let at = headerBytes; at < packet.length; at += packet.readUInt16LE(at))
    places.push([at + prefixBytes, at + packet.readUInt16LE(at)]);
  return places;
}

/** Every message has a longer root block, as of a later version of the schema. */
function longer(packet: Buffer, shape: PacketShape): Buffer {
  const { headerBytes, prefixBytes } = shape;
  const parts = [packet.subarray(0, headerBytes)];
  for (const [start, end] of messagesOf(packet, shape)) {
    const message = Buffer.from(packet.subarray(start - prefixBytes, end));
    const blockBytes = message.readUInt16LE(prefixBytes + Header.BlockLength);
    message.writeUInt16LE(message.length + MORE_BYTES, 0);
    message.writeUInt16LE(blockBytes + MORE_BYTES, prefixBytes + Header.BlockLength);
    const blockEnd = prefixBytes + Header.Bytes + blockBytes;
    parts.push(message.subarray(0, blockEnd), Buffer.alloc(MORE_BYTES, 0x5a), message.subarray(blockEnd));
  }
  return Buffer.concat(parts);
}
