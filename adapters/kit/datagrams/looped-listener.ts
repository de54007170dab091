/** What a channel tells whoever follows it. Packets are read, and lent, one at a time, each before its first message. */
import type { StatusReason } from '../../../protocol/records/venue-data.js';
import type { Fault } from '../json/fault.js';

/** A packet of the venue's whose lengths are right: `while (packet.next()) … packet.messageStart`. */
export interface LoopedPacket {
  readonly messageStart: number;
  readonly messageEnd: number;
  next(): boolean;
}

export interface LoopedListener<Packet> {
  /** The incremental packet that is due. */
  packet(packet: Packet, bytes: Buffer, start: number, end: number, sequence: number): void;
  /** These packets have not come, and will not. */
  lost(from: number, count: number): void;
  /** The numbers of the channel have begun anew: nothing that was told before counts. */
  begins(): void;
  /** None: what has come is all that was sent. */
  stands(reason: StatusReason): void;
  /** @param line which one of the snapshot lines */
  snapshot(packet: Packet, bytes: Buffer, line: number): void;
  definition(packet: Packet, bytes: Buffer): void;
  /** What came together has been given. */
  arrived(): void;
  /** No packet of the venue's. */
  unsound(fault: Fault): void;
}
