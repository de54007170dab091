/**
 * One channel of Binary UMDF out of its datagrams: the incremental lines made one by the numbers of their packets, and what goes round beside them. A Sequence, which has no number of its own, says which packet is
 * next: one that no line has brought by then is missing. Another version of the numbers begins them anew.
 */
import { Sequence2, SequenceReset1 } from '../../../protocol/messages/generated/umdf.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { PacketFault, UmdfPacket } from '../../../protocol/umdf/packet.js';
import { Header, SbeFault } from '../../../protocol/views/sbe-message.js';
import type { DatagramDial, DatagramLink } from '../../kit/datagrams/datagrams.js';
import { LineArbiter } from '../../kit/datagrams/line-arbiter.js';
import { LoopedFeed, placesOf } from '../../kit/datagrams/looped-feed.js';
import type { Notice } from '../../kit/feed/outside.js';
import { Fault } from '../../kit/json/fault.js';
import type { UmdfOptions } from './options.js';

/** Packets are read, and lent, one at a time, each before its first message. */
export interface ChannelListener {
  /** The incremental packet that is due. */
  packet(packet: UmdfPacket, bytes: Buffer, start: number, end: number, sequence: number): void;
  /** These packets have not come, and will not. */
  lost(from: number, count: number): void;
  /** The numbers of the channel have begun anew: nothing that was told before counts. */
  begins(version: number): void;
  /** @param line which one of the snapshot lines */
  snapshot(packet: UmdfPacket, bytes: Buffer, line: number): void;
  definition(packet: UmdfPacket, bytes: Buffer): void;
  /** What came together has been given. */
  arrived(): void;
  /** None: what has come is all that was sent. */
  stands(reason: StatusReason): void;
  /** No packet of UMDF. */
  unsound(fault: Fault): void;
}

/** Of a datagram. */
const MOST_BYTES = 1 << 16;
const UNKNOWN = -1;
const FIRST = 1;
/** Versions are of 16 bits and go round: half of them are behind, half before. */
const VERSIONS = 0xffff;
const HALF = 0x8000;
const FAULTS = {
  [PacketFault.TooShort]: Fault.Truncated,
  [PacketFault.BadLength]: Fault.Truncated,
  [PacketFault.WrongEncoding]: Fault.Syntax,
};

export class UmdfChannel {
  connections = 0;
  readonly arbiter: LineArbiter;
  private readonly link: DatagramLink;
  private readonly datagram = Buffer.alloc(MOST_BYTES);
  /** The one that has arrived, and the one that is due. */
  private readonly arrived = new UmdfPacket();
  private readonly due = new UmdfPacket();
  /** Of each line: which one of its feed's it is. */
  private readonly places: readonly number[];
  private readonly sequence = new Sequence2();
  private version = UNKNOWN;
  private reason: StatusReason = StatusReason.Disconnected;
  private nowMs = 0;
  private heardMs = 0;
  /** Since the last look at the clock. */
  private isHeard = false;
  /** The packet that a Sequence has said is next, and since when that is known. */
  private announced = 0;
  private announcedMs = 0;

  constructor(
    private readonly options: UmdfOptions,
    dial: DatagramDial,
    private readonly listener: ChannelListener,
    private readonly notice: Notice,
  ) {
    const { lines, arbiter } = options;
    this.places = placesOf(lines);
    const incremental = lines.filter((feed) => feed === LoopedFeed.Incremental).length;
    this.arbiter = new LineArbiter(
      { ...arbiter, lines: incremental },
      {
        packet: (bytes, start, end, sequence) => this.packet(bytes, start, end, sequence),
        gap: (from, count) => listener.lost(from, count),
      },
    );
    this.link = dial({
      received: (bytes, line) => this.received(bytes, line),
      failed: (why) => notice(`b3 umdf: ${why}`),
    });
  }

  tick(nowMs: number): void {
    this.nowMs = nowMs;
    if (this.isHeard) this.heardMs = nowMs;
    this.isHeard = false;
    this.arbiter.tick(nowMs);
    this.lookForAnnounced();
    this.look();
  }

  close(): void {
    this.link.close();
  }

  /** Always out of the same buffer, so that nothing is made to read it. */
  private received(bytes: Buffer, line: number): void {
    const { datagram, arrived, listener } = this;
    datagram.set(bytes);
    const fault = arrived.read(datagram, 0, bytes.length);
    if (fault !== PacketFault.None) return listener.unsound(FAULTS[fault]);
    const feed = this.options.lines[line];
    if (feed === LoopedFeed.Incremental) this.incremental(this.places[line], bytes.length);
    else if (feed === LoopedFeed.Snapshots) listener.snapshot(arrived, datagram, this.places[line]);
    else listener.definition(arrived, datagram);
    listener.arrived();
  }

  private incremental(line: number, size: number): void {
    const { arbiter, arrived } = this;
    const { sequenceNumber } = arrived;
    if (!this.isOfThisVersion(arrived.sequenceVersion)) return;
    if (sequenceNumber === 0) this.unnumbered();
    else {
      this.hears(sequenceNumber);
      arbiter.received(line, sequenceNumber, this.datagram, 0, size);
    }
    if (this.reason !== StatusReason.None) this.look();
  }

  /** What is behind is a slower line's. But when nothing else has come for so long, it is how the channel goes on. */
  private hears(sequence: number): void {
    if (sequence >= this.arbiter.nextSequence) this.isHeard = true;
    else if (this.reason === StatusReason.Silent) this.begin(this.version, sequence);
  }

  /** A later one begins the numbers anew; what a slower line still brings of an earlier one does not count. */
  private isOfThisVersion(version: number): boolean {
    if (version === this.version) return true;
    const ahead = (version - this.version) & VERSIONS;
    const isLater = this.version === UNKNOWN || ahead < HALF;
    if (!isLater && this.reason !== StatusReason.Silent) return false;
    if (this.version !== UNKNOWN) this.begin(version, FIRST);
    this.version = version;
    return true;
  }

  private begin(version: number, sequence: number): void {
    this.notice(`b3 umdf: the numbers of the channel begin anew, version ${version}`);
    this.isHeard = true;
    this.announced = 0;
    this.arbiter.reset(sequence);
    this.listener.begins(version);
  }

  private unnumbered(): void {
    const { arrived, datagram, sequence } = this;
    while (arrived.next()) {
      const template = datagram.readUInt16LE(arrived.messageStart + Header.TemplateId);
      if (template === SequenceReset1.templateId) this.reset();
      const isSequence = template === Sequence2.templateId;
      if (isSequence && sequence.wrap(datagram, arrived.messageStart, arrived.messageEnd) === SbeFault.None)
        this.announce(sequence.nextSeqNo);
    }
  }

  /** Of the lines the first one says it; the others find nothing that has been told since. */
  private reset(): void {
    if (this.arbiter.nextSequence > FIRST) this.begin(this.version, FIRST);
  }

  private announce(next: number): void {
    const { arbiter } = this;
    if (arbiter.nextSequence === 0) arbiter.reset(next);
    this.hears(next);
    if (next <= arbiter.nextSequence || next <= this.announced) return;
    this.announced = next;
    this.announcedMs = this.nowMs;
  }

  /** What the lines have brought by then is held behind the gap, if there is any. */
  private lookForAnnounced(): void {
    const { arbiter, announced } = this;
    const { nextSequence } = arbiter;
    if (announced <= nextSequence || arbiter.hasGap) return;
    if (this.nowMs - this.announcedMs < this.options.arbiter.holdMs) return;
    arbiter.reset(announced);
    this.listener.lost(nextSequence, announced - nextSequence);
  }

  private packet(bytes: Buffer, start: number, end: number, sequence: number): void {
    this.due.read(bytes, start, end);
    this.listener.packet(this.due, bytes, start, end, sequence);
  }

  /** How things stand, told when it is otherwise than before. */
  private look(): void {
    const reason = this.standing();
    if (reason === this.reason) return;
    if (this.reason === StatusReason.Disconnected) this.connections++;
    this.reason = reason;
    this.listener.stands(reason);
  }

  private standing(): StatusReason {
    if (this.arbiter.nextSequence === 0) return StatusReason.Disconnected;
    const isSilent = !this.isHeard && this.nowMs - this.heardMs >= this.options.silentMs;
    return isSilent ? StatusReason.Silent : StatusReason.None;
  }
}
