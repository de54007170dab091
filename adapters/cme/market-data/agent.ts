/**
 * Market data of CME: MDP 3.0 in, records on the market-data ring and best levels to the sink out. Packets come from the channel in their order. A book begins with a snapshot of the loop, and with the packets that
 * came after what is in it, out of the log; it is shown at the end of an event. What is missed, and whatever proves that a book is not the venue's, makes it wait for the next snapshot.
 */
import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import type { Side } from '../../../protocol/codes/enums.js';
import { Mdp3Packet } from '../../../protocol/mdp3/packet.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import type { DatagramDial } from '../../kit/datagrams/datagrams.js';
import { EventBooks } from '../../kit/datagrams/event-books.js';
import { PacketLog } from '../../kit/datagrams/packet-log.js';
import type { Notice } from '../../kit/feed/outside.js';
import { readMs } from '../../kit/feed/read-ms.js';
import { SessionCounters } from '../../kit/feed/session-counters.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';
import { FAULT_NAMES, Fault } from '../../kit/json/fault.js';
import { cmeContract } from '../contract.js';
import { type ChannelListener, MdpChannel } from './channel.js';
import { Definitions } from './definitions.js';
import { EventEnd } from './event-end.js';
import { type BookHost, type MdpBooks, Template } from './mdp-books.js';
import type { CmeMarketOptions } from './options.js';
import { OrderBooks } from './order-books.js';
import { PriceBooks } from './price-books.js';
import { SnapshotPieces } from './snapshot-pieces.js';
import { TradeSummaries } from './trade-summaries.js';
import { CmeTrading } from './trading.js';

const TICK_MS = 20;
const TEMPLATE_AT = 2;
/** MatchEventIndicator. */
const END_OF_EVENT = 128;
const ALL = -1;
const NOBODY = -1;

export interface CmeMarketOutside {
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: TopSink;
  readonly notice: Notice;
  readonly dial: DatagramDial;
}

export class CmeMarketData implements Agent, ChannelListener, BookHost {
  readonly name = 'cme-mdp';
  readonly counters = new SessionCounters();
  readonly channel: MdpChannel;
  readonly links: readonly MdpChannel[];
  readonly books: EventBooks;
  private readonly clock: Clock;
  private readonly notice: Notice;
  private readonly ring: VenueRing;
  private readonly source: MdpBooks;
  private readonly log: PacketLog;
  private readonly logged = new Mdp3Packet();
  private readonly places: ReadonlyMap<number, number>;
  private readonly mantissaPerTick: Float64Array;
  private readonly definitions: Definitions;
  private readonly trading: CmeTrading;
  private readonly trades: TradeSummaries;
  private readonly eventEnd = new EventEnd();
  private readonly pieces: SnapshotPieces;
  /** What is being read does not fit. */
  private hasFailed = false;
  private isReading = false;
  /** The packet that is being read. */
  private sequence = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;
  /** Whom it is read for: all, or the one whose book is made of the log. */
  private only = ALL;
  private nextTickMs = 0;
  private isClockRead = false;

  /** @throws RangeError no SecurityID, or ticks or lots that CME has no number for */
  constructor(
    private readonly options: CmeMarketOptions,
    { clock, ring, sink, notice, dial }: CmeMarketOutside,
  ) {
    const { instruments, book } = options;
    const contracts = instruments.map(cmeContract);
    const count = instruments.length;
    this.clock = clock;
    this.notice = notice;
    this.ring = new VenueRing(ring, clock);
    this.places = new Map(contracts.map(({ securityId }, place) => [securityId, place]));
    this.mantissaPerTick = Float64Array.from(contracts, ({ mantissaPerTick }) => mantissaPerTick);
    this.source =
      book === 'price'
        ? new PriceBooks(count, this.mantissaPerTick, this)
        : new OrderBooks(count, options, this.mantissaPerTick, this);
    this.books = new EventBooks(options, this.ring, sink);
    this.trading = new CmeTrading(instruments, this.places, sink);
    this.trades = new TradeSummaries(
      instruments,
      this.places,
      this.mantissaPerTick,
      this.ring,
      this.counters,
    );
    this.log = new PacketLog(options.logPackets, options.arbiter.packetBytes);
    this.definitions = new Definitions(
      this.places,
      this.mantissaPerTick,
      this.source,
      this.trading,
      (place, why) => this.tell(place, why),
    );
    this.pieces = new SnapshotPieces(count);
    this.channel = new MdpChannel(options, dial, this, notice);
    this.links = [this.channel];
  }

  /** As metrics count. */
  get feeds() {
    return this.books.feeds;
  }

  doWork(): number {
    const nowMs = readMs(this.clock);
    if (nowMs < this.nextTickMs) return 0;
    this.nextTickMs = nowMs + TICK_MS;
    this.channel.tick(nowMs);
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

  // ---- from the channel -------------------------------------------------------------------------------------

  packet(packet: Mdp3Packet, bytes: Buffer, start: number, end: number, sequence: number): void {
    if (!this.isClockRead) this.clock.read();
    this.isClockRead = true;
    this.sequence = sequence;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.counters.bytes += end - start;
    if (this.books.waiting > 0) this.log.append(sequence, bytes, start, end);
    this.isReading = true;
    while (packet.next()) this.message(bytes, packet.messageStart, packet.messageEnd);
    this.isReading = false;
  }

  lost(from: number, count: number): void {
    this.log.clear();
    this.trading.doubt();
    this.books.lost(from + count - 1);
    this.ring.publish();
  }

  begins(): void {
    this.log.clear();
    this.trading.doubt();
    this.loseAll(StatusReason.Synchronizing);
  }

  stands(reason: StatusReason): void {
    this.books.stands(reason);
    this.ring.publish();
  }

  snapshot(packet: Mdp3Packet, bytes: Buffer): void {
    while (packet.next()) {
      const fault = this.source.readSnapshot(bytes, packet.messageStart, packet.messageEnd);
      if (fault === SbeFault.None) this.takeSnapshot();
      else if (fault === SbeFault.BadLength) this.counters.faults[Fault.Truncated]++;
    }
  }

  definition(packet: Mdp3Packet, bytes: Buffer): void {
    while (packet.next()) {
      const { messageStart, messageEnd } = packet;
      const template = bytes.readUInt16LE(messageStart + TEMPLATE_AT);
      const fault = this.definitions.take(template, bytes, messageStart, messageEnd);
      if (fault !== SbeFault.None) this.counters.faults[Fault.Truncated]++;
    }
  }

  arrived(): void {
    this.isClockRead = false;
    this.ring.publish();
  }

  unsound(fault: Fault): void {
    this.counters.messages++;
    this.counters.faults[fault]++;
  }

  // ---- from the books ---------------------------------------------------------------------------------------

  placeOf(securityId: number): number {
    const place = this.places.get(securityId);
    if (place === undefined || (this.only !== ALL && place !== this.only)) return NOBODY;
    return this.books.isFollowing(place, this.sequence) ? place : NOBODY;
  }

  level(place: number, side: Side, ticks: number, lots: number): void {
    this.books.level(place, side, ticks, lots);
  }

  wrong(place: number, fault: Fault): void {
    this.counters.faults[fault]++;
    this.hasFailed = true;
    // Said once, and not of every snapshot that is no better.
    if (this.books.has(place))
      this.tell(place, `packet ${this.sequence} does not fit (${FAULT_NAMES[fault]})`);
    this.lose(place, StatusReason.Refused);
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private message(bytes: Buffer, start: number, end: number): void {
    const template = bytes[start + TEMPLATE_AT] | (bytes[start + TEMPLATE_AT + 1] << 8);
    this.counters.messages++;
    const fault = this.take(template, bytes, start, end);
    if (fault === SbeFault.WrongTemplate) this.counters.others++;
    else if (fault !== SbeFault.None) return this.damaged();
    const indicator = this.eventEnd.of(template, bytes, start, end);
    if (indicator < 0) return;
    if ((indicator & END_OF_EVENT) === 0) this.books.goesOn();
    else this.endOfEvent();
  }

  private take(template: number, bytes: Buffer, start: number, end: number): SbeFault {
    if (this.source.follows(template)) {
      this.counters.updates++;
      return this.source.take(template, bytes, start, end);
    }
    switch (template) {
      case Template.TradeSummary:
        return this.trades.take(bytes, start, end);
      case Template.SecurityStatus:
        return this.trading.take(bytes, start, end);
      case Template.ChannelReset:
        this.begins();
        return SbeFault.None;
      case Template.Heartbeat:
      // Of orders, where books are by price.
      case Template.OrderBook:
        return SbeFault.None;
      default:
        return SbeFault.WrongTemplate;
    }
  }

  private endOfEvent(): void {
    const { block } = this.eventEnd;
    const crossed = this.books.endOfEvent(
      this.sequence,
      block.lowOf(EventEnd.timeAt, true),
      block.highOf(EventEnd.timeAt, true),
    );
    for (let i = 0; i < crossed; i++) this.lose(this.books.crossed[i], StatusReason.Inconsistent);
  }

  /** Whose it was nobody knows. */
  private damaged(): void {
    this.counters.faults[Fault.Truncated]++;
    this.notice(`${this.name}: packet ${this.sequence} holds a message that ends too early`);
    this.trading.doubt();
    this.loseAll(StatusReason.Refused);
  }

  private takeSnapshot(): void {
    const { source, books, channel } = this;
    const { securityId, lastSequence, piece, status } = source.head;
    channel.knownSequence = lastSequence;
    const place = this.places.get(securityId);
    if (place === undefined) return;
    this.trading.stands(place, status);
    if (books.has(place) || !this.definitions.has(place)) return;
    if (!this.pieces.isNext(place, source.head)) return;
    if (piece === 1) {
      source.clear(place);
      books.begin(place);
    }
    this.hasFailed = false;
    source.takeSnapshot(place);
    if (this.pieces.taken(place, source.head, !this.hasFailed)) this.begin(place, lastSequence);
  }

  /** The snapshot is whole: what came behind it is in the log, or it is too old. */
  private begin(place: number, lastSequence: number): void {
    if (!this.goesOnFrom(lastSequence)) {
      this.counters.uselessSnapshots++;
      return;
    }
    this.counters.snapshots++;
    this.books.base(place, lastSequence);
    this.readLog(place, lastSequence + 1);
    if (this.books.has(place) && !this.books.settle(place)) this.lose(place, StatusReason.Inconsistent);
  }

  private goesOnFrom(lastSequence: number): boolean {
    const { nextSequence } = this.channel.arbiter;
    if (nextSequence === 0) return false;
    return lastSequence + 1 >= nextSequence || (this.log.count > 0 && lastSequence + 1 >= this.log.first);
  }

  private readLog(place: number, from: number): void {
    const { log, logged, books, sequence } = this;
    this.only = place;
    for (let number = from; number < log.end && books.has(place); number++) {
      this.sequence = number;
      logged.read(log.bytes, log.startOf(number), log.endOf(number));
      while (logged.next() && books.has(place)) this.readAgain(place, logged.messageStart, logged.messageEnd);
    }
    this.only = ALL;
    this.sequence = sequence;
  }

  private readAgain(place: number, start: number, end: number): void {
    const { bytes } = this.log;
    const template = bytes.readUInt16LE(start + TEMPLATE_AT);
    const isReset = template === Template.ChannelReset;
    const isDamaged =
      this.source.follows(template) && this.source.take(template, bytes, start, end) !== SbeFault.None;
    if (isReset || isDamaged) this.lose(place, StatusReason.Synchronizing);
  }

  private loseAll(reason: StatusReason): void {
    for (let place = 0; place < this.options.instruments.length; place++) this.lose(place, reason);
  }

  /** The first one that waits needs the packet that is being read in the log too. */
  private lose(place: number, reason: StatusReason): void {
    if (this.books.waiting === 0 && this.isReading) {
      this.log.clear();
      this.log.append(this.sequence, this.bytes, this.start, this.end);
    }
    this.books.lose(place, reason);
  }

  private tell(place: number, what: string): void {
    this.notice(`${this.name}: ${this.options.instruments[place].symbol}: ${what}`);
  }
}
