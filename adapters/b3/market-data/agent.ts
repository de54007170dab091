/**
 * Market data of B3: Binary UMDF in, records on the market-data ring and best levels to the sink out. Packets come from the channel in their order. A book begins with a snapshot of the loop, and with the packets that
 * came after what is in it, out of the log; it is shown at the end of an event. What is missed, and whatever proves that a book is not the venue's, makes it wait for the next snapshot.
 */
import type { BroadcastWriter } from '../../../engine/rings/broadcast.js';
import type { Agent, Clock } from '../../../engine/threads/agent.js';
import type { Side } from '../../../protocol/codes/enums.js';
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import type { UmdfPacket } from '../../../protocol/umdf/packet.js';
import { Header, SbeFault, type SbeMessage, SbeMessages } from '../../../protocol/views/sbe-message.js';
import type { DatagramDial } from '../../kit/datagrams/datagrams.js';
import { EventBooks } from '../../kit/datagrams/event-books.js';
import type { Notice } from '../../kit/feed/outside.js';
import { readMs } from '../../kit/feed/read-ms.js';
import { SessionCounters } from '../../kit/feed/session-counters.js';
import type { TopSink } from '../../kit/feed/sink.js';
import { VenueRing } from '../../kit/feed/venue-ring.js';
import { FAULT_NAMES, Fault } from '../../kit/json/fault.js';
import { b3Contract } from '../contract.js';
import { type ChannelListener, UmdfChannel } from './channel.js';
import { Definitions } from './definitions.js';
import type { UmdfOptions } from './options.js';
import { Recovery, type RecoveryOwner } from './recovery.js';
import { Report, ReportNumbers } from './report-numbers.js';
import { SecurityIds } from './security-ids.js';
import { SECURITY_ID_AT, UmdfTemplates } from './templates.js';
import { UmdfTrades } from './trades.js';
import { B3Trading } from './trading.js';
import { type BookHost, UmdfBooks } from './umdf-books.js';

const TICK_MS = 20;
const ID_BYTES = 8;
const HALF_BYTES = 4;

export interface B3MarketOutside {
  readonly clock: Clock;
  readonly ring: BroadcastWriter;
  readonly sink: TopSink;
  readonly notice: Notice;
  readonly dial: DatagramDial;
}

export class B3MarketData implements Agent, ChannelListener, BookHost, RecoveryOwner {
  readonly name = 'b3-umdf';
  readonly counters = new SessionCounters();
  readonly channel: UmdfChannel;
  readonly links: readonly UmdfChannel[];
  readonly books: EventBooks;
  private readonly clock: Clock;
  private readonly notice: Notice;
  private readonly ring: VenueRing;
  private readonly ids: SecurityIds;
  private readonly templates = new UmdfTemplates();
  private readonly messages = new SbeMessages(umdf.SCHEMA, umdf.MESSAGES);
  private readonly source: UmdfBooks;
  private readonly reports: ReportNumbers;
  private readonly definitions: Definitions;
  private readonly trading: B3Trading;
  private readonly trades: UmdfTrades;
  private readonly recovery: Recovery;
  /** The packet that is being read. */
  private isReading = false;
  private sequence = 0;
  private bytes: Buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;
  private nextTickMs = 0;
  private isClockRead = false;

  /** @throws RangeError no SecurityID, or ticks or lots that B3 has no number for */
  constructor(
    private readonly options: UmdfOptions,
    { clock, ring, sink, notice, dial }: B3MarketOutside,
  ) {
    const { instruments } = options;
    const contracts = instruments.map(b3Contract);
    this.clock = clock;
    this.notice = notice;
    this.ring = new VenueRing(ring, clock);
    this.ids = new SecurityIds(contracts);
    this.source = new UmdfBooks(contracts, options, this);
    this.books = new EventBooks(options, this.ring, sink);
    this.reports = new ReportNumbers(instruments.length);
    this.trading = new B3Trading(instruments, sink);
    this.trades = new UmdfTrades(instruments, contracts, this.ring, this.counters);
    this.definitions = new Definitions(contracts);
    const { books, source, reports, ids, templates, definitions, trading, counters } = this;
    const parts = { books, source, reports, ids, templates, definitions, trading, counters };
    this.recovery = new Recovery(options, parts, this);
    this.channel = new UmdfChannel(options, dial, this, notice);
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
    this.recovery.snapshots.tick(nowMs);
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

  packet(packet: UmdfPacket, bytes: Buffer, start: number, end: number, sequence: number): void {
    if (!this.isClockRead) this.clock.read();
    this.isClockRead = true;
    this.sequence = sequence;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.counters.bytes += end - start;
    this.recovery.packet(sequence, packet.sequenceVersion, bytes, start, end);
    this.isReading = true;
    while (packet.next()) this.message(bytes, packet.messageStart, packet.messageEnd);
    this.isReading = false;
  }

  lost(from: number, count: number): void {
    this.recovery.beginAnew(0);
    this.books.lost(from + count - 1);
    this.ring.publish();
  }

  begins(version: number): void {
    this.recovery.beginAnew(version);
    this.loseAll(StatusReason.Synchronizing);
  }

  stands(reason: StatusReason): void {
    this.books.stands(reason);
    this.ring.publish();
  }

  snapshot(packet: UmdfPacket, bytes: Buffer, line: number): void {
    this.recovery.snapshots.packet(packet, bytes, line);
  }

  definition(packet: UmdfPacket, bytes: Buffer): void {
    while (packet.next()) {
      const place = this.definitions.read(bytes, packet.messageStart, packet.messageEnd, this.ids);
      if (place >= 0) this.define(place);
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

  level(place: number, side: Side, ticks: number, lots: number): void {
    this.books.level(place, side, ticks, lots);
  }

  wrong(place: number, fault: Fault): void {
    this.counters.faults[fault]++;
    this.recovery.fail();
    // Said once, and not of every snapshot that is no better.
    if (this.books.has(place))
      this.tell(place, `packet ${this.sequence} does not fit (${FAULT_NAMES[fault]})`);
    this.lose(place, StatusReason.Refused);
  }

  // ---- from the recovery ------------------------------------------------------------------------------------

  get nextSequence(): number {
    return this.channel.arbiter.nextSequence;
  }

  /** A change of a book that is proved. */
  follow(place: number, message: SbeMessage, sequence: number): void {
    const report = this.reports.judge(place, this.templates.rptSeq(message));
    if (report === Report.Known) return;
    if (report === Report.Ahead) return this.missing(place, sequence);
    switch (message.templateId) {
      case umdf.OrderMBO50.templateId:
        return this.source.order(place, message as umdf.OrderMBO50);
      case umdf.DeleteOrderMBO51.templateId:
        return this.source.remove(place, message as umdf.DeleteOrderMBO51);
      case umdf.MassDeleteOrdersMBO52.templateId:
        return this.source.removeSide(place, (message as umdf.MassDeleteOrdersMBO52).mdEntryType);
      case umdf.EmptyBook9.templateId:
        this.source.removeSide(place, umdf.MDEntryTypeValue.BID);
        this.source.removeSide(place, umdf.MDEntryTypeValue.OFFER);
    }
  }

  /** The first one that waits needs the packet that is being read in the log too. */
  lose(place: number, reason: StatusReason): void {
    if (this.books.waiting === 0 && this.isReading)
      this.recovery.beginWith(this.sequence, this.bytes, this.start, this.end);
    this.books.lose(place, reason);
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private message(bytes: Buffer, start: number, end: number): void {
    const { messages, counters } = this;
    counters.messages++;
    const fault = messages.read(bytes, start, end);
    if (fault === SbeFault.WrongTemplate) counters.others++;
    else if (fault !== SbeFault.None) this.damaged(bytes, start, end);
    else this.take(messages.message!);
  }

  private take(message: SbeMessage): void {
    if (message.templateId === umdf.ChannelReset11.templateId) return this.emptied();
    if (message.templateId === umdf.SecurityGroupPhase10.templateId)
      return this.trading.group(message as umdf.SecurityGroupPhase10);
    const place = this.templates.isOfInstrument(message) ? this.ids.placeIn(message) : -1;
    if (place < 0) this.counters.others++;
    else this.ours(place, message);
  }

  private ours(place: number, message: SbeMessage): void {
    this.counters.updates++;
    if (this.books.isFollowing(place, this.sequence)) this.follow(place, message, this.sequence);
    switch (message.templateId) {
      case umdf.ExecutionSummary55.templateId:
        this.trades.summary(place, message as umdf.ExecutionSummary55);
        break;
      case umdf.Trade53.templateId:
        this.trades.take(place, message as umdf.Trade53);
        break;
      case umdf.SecurityStatus3.templateId:
        this.trading.security(place, message as umdf.SecurityStatus3);
    }
    const indicator = this.templates.indicator(message);
    if (indicator < 0) return;
    if ((indicator & umdf.MatchEventIndicatorValue.EndOfEvent) === 0) this.books.goesOn();
    else this.endOfEvent(place, message);
  }

  private endOfEvent(place: number, message: SbeMessage): void {
    this.trades.endOfEvent(place);
    const { templates, books } = this;
    const crossed = books.endOfEvent(this.sequence, templates.timeLow(message), templates.timeHigh(message));
    for (let i = 0; i < crossed; i++) this.lose(books.crossed[i], StatusReason.Inconsistent);
  }

  private missing(place: number, sequence: number): void {
    this.tell(place, `a report before packet ${sequence} could not be read`);
    this.feeds[place].sync.gaps++;
    this.lose(place, StatusReason.Gap);
  }

  /** Every book begins with nothing: what is told again is in the snapshots too. */
  private emptied(): void {
    this.notice(`${this.name}: the channel was reset`);
    this.trading.doubt();
    this.loseAll(StatusReason.Synchronizing);
  }

  /** Whose it was may still be read; else it may have been anybody's. */
  private damaged(bytes: Buffer, start: number, end: number): void {
    const at = start + Header.Bytes + SECURITY_ID_AT;
    this.counters.faults[Fault.Truncated]++;
    this.trading.doubt();
    if (!this.templates.hasInstrument(bytes.readUInt16LE(start + Header.TemplateId)) || end - at < ID_BYTES)
      return this.loseAll(StatusReason.Refused);
    const place = this.ids.placeOf(bytes.readInt32LE(at), bytes.readInt32LE(at + HALF_BYTES));
    if (place < 0) return;
    this.tell(place, `packet ${this.sequence} holds a message that ends too early`);
    this.lose(place, StatusReason.Refused);
  }

  private loseAll(reason: StatusReason): void {
    for (let place = 0; place < this.options.instruments.length; place++) this.lose(place, reason);
  }

  private define(place: number): void {
    this.trading.belongsTo(place, this.definitions.group);
    if (!this.definitions.isRefused(place)) return;
    this.tell(place, this.definitions.why);
    this.lose(place, StatusReason.Refused);
  }

  private tell(place: number, what: string): void {
    this.notice(`${this.name}: ${this.options.instruments[place].symbol}: ${what}`);
  }
}
