/** Packets of one MDP 3.0 feed: header, then messages behind their size until the packet is full. Numbers count packets. */
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { Clock } from '../../kit/agenda.js';

const HEADER_BYTES = 12;
const SIZE_BYTES = 2;
/** What a packet of the network carries without being split. */
const PACKET_BYTES = 1_400;
const HIGH = 2 ** 32;
const NANOS_A_MS = 1_000_000;

/** Bytes are lent for the call. */
export type SendPacket = (bytes: Buffer, start: number, end: number) => void;

export class MdpPackets {
  /** Number of the last packet that went out. */
  sequence = 0;
  private readonly packet = Buffer.alloc(PACKET_BYTES);
  private readonly scratch = Buffer.alloc(PACKET_BYTES);
  private at = HEADER_BYTES;

  constructor(
    private readonly clock: Clock,
    private readonly send: SendPacket,
  ) {}

  /** @param fill sets its fields, and begins its groups */
  add<T extends SbeMessage>(message: T, fill: (message: T) => void): void {
    message.encode(this.scratch, SIZE_BYTES);
    fill(message);
    const end = message.finish();
    this.scratch.writeUInt16LE(end, 0);
    this.append(this.scratch.subarray(0, end));
  }

  /** A message as it stands in a packet, its size in front. */
  append(message: Uint8Array): void {
    if (this.at + message.length > PACKET_BYTES) this.flush();
    this.packet.set(message, this.at);
    this.at += message.length;
  }

  /** What has been added goes out. */
  flush(): void {
    if (this.at === HEADER_BYTES) return;
    this.sequence++;
    this.out();
  }

  /** A number goes out that the next packet has too. */
  flushUnnumbered(): void {
    this.sequence++;
    this.out();
    this.sequence--;
  }

  private out(): void {
    const nanos = this.clock.nowMs * NANOS_A_MS;
    this.packet.writeUInt32LE(this.sequence, 0);
    this.packet.writeUInt32LE(nanos % HIGH, 4);
    this.packet.writeUInt32LE(Math.floor(nanos / HIGH), 8);
    const end = this.at;
    this.at = HEADER_BYTES;
    this.send(this.packet, 0, end);
  }
}
