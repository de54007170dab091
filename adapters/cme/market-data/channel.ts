/**
 * One channel of MDP 3.0 out of its datagrams: the incremental lines made one by the numbers of their packets, and what goes round beside them. Says how the channel stands: nothing has come yet, nothing comes any
 * more, or snapshots know of packets that no line has brought.
 */
import { HEADER_BYTES, Mdp3Packet, PacketFault } from '../../../protocol/mdp3/packet.js';
import type { DatagramDial } from '../../kit/datagrams/datagrams.js';
import { LoopedChannel } from '../../kit/datagrams/looped-channel.js';
import { LoopedFeed } from '../../kit/datagrams/looped-feed.js';
import type { LoopedListener } from '../../kit/datagrams/looped-listener.js';
import type { Notice } from '../../kit/feed/outside.js';
import { Fault } from '../../kit/json/fault.js';
import type { CmeMarketOptions } from './options.js';

const HIGH = 2 ** 32;
/** Halves of a packet's sending time, which are read as small numbers. */
const TIME_AT = 4;
const TIME_HIGH_AT = 8;
/** A number below the last one, sent so much later than any packet before: no line is that far behind, the week has begun. */
const RESTART_NANOS = 1e9;
/** A packet that says it was sent so long after now is damaged: what it says of its number would be believed. */
const AHEAD_MS = 10_000;
const NANOS_A_MS = 1e6;
const HEARTBEAT = 12;
const TEMPLATE_AT = 2;
const FAULTS = { [PacketFault.TooShort]: Fault.Truncated, [PacketFault.BadLength]: Fault.Truncated };

export class MdpChannel extends LoopedChannel<Mdp3Packet> {
  /** The number that the last snapshot has named: a damaged one is made good by the next. */
  knownSequence = 0;
  /** The one that has arrived, and the one that is due. */
  private readonly arrived = new Mdp3Packet();
  private readonly duePacket = new Mdp3Packet();
  /** Sending times, nanoseconds. Not 0 at first, so that they stay doubles in place. */
  private arrivedNanos = Number.NEGATIVE_INFINITY;
  private newestNanos = Number.NEGATIVE_INFINITY;
  private begunNanos = Number.NEGATIVE_INFINITY;
  /** Number of a packet that says only that the channel is there; the next packet may have it too. */
  private heartbeatSequence = 0;
  private behindSinceMs = Number.NaN;
  private behindAt = 0;

  constructor(
    private readonly options: CmeMarketOptions,
    dial: DatagramDial,
    listener: LoopedListener<Mdp3Packet>,
    notice: Notice,
  ) {
    super('cme mdp', options, dial, listener, notice);
  }

  protected arrives(feed: LoopedFeed, line: number, size: number): void {
    const { datagram, arrived } = this;
    const fault = arrived.read(datagram, 0, size);
    if (fault !== PacketFault.None) return this.listener.unsound(FAULTS[fault]);
    const nanos = (datagram.readInt32LE(TIME_HIGH_AT) >>> 0) * HIGH + (datagram.readInt32LE(TIME_AT) >>> 0);
    this.arrivedNanos = nanos;
    if (this.nowMs > 0 && nanos > (this.nowMs + AHEAD_MS) * NANOS_A_MS)
      return this.listener.unsound(Fault.OutOfRange);
    if (feed === LoopedFeed.Incremental) this.incremental(line, size);
    else if (nanos < this.begunNanos) return;
    else if (feed === LoopedFeed.Snapshots) this.listener.snapshot(arrived, datagram, line);
    else this.listener.definition(arrived, datagram);
    this.listener.arrived();
  }

  private incremental(line: number, size: number): void {
    const { arbiter, arrived, arrivedNanos: nanos } = this;
    const { sequenceNumber } = arrived;
    if (sequenceNumber < arbiter.nextSequence - 1 && nanos > this.newestNanos + RESTART_NANOS)
      this.begin(sequenceNumber);
    else if (nanos < this.begunNanos) return;
    this.isHeard = true;
    if (this.heartbeatSequence !== 0) this.heardBefore(line, sequenceNumber);
    if (this.isHeartbeat(size)) this.heartbeat(sequenceNumber);
    else arbiter.received(line, sequenceNumber, this.datagram, 0, size);
    this.lookIfStale();
  }

  /**
   * Whether a heartbeat has a number of its own is in no document at hand, and either will do: it is one when the packet behind it has the next one.
   */
  private heardBefore(line: number, sequence: number): void {
    const { arbiter, heartbeatSequence } = this;
    if (arbiter.nextSequence === heartbeatSequence && sequence === heartbeatSequence + 1) {
      this.heartbeatSequence = 0;
      arbiter.received(line, sequence - 1, this.datagram, 0, HEADER_BYTES);
    }
  }

  private heartbeat(sequence: number): void {
    const { arbiter } = this;
    if (arbiter.nextSequence === 0) arbiter.reset(sequence);
    if (sequence === arbiter.nextSequence) this.heartbeatSequence = sequence;
  }

  private isHeartbeat(size: number): boolean {
    const { arrived, datagram } = this;
    if (size > HEARTBEAT_BYTES || !arrived.next()) return false;
    const template = datagram.readUInt16LE(arrived.messageStart + TEMPLATE_AT);
    arrived.rewind();
    return template === HEARTBEAT;
  }

  private begin(sequence: number): void {
    this.notice(`the channel begins anew with packet ${sequence}`);
    this.begunNanos = this.arrivedNanos;
    this.knownSequence = this.heartbeatSequence = 0;
    this.arbiter.reset(sequence);
    this.listener.begins();
  }

  protected due(bytes: Buffer, start: number, end: number, sequence: number): void {
    const { duePacket } = this;
    duePacket.read(bytes, start, end);
    const nanos =
      (bytes.readInt32LE(start + TIME_HIGH_AT) >>> 0) * HIGH + (bytes.readInt32LE(start + TIME_AT) >>> 0);
    if (nanos > this.newestNanos) this.newestNanos = nanos;
    this.listener.packet(duePacket, bytes, start, end, sequence);
  }

  /** Snapshots know of more, and nothing has come for a while. */
  protected override isBehind(): boolean {
    const { nextSequence } = this.arbiter;
    const due = this.heartbeatSequence === nextSequence ? nextSequence + 1 : nextSequence;
    if (this.knownSequence < due) this.behindAt = 0;
    else if (this.behindAt !== due) {
      this.behindAt = due;
      this.behindSinceMs = this.nowMs;
    }
    return this.behindAt !== 0 && this.nowMs - this.behindSinceMs >= this.options.behindMs;
  }
}

/** Header, size, and the SBE header of a message that is nothing else. */
const HEARTBEAT_BYTES = HEADER_BYTES + 10;
