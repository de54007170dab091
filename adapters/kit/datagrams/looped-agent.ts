/**
 * Market data of a venue whose snapshots and definitions come round by themselves: packets in, in their order, records on the market-data ring and best levels to the sink out. A book is shown at the end of an event. What is
 * missed, and whatever proves that a book is not the venue's, makes it wait for the next snapshot. What the messages say, each venue fills in.
 */
import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import type { Notice } from '../feed/outside.js';
import { readMs } from '../feed/read-ms.js';
import { SessionCounters } from '../feed/session-counters.js';
import type { TopSink } from '../feed/sink.js';
import { VenueRing } from '../feed/venue-ring.js';
import { FAULT_NAMES, type Fault } from '../json/fault.js';
import type { DatagramDial } from './datagrams.js';
import { EventBooks } from './event-books.js';
import type { LoopedChannel } from './looped-channel.js';
import type { LoopedOptions } from './looped-feed.js';
import type { LoopedListener, LoopedPacket } from './looped-listener.js';
import type { LoopedRecovery, RecoveryOwner } from './looped-recovery.js';

const TICK_MS = 20;

export interface LoopedOutside {
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: TopSink;
  readonly notice: Notice;
  readonly dial: DatagramDial;
}

export abstract class LoopedAgent<Packet extends LoopedPacket>
  implements Agent, LoopedListener<Packet>, RecoveryOwner
{
  readonly counters = new SessionCounters();
  readonly books: EventBooks;
  /** Number of the packet that is being read. */
  sequence = 0;
  abstract readonly channel: LoopedChannel<Packet>;
  protected abstract readonly recovery: LoopedRecovery;
  protected readonly ring: VenueRing;
  protected readonly notice: Notice;
  private readonly clock: Clock;
  /** The packet that is being read. */
  private isReading = false;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;
  private nextTickMs = 0;
  private isClockRead = false;

  constructor(
    readonly name: string,
    private readonly looped: LoopedOptions,
    { clock, ring, sink, notice }: LoopedOutside,
  ) {
    this.clock = clock;
    this.notice = notice;
    this.ring = new VenueRing(ring, clock);
    this.books = new EventBooks(looped, this.ring, sink);
  }

  /** As metrics count. */
  get feeds() {
    return this.books.feeds;
  }

  get links(): readonly LoopedChannel<Packet>[] {
    return [this.channel];
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    if (nowMs < this.nextTickMs) return 0;
    this.nextTickMs = nowMs + TICK_MS;
    this.channel.tick(nowMs);
    this.ticked(nowMs);
    this.books.flush();
    this.ring.publish();
    return 0;
  }

  /** The best levels of every book are to be told once more, though they have not changed. */
  tellTops(): void {
    this.books.tellTops();
  }

  close(): void {
    this.channel.close();
    this.ring.publish();
  }

  // ---- what a venue fills in --------------------------------------------------------------------------------

  /** One message of the packet that is being read. */
  protected abstract message(bytes: Buffer, start: number, end: number): void;
  abstract snapshot(packet: Packet, bytes: Buffer, line: number): void;
  abstract definition(packet: Packet, bytes: Buffer): void;
  /** A message may have been missed: what was told of halts counts no more. */
  protected abstract doubt(): void;

  /** Time has been looked at. */
  protected ticked(_nowMs: number): void {}

  // ---- from the channel -------------------------------------------------------------------------------------

  packet(packet: Packet, bytes: Buffer, start: number, end: number, sequence: number): void {
    if (!this.isClockRead) this.clock.read();
    this.isClockRead = true;
    this.sequence = sequence;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.counters.bytes += end - start;
    if (this.books.waiting > 0) this.recovery.keep(sequence, bytes, start, end);
    this.isReading = true;
    while (packet.next()) this.message(bytes, packet.messageStart, packet.messageEnd);
    this.isReading = false;
  }

  lost(from: number, count: number): void {
    this.recovery.beginAnew();
    this.doubt();
    this.books.lost(from + count - 1);
    this.ring.publish();
  }

  begins(): void {
    this.recovery.beginAnew();
    this.doubt();
    this.loseAll(StatusReason.Synchronizing);
  }

  stands(reason: StatusReason): void {
    this.books.stands(reason);
    this.ring.publish();
  }

  arrived(): void {
    this.isClockRead = false;
    this.ring.publish();
  }

  unsound(fault: Fault): void {
    this.counters.messages++;
    this.counters.faults[fault]++;
  }

  // ---- from the books and the recovery ----------------------------------------------------------------------

  get nextSequence(): number {
    return this.channel.arbiter.nextSequence;
  }

  /** A level has so many lots now, 0 = it is gone. */
  level(place: number, side: Side, ticks: number, lots: number): void {
    this.books.level(place, side, ticks, lots);
  }

  /** The book is not the venue's any more. */
  wrong(place: number, fault: Fault): void {
    this.counters.faults[fault]++;
    this.recovery.fail();
    // Said once, and not of every snapshot that is no better.
    if (this.books.has(place))
      this.tell(place, `packet ${this.sequence} does not fit (${FAULT_NAMES[fault]})`);
    this.lose(place, StatusReason.Refused);
  }

  /** The first one that waits needs the packet that is being read in the log too. */
  lose(place: number, reason: StatusReason): void {
    if (this.books.waiting === 0 && this.isReading)
      this.recovery.beginWith(this.sequence, this.bytes, this.start, this.end);
    this.books.lose(place, reason);
  }

  // ---- for the venue ----------------------------------------------------------------------------------------

  protected loseAll(reason: StatusReason): void {
    for (let place = 0; place < this.looped.instruments.length; place++) this.lose(place, reason);
  }

  /** @param low nanoseconds since 1970 at which it happened, in halves */
  protected showEvent(low: number, high: number): void {
    const { books } = this;
    const crossed = books.endOfEvent(this.sequence, low, high);
    for (let i = 0; i < crossed; i++) this.lose(books.crossed[i], StatusReason.Inconsistent);
  }

  protected tell(place: number, what: string): void {
    this.notice(`${this.name}: ${this.looped.instruments[place].symbol}: ${what}`);
  }
}
