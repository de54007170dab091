/**
 * Market data of CME: what the messages of MDP 3.0 say of books by price or by order, trades and halts. How a book begins says `recovery.ts`, and what all feeds of this kind share is the kit's.
 */
import type { Mdp3Packet } from '../../../protocol/mdp3/packet.js';
import { StatusReason } from '../../../protocol/records/venue-data.js';
import { SbeFault } from '../../../protocol/views/sbe-message.js';
import { LoopedAgent, type LoopedOutside } from '../../kit/datagrams/looped-agent.js';
import { Fault } from '../../kit/json/fault.js';
import { cmeContract } from '../contract.js';
import { MdpChannel } from './channel.js';
import { Definitions } from './definitions.js';
import { EventEnd } from './event-end.js';
import { type BookHost, type MdpBooks, TEMPLATE_AT, Template } from './mdp-books.js';
import type { CmeMarketOptions } from './options.js';
import { OrderBooks } from './order-books.js';
import { PriceBooks } from './price-books.js';
import { Recovery } from './recovery.js';
import { TradeSummaries } from './trade-summaries.js';
import { CmeTrading } from './trading.js';

/** MatchEventIndicator. */
const END_OF_EVENT = 128;
const NOBODY = -1;

export class CmeMarketData extends LoopedAgent<Mdp3Packet> implements BookHost {
  readonly channel: MdpChannel;
  protected readonly recovery: Recovery;
  private readonly source: MdpBooks;
  private readonly places: ReadonlyMap<number, number>;
  private readonly definitions: Definitions;
  private readonly trading: CmeTrading;
  private readonly trades: TradeSummaries;
  private readonly eventEnd = new EventEnd();

  /** @throws RangeError no SecurityID, or ticks or lots that CME has no number for */
  constructor(options: CmeMarketOptions, outside: LoopedOutside) {
    super('cme-mdp', options, outside);
    const { instruments, book } = options;
    const contracts = instruments.map(cmeContract);
    const { length } = instruments;
    const places = new Map(contracts.map(({ securityId }, place) => [securityId, place]));
    const perTick = Float64Array.from(contracts, ({ mantissaPerTick }) => mantissaPerTick);
    this.places = places;
    this.source =
      book === 'price'
        ? new PriceBooks(length, perTick, this)
        : new OrderBooks(length, options, perTick, this);
    this.trading = new CmeTrading(instruments, places, outside.sink);
    this.trades = new TradeSummaries(instruments, places, perTick, this.ring, this.counters);
    const refuse = (place: number, why: string) => this.tell(place, why);
    this.definitions = new Definitions(places, perTick, this.source, this.trading, refuse);
    this.recovery = new Recovery(options, this.source, this.definitions, this);
    this.channel = new MdpChannel(options, outside.dial, this, outside.notice);
  }

  // ---- from the channel -------------------------------------------------------------------------------------

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

  protected doubt(): void {
    this.trading.doubt();
  }

  protected message(bytes: Buffer, start: number, end: number): void {
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

  // ---- from the books ---------------------------------------------------------------------------------------

  placeOf(securityId: number): number {
    const place = this.places.get(securityId);
    if (place === undefined || !this.recovery.isFor(place)) return NOBODY;
    return this.books.isFollowing(place, this.sequence) ? place : NOBODY;
  }

  // ---- inside -----------------------------------------------------------------------------------------------

  private take(template: number, bytes: Buffer, start: number, end: number): SbeFault {
    if (this.source.follows(template)) {
      this.counters.updates++;
      return this.source.take(template, bytes, start, end);
    }
    switch (template) {
      case Template.TradeSummary:
      case Template.TradeSummaryLong:
        return this.trades.take(template, bytes, start, end);
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
    this.showEvent(block.lowOf(EventEnd.timeAt, true), block.highOf(EventEnd.timeAt, true));
  }

  /** Whose it was nobody knows. */
  private damaged(): void {
    this.counters.faults[Fault.Truncated]++;
    this.notice(`${this.name}: packet ${this.sequence} holds a message that ends too early`);
    this.trading.doubt();
    this.loseAll(StatusReason.Refused);
  }

  private takeSnapshot(): void {
    const { securityId, lastSequence, status } = this.source.head;
    this.channel.knownSequence = lastSequence;
    const place = this.places.get(securityId);
    if (place === undefined) return;
    this.trading.stands(place, status);
    this.recovery.piece(place);
  }
}
