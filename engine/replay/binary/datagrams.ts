/**
 * Datagrams of the venues' market data, told apart by what they are: UMDF has the encoding type of its framing header in a fixed place, MDP 3.0 the schema of its first message, and a MoldUDP64 packet
 * has to add up. Sequence numbers are followed on each route; a MoldUDP64 session is one stream on however many lines.
 */
import { PacketFault as Mdp3Fault, Mdp3Packet } from '../../../protocol/mdp3/packet.js';
import { SCHEMA as MDP3 } from '../../../protocol/messages/generated/mdp3.js';
import { MoldFault, MoldPacket } from '../../../protocol/moldudp64/packet.js';
import { MoldReceiver } from '../../../protocol/moldudp64/receiver.js';
import type { IpPacket } from '../../../protocol/pcap/ip-packet.js';
import { ENCODING_SBE_LITTLE } from '../../../protocol/sofh/framer.js';
import { PacketFault as UmdfFault, UmdfPacket } from '../../../protocol/umdf/packet.js';
import type { DecodeLog } from './decode-log.js';
import type { ItchDay } from './itch-day.js';
import { mdp3Decoder, umdfDecoder } from './sbe-decoder.js';
import { SequenceWatch } from './sequence-watch.js';

/** Where the encoding type of the first framing header stands. */
const UMDF_ENCODING_AT = 18;
/** Where the schema of the first message stands. */
const MDP3_SCHEMA_AT = 18;
const MOLD_FAULTS: Readonly<Record<number, string>> = {
  [MoldFault.BadLength]: 'its messages do not add up to its length',
  [MoldFault.BadSequence]: 'its sequence number is beyond 2^53',
};
/** A second of the recording's own time for what is missing to come on another line. */
const PATIENCE = { fromSequence: 0, retryMs: 100, attempts: 10 };

export class Datagrams {
  private readonly mdp3 = new Mdp3Packet();
  private readonly umdf = new UmdfPacket();
  private readonly mold = new MoldPacket();
  private readonly mdp3Messages;
  private readonly umdfMessages;
  private readonly sequences: SequenceWatch;
  private readonly sessions = new Map<string, MoldReceiver>();
  private where: () => string = () => '';

  constructor(
    private readonly log: DecodeLog,
    private readonly itch: ItchDay,
  ) {
    this.mdp3Messages = mdp3Decoder(log);
    this.umdfMessages = umdfDecoder(log);
    this.sequences = new SequenceWatch(log);
  }

  packet({ bytes, start, end, route }: IpPacket, nowMs: number, where: () => string): void {
    this.where = where;
    const u16 = (at: number) => (start + at + 2 <= end ? bytes.readUInt16LE(start + at) : -1);
    // The number of its messages may stand for the others' marks.
    if (this.isSoundMold(bytes, start, end)) this.moldPacket(bytes, start, end, nowMs);
    else if (u16(UMDF_ENCODING_AT) === ENCODING_SBE_LITTLE) this.umdfPacket(bytes, start, end, route);
    else if (u16(MDP3_SCHEMA_AT) === MDP3.schemaId) this.mdp3Packet(bytes, start, end, route);
    else this.moldPacket(bytes, start, end, nowMs);
  }

  finish(): void {
    for (const receiver of this.sessions.values()) receiver.finish();
  }

  private isSoundMold(bytes: Buffer, start: number, end: number): boolean {
    return this.mold.read(bytes, start, end) === MoldFault.None && isSession(this.mold.session);
  }

  private umdfPacket(bytes: Buffer, start: number, end: number, route: string): void {
    const { umdf } = this;
    if (umdf.read(bytes, start, end) !== UmdfFault.None)
      return this.log.fault(this.where(), 'UMDF: its messages do not add up to its length');
    const stream = `UMDF channel ${umdf.channel}.${umdf.sequenceVersion}, ${route}`;
    this.sequences.see(stream, umdf.sequenceNumber, umdf.sequenceNumber === 0 ? 0 : 1);
    while (umdf.next()) this.umdfMessages.message(bytes, umdf.messageStart, umdf.messageEnd, this.where);
  }

  private mdp3Packet(bytes: Buffer, start: number, end: number, route: string): void {
    const { mdp3 } = this;
    if (mdp3.read(bytes, start, end) !== Mdp3Fault.None)
      return this.log.fault(this.where(), 'MDP 3.0: its messages do not add up to its length');
    this.sequences.see(`MDP 3.0, ${route}`, mdp3.sequenceNumber, 1);
    while (mdp3.next()) this.mdp3Messages.message(bytes, mdp3.messageStart, mdp3.messageEnd, this.where);
  }

  private moldPacket(bytes: Buffer, start: number, end: number, nowMs: number): void {
    const { mold } = this;
    const fault = mold.read(bytes, start, end);
    if (fault === MoldFault.TooShort || !isSession(mold.session))
      return this.log.fault(
        this.where(),
        `a datagram of ${end - start} bytes of no protocol that is known here`,
      );
    if (fault === MoldFault.BadLength && mold.isRequest(start, end))
      return this.log.message('MoldUDP64', 'request');
    if (fault !== MoldFault.None) return this.log.fault(this.where(), `MoldUDP64: ${MOLD_FAULTS[fault]}`);
    this.log.message(
      'MoldUDP64',
      mold.isEndOfSession ? 'end of session' : mold.isHeartbeat ? 'heartbeat' : 'packet',
    );
    this.receiverOf(mold.session).received(bytes, start, end, nowMs);
  }

  private receiverOf(session: string): MoldReceiver {
    let receiver = this.sessions.get(session);
    if (receiver === undefined) {
      receiver = new MoldReceiver(PATIENCE, {
        onMessage: (bytes, start, end) => this.itch.message(bytes, start, end, this.where),
        onLost: (_, count) => this.log.gap(`MoldUDP64 session ${session.replace(PADDING, '')}`, count),
      });
      this.sessions.set(session, receiver);
    }
    return receiver;
  }
}

/** Padded with blanks, or with zeros. */
const PADDING = /^ +|[ \0]+$/g;
const isSession = (text: string): boolean => /^[\w -]+\0*$/.test(text);
