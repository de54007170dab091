/**
 * One channel of Binary UMDF out of its datagrams: the incremental lines made one by the numbers of their packets, and what goes round beside them. A Sequence, which has no number of its own, says which packet is
 * next: one that no line has brought by then is missing. Another version of the numbers begins them anew.
 */
import { Sequence2, SequenceReset1 } from '../../../protocol/messages/generated/umdf.js';
import { PacketFault, UmdfPacket } from '../../../protocol/umdf/packet.js';
import { Header, SbeFault } from '../../../protocol/views/sbe-message.js';
import type { DatagramDial } from '../../kit/datagrams/datagrams.js';
import { LoopedChannel } from '../../kit/datagrams/looped-channel.js';
import { LoopedFeed } from '../../kit/datagrams/looped-feed.js';
import type { LoopedListener } from '../../kit/datagrams/looped-listener.js';
import type { Notice } from '../../kit/feed/outside.js';
import { Fault } from '../../kit/json/fault.js';
import type { UmdfOptions } from './options.js';

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

export class UmdfChannel extends LoopedChannel<UmdfPacket> {
  /** The one that has arrived, and the one that is due. */
  private readonly arrived = new UmdfPacket();
  private readonly duePacket = new UmdfPacket();
  private readonly sequence = new Sequence2();
  /** Of the numbers; below 0: none has been seen. */
  version = UNKNOWN;
  /** The packet that a Sequence has said is next, and since when that is known. */
  private announced = 0;
  private announcedMs = 0;

  constructor(
    private readonly options: UmdfOptions,
    dial: DatagramDial,
    listener: LoopedListener<UmdfPacket>,
    notice: Notice,
  ) {
    super('b3 umdf', options, dial, listener, notice);
  }

  protected arrives(feed: LoopedFeed, line: number, size: number): void {
    const { datagram, arrived, listener } = this;
    const fault = arrived.read(datagram, 0, size);
    if (fault !== PacketFault.None) return listener.unsound(FAULTS[fault]);
    if (feed === LoopedFeed.Incremental) this.incremental(line, size);
    else if (feed === LoopedFeed.Snapshots) listener.snapshot(arrived, datagram, line);
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
    this.lookIfStale();
  }

  /** What is behind is a slower line's. But when nothing else has come for so long, it is how the channel goes on. */
  private hears(sequence: number): void {
    if (sequence >= this.arbiter.nextSequence) this.isHeard = true;
    else if (this.isSilent) this.begin(this.version, sequence);
  }

  /** A later one begins the numbers anew; what a slower line still brings of an earlier one does not count. */
  private isOfThisVersion(version: number): boolean {
    if (version === this.version) return true;
    const ahead = (version - this.version) & VERSIONS;
    const isLater = this.version === UNKNOWN || ahead < HALF;
    if (!isLater && !this.isSilent) return false;
    if (this.version !== UNKNOWN) this.begin(version, FIRST);
    this.version = version;
    return true;
  }

  private begin(version: number, sequence: number): void {
    this.notice(`the numbers of the channel begin anew, version ${version}`);
    this.isHeard = true;
    this.announced = 0;
    this.arbiter.reset(sequence);
    this.listener.begins();
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
  protected override ticked(): void {
    const { arbiter, announced } = this;
    const { nextSequence } = arbiter;
    if (announced <= nextSequence || arbiter.hasGap) return;
    if (this.nowMs - this.announcedMs < this.options.arbiter.holdMs) return;
    arbiter.reset(announced);
    this.listener.lost(nextSequence, announced - nextSequence);
  }

  protected due(bytes: Buffer, start: number, end: number, sequence: number): void {
    this.duePacket.read(bytes, start, end);
    this.listener.packet(this.duePacket, bytes, start, end, sequence);
  }
}
