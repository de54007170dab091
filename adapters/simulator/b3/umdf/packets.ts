/** Packets of one feed of Binary UMDF: header, then messages behind their framing headers until the packet is full. Numbers count packets; a Sequence goes out under none. */
import { ENCODING_SBE_LITTLE, SOFH_BYTES, writeSofh } from '../../../../protocol/sofh/framer.js';
import { HEADER_BYTES } from '../../../../protocol/umdf/packet.js';
import type { SbeMessage } from '../../../../protocol/views/sbe-message.js';
import type { Clock } from '../../kit/agenda.js';

/** What a packet of the network carries without being split. */
const PACKET_BYTES = 1_400;
const NANOS_A_MS = 1_000_000n;

/** Bytes are lent for the call. */
export type SendPacket = (bytes: Buffer, start: number, end: number) => void;

export class UmdfPackets {
  /** Number of the last packet that went out. */
  sequence = 0;
  private readonly packet = Buffer.alloc(PACKET_BYTES);
  private readonly scratch = Buffer.alloc(PACKET_BYTES);
  private at = HEADER_BYTES;

  constructor(
    private readonly clock: Clock,
    private readonly channel: number,
    /** Of the numbers. */
    public version: number,
    private readonly send: SendPacket,
  ) {}

  /** @param fill sets its fields, and begins its groups */
  add<T extends SbeMessage>(message: T, fill: (message: T) => void): void {
    message.encode(this.scratch, SOFH_BYTES);
    fill(message);
    const end = message.finish();
    writeSofh(this.scratch, 0, end, ENCODING_SBE_LITTLE);
    this.append(this.scratch.subarray(0, end));
  }

  /** A message as it stands in a packet, its framing header in front. */
  append(message: Uint8Array): void {
    if (this.at + message.length > PACKET_BYTES) this.flush();
    this.packet.set(message, this.at);
    this.at += message.length;
  }

  /** What has been added goes out. */
  flush(): void {
    if (this.at > HEADER_BYTES) this.out(++this.sequence);
  }

  flushUnnumbered(): void {
    this.out(0);
  }

  private out(number: number): void {
    this.packet[0] = this.channel;
    this.packet.writeUInt16LE(this.version, 2);
    this.packet.writeUInt32LE(number, 4);
    this.packet.writeBigUInt64LE(BigInt(Math.floor(this.clock.nowMs)) * NANOS_A_MS, 8);
    const end = this.at;
    this.at = HEADER_BYTES;
    this.send(this.packet, 0, end);
  }
}
