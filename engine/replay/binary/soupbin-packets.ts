/**
 * The packets of one direction of a SoupBinTCP session. What data packets carry is told by the first: ITCH 5.0 or OUCH 5.0; a dialect that is neither is counted and not decoded, for
 * SoupBinTCP carries anything.
 */
import { MESSAGES as INBOUND } from '../../../protocol/messages/generated/ouch-inbound.js';
import { MESSAGES as OUTBOUND } from '../../../protocol/messages/generated/ouch-outbound.js';
import { describeOuch } from '../../../protocol/ouch/describe.js';
import { OuchFault, OuchReader } from '../../../protocol/ouch/reader.js';
import {
  LOGIN_ACCEPTED_BYTES,
  LOGIN_REJECTED_BYTES,
  LOGIN_REQUEST_BYTES,
  LOGIN_REQUEST_BYTES_OF_4,
  Packet,
} from '../../../protocol/soupbin/packet.js';
import type { DecodeLog } from './decode-log.js';
import { type ItchDay, isItch } from './itch-day.js';

const PROTOCOL = 'SoupBinTCP';
const EMPTY_BYTES = 3;
const NAMES: Readonly<Record<number, string>> = {
  [Packet.Debug]: 'debug',
  [Packet.LoginAccepted]: 'login accepted',
  [Packet.ServerHeartbeat]: 'server heartbeat',
  [Packet.LoginRejected]: 'login rejected',
  [Packet.LoginRequest]: 'login request',
  [Packet.Logout]: 'logout',
  [Packet.ClientHeartbeat]: 'client heartbeat',
  [Packet.SequencedData]: 'sequenced data',
  [Packet.UnsequencedData]: 'unsequenced data',
  [Packet.EndOfSession]: 'end of session',
};
/** Lengths with the type byte, of the packets that have only so many. */
const SIZES: Readonly<Record<number, readonly number[]>> = {
  [Packet.LoginAccepted]: [LOGIN_ACCEPTED_BYTES],
  [Packet.LoginRejected]: [LOGIN_REJECTED_BYTES],
  [Packet.LoginRequest]: [LOGIN_REQUEST_BYTES, LOGIN_REQUEST_BYTES_OF_4],
  [Packet.ServerHeartbeat]: [1],
  [Packet.ClientHeartbeat]: [1],
  [Packet.Logout]: [1],
  [Packet.EndOfSession]: [1],
};

const enum Payload {
  Unknown,
  Itch,
  Ouch,
  Other,
}

export class SoupBinPackets {
  isLost = false;
  private payload = Payload.Unknown;
  private readonly inbound = new OuchReader(INBOUND);
  private readonly outbound = new OuchReader(OUTBOUND);

  constructor(
    private readonly log: DecodeLog,
    private readonly itch: ItchDay,
    private readonly where: () => string,
  ) {}

  /** The shortest that there is, as heartbeats are. */
  static isEmptyPacket(bytes: Buffer, start: number, end: number): boolean {
    return (
      end - start === EMPTY_BYTES && SoupBinPackets.beginsAt(bytes, start, end) && bytes[start + 1] === 1
    );
  }

  static beginsAt(bytes: Buffer, start: number, end: number): boolean {
    if (end - start < EMPTY_BYTES) return false;
    const length = bytes.readUInt16BE(start);
    const type = bytes[start + 2];
    return type in NAMES && length > 0 && (SIZES[type]?.includes(length) ?? true);
  }

  /** @returns false when this is no packet */
  packet(bytes: Buffer, start: number, end: number): boolean {
    const type = bytes[start];
    this.isLost = !(type in NAMES) || !(SIZES[type]?.includes(end - start) ?? true);
    if (this.isLost) return false;
    this.log.message(PROTOCOL, NAMES[type]);
    if (type === Packet.SequencedData || type === Packet.UnsequencedData)
      this.data(type, bytes, start + 1, end);
    return true;
  }

  private data(type: Packet, bytes: Buffer, start: number, end: number): void {
    const ouch = type === Packet.UnsequencedData ? this.inbound : this.outbound;
    if (this.payload === Payload.Unknown) this.payload = this.kindOf(type, ouch, bytes, start, end);
    if (this.payload === Payload.Itch) this.itch.message(bytes, start, end, this.where);
    else if (this.payload === Payload.Other)
      this.log.passOver('payloads of SoupBinTCP that are neither ITCH 5.0 nor OUCH 5.0');
    else if (ouch.read(bytes, start, end) === OuchFault.None)
      this.log.message('OUCH 5.0', ouch.message!.name, () => describeOuch(ouch));
    else this.log.fault(this.where(), `no message of OUCH 5.0, ${end - start} bytes`);
  }

  private kindOf(type: Packet, ouch: OuchReader, bytes: Buffer, start: number, end: number): Payload {
    if (type === Packet.SequencedData && isItch(bytes, start, end)) return Payload.Itch;
    return ouch.read(bytes, start, end) === OuchFault.None ? Payload.Ouch : Payload.Other;
  }
}
