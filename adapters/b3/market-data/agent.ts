/**
 * Market data of B3: what the messages of Binary UMDF say of books, trades and halts. A book follows while the reports of its instrument do, by their numbers; how it begins says `recovery.ts`, and what all feeds of this kind share
 * is the kit's.
 */
import * as umdf from '../../../protocol/messages/generated/umdf.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import type { UmdfPacket } from '../../../protocol/umdf/packet.js';
import { Header, SbeFault, type SbeMessage, SbeMessages } from '../../../protocol/views/sbe-message.js';
import { LoopedAgent, type LoopedOutside } from '../../kit/datagrams/looped-agent.js';
import { Fault } from '../../kit/json/fault.js';
import { b3Contract } from '../contract.js';
import { UmdfChannel } from './channel.js';
import { Definitions } from './definitions.js';
import type { UmdfOptions } from './options.js';
import { type B3RecoveryOwner, Recovery } from './recovery.js';
import { Report, ReportNumbers } from './report-numbers.js';
import { SecurityIds } from './security-ids.js';
import { SECURITY_ID_AT, UmdfTemplates } from './templates.js';
import { UmdfTrades } from './trades.js';
import { B3Trading } from './trading.js';
import { type BookHost, UmdfBooks } from './umdf-books.js';

const ID_BYTES = 8;
const HALF_BYTES = 4;

export class B3MarketData extends LoopedAgent<UmdfPacket> implements BookHost, B3RecoveryOwner {
  readonly channel: UmdfChannel;
  protected readonly recovery: Recovery;
  private readonly ids: SecurityIds;
  private readonly templates = new UmdfTemplates();
  private readonly messages = new SbeMessages(umdf.SCHEMA, umdf.MESSAGES);
  private readonly source: UmdfBooks;
  private readonly reports: ReportNumbers;
  private readonly definitions: Definitions;
  private readonly trading: B3Trading;
  private readonly trades: UmdfTrades;

  /** @throws RangeError no SecurityID, or ticks or lots that B3 has no number for */
  constructor(options: UmdfOptions, outside: LoopedOutside) {
    super('b3-umdf', options, outside);
    const { instruments } = options;
    const contracts = instruments.map(b3Contract);
    this.ids = new SecurityIds(contracts);
    this.source = new UmdfBooks(contracts, options, this);
    this.reports = new ReportNumbers(instruments.length);
    this.trading = new B3Trading(instruments, outside.sink);
    this.trades = new UmdfTrades(instruments, contracts, this.ring, this.counters);
    this.definitions = new Definitions(contracts);
    const { source, reports, ids, templates, definitions, trading } = this;
    this.recovery = new Recovery(options, { source, reports, ids, templates, definitions, trading }, this);
    this.channel = new UmdfChannel(options, outside.dial, this, outside.notice);
  }

  // ---- from the channel -------------------------------------------------------------------------------------

  snapshot(packet: UmdfPacket, bytes: Buffer, line: number): void {
    this.recovery.snapshots.packet(packet, bytes, line);
  }

  definition(packet: UmdfPacket, bytes: Buffer): void {
    while (packet.next()) {
      const place = this.definitions.read(bytes, packet.messageStart, packet.messageEnd, this.ids);
      if (place >= 0) this.define(place);
    }
  }

  protected doubt(): void {
    this.trading.doubt();
  }

  protected override ticked(nowMs: number): void {
    this.recovery.snapshots.tick(nowMs);
  }

  protected message(bytes: Buffer, start: number, end: number): void {
    const { messages, counters } = this;
    counters.messages++;
    const fault = messages.read(bytes, start, end);
    if (fault === SbeFault.WrongTemplate) counters.others++;
    else if (fault !== SbeFault.None) this.damaged(bytes, start, end);
    else this.take(messages.message!);
  }

  // ---- from the recovery ------------------------------------------------------------------------------------

  get version(): number {
    return this.channel.version;
  }

  /** A change of a book that is proved. */
  follow(place: number, message: SbeMessage): void {
    const report = this.reports.judge(place, this.templates.rptSeq(message));
    if (report === Report.Known) return;
    if (report === Report.Ahead) return this.missing(place);
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

  // ---- inside -----------------------------------------------------------------------------------------------

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
    if (this.books.isFollowing(place, this.sequence)) this.follow(place, message);
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
    this.showEvent(this.templates.timeLow(message), this.templates.timeHigh(message));
  }

  private missing(place: number): void {
    this.tell(place, `a report before packet ${this.sequence} could not be read`);
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

  private define(place: number): void {
    this.trading.belongsTo(place, this.definitions.group);
    if (!this.definitions.isRefused(place)) return;
    this.tell(place, this.definitions.why);
    this.lose(place, StatusReason.Refused);
  }
}
