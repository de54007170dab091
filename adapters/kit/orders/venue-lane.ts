/**
 * The adapters' end of their lane: what venues say, as commands. Nothing of it may be refused or lost, so what finds the lane full
 * waits here in order; when too much waits, `isOverrun` says so, and the adapter lets its connections go and reconciles later.
 */
import { LANE_FULL, type LaneWriter } from '../../../engine/rings/lane.js';
import type { Clock } from '../../../engine/threads/agent.js';
import {
  type Liquidity,
  type ListingStatus,
  VenueReportKind,
  type VenueStatus,
} from '../../../protocol/codes/enums.js';
import type { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, TradeRefDouble, Venue } from '../../../protocol/records/command.js';
import { head, LANE_PAYLOAD_WORDS } from '../../../protocol/records/layout.js';
import {
  ChildFillDouble,
  Listing,
  ListingDouble,
  Report,
  ReportDouble,
} from '../../../protocol/records/routing.js';
import type { ChildOrder } from './child-order.js';

/** Reports of some seconds of a busy venue. */
const MOST_WAITING = 1 << 14;

export interface ListingTerms {
  readonly status: ListingStatus;
  readonly stepTicks: number;
  readonly makerRate: number;
  readonly takerRate: number;
  readonly minLots: number;
  readonly stepLots: number;
}

export interface LaneFill {
  readonly lots: number;
  readonly priceTicks: number;
  readonly liquidity: Liquidity;
}

export class VenueLane {
  private readonly waiting: Int32Array[] = [];
  private readonly record = new Int32Array(LANE_PAYLOAD_WORDS);
  private readonly doubles = new Float64Array(this.record.buffer);

  constructor(
    private readonly lane: LaneWriter,
    private readonly clock: Clock,
  ) {}

  get isOverrun(): boolean {
    return this.waiting.length >= MOST_WAITING;
  }

  venueStatus(venue: number, status: VenueStatus): void {
    this.begin(head(CommandKind.VenueStatus, venue, status));
    this.write();
  }

  /** The adapter knows of no order: see `CommandKind.VenueAttached`. */
  attached(venue: number): void {
    this.begin(head(CommandKind.VenueAttached, venue));
    this.write();
  }

  listing(venue: number, instrument: number, terms: ListingTerms): void {
    this.begin(head(CommandKind.DefineListing, venue, terms.status));
    this.record[Cmd.Instrument] = instrument;
    this.record[Listing.StepTicks] = terms.stepTicks;
    this.record[Listing.MakerRate] = terms.makerRate;
    this.record[Listing.TakerRate] = terms.takerRate;
    this.doubles[ListingDouble.MinLots] = terms.minLots;
    this.doubles[ListingDouble.StepLots] = terms.stepLots;
    this.write();
  }

  /** @param number of it, which the core's echo bears: see `TradeMemory` */
  fill(venue: number, order: ChildOrder, cumLots: number, fill: LaneFill, number: number): void {
    this.begin(head(CommandKind.ChildFill, venue, fill.liquidity));
    this.name(order);
    this.execution(order, fill, number);
    this.doubles[ChildFillDouble.CumLots] = cumLots;
    this.write();
  }

  /** An execution of an order that the core knows no more. */
  lateFill(streetAccount: number, order: ChildOrder, fill: LaneFill, number: number): void {
    this.begin(head(CommandKind.VenueFill, order.terms.side, fill.liquidity));
    this.record[Cmd.Owner] = order.terms.owner;
    this.record[Venue.StreetAccount] = streetAccount;
    this.execution(order, fill, number);
    this.write();
  }

  /** Byte A says whose it was, one more than the venue: an operator's has 0. @param sequence of the command that counted the execution */
  bust(venue: number, sequence: number): void {
    this.begin(head(CommandKind.TradeBust, venue + 1));
    this.doubles[TradeRefDouble.Sequence] = sequence;
    this.write();
  }

  correction(venue: number, sequence: number, lots: number, priceTicks: number): void {
    this.begin(head(CommandKind.TradeCorrection, venue + 1));
    this.doubles[TradeRefDouble.Sequence] = sequence;
    this.record[Cmd.PriceTicks] = priceTicks;
    this.doubles[CmdDouble.QtyLots] = lots;
    this.write();
  }

  report(venue: number, order: ChildOrder, kind: VenueReportKind, cumLots: number, reason: Reason): void {
    this.begin(head(CommandKind.VenueReport, venue, kind));
    this.name(order);
    this.record[Report.Reason] = reason;
    this.doubles[ReportDouble.CumLots] = cumLots;
    this.write();
  }

  changed(venue: number, order: ChildOrder, isAsked: boolean, priceTicks: number, totalLots: number): void {
    const kind = isAsked ? VenueReportKind.Replaced : VenueReportKind.Restated;
    this.begin(head(CommandKind.VenueReport, venue, kind));
    this.name(order);
    this.record[Cmd.PriceTicks] = priceTicks;
    this.doubles[ReportDouble.TotalLots] = totalLots;
    this.write();
  }

  /** False: no room, and nothing was written. Prices may be left out; what is left out is told later as it is then. */
  level(
    venue: number,
    instrument: number,
    side: number,
    position: number,
    priceTicks: number,
    lots: number,
  ): boolean {
    if (this.waiting.length > 0) return false;
    const at = this.lane.claim();
    if (at === LANE_FULL) return false;
    this.begin(head(CommandKind.VenueLevel, venue, side, position));
    this.record[Cmd.Instrument] = instrument;
    this.record[Cmd.PriceTicks] = priceTicks;
    this.doubles[CmdDouble.QtyLots] = lots;
    this.lane.i32.set(this.record, at);
    return true;
  }

  /** What an instrument trades at, or another price that is none of our book's. False: no room; the next one will do. */
  price(venue: number, instrument: number, priceTicks: number): boolean {
    const at = this.waiting.length > 0 ? LANE_FULL : this.lane.claim();
    if (at === LANE_FULL) return false;
    this.begin(head(CommandKind.VenuePrice, venue));
    this.record[Cmd.Instrument] = instrument;
    this.record[Cmd.PriceTicks] = priceTicks;
    this.lane.i32.set(this.record, at);
    return true;
  }

  /** At the end of a turn. Returns records that waited and went. */
  flush(): number {
    let gone = 0;
    for (; gone < this.waiting.length; gone++) {
      const at = this.lane.claimUrgent();
      if (at === LANE_FULL) break;
      this.lane.i32.set(this.waiting[gone], at);
    }
    if (gone > 0) this.waiting.splice(0, gone);
    this.lane.commit();
    return gone;
  }

  private begin(headWord: number): void {
    this.record.fill(0);
    this.record[Cmd.Head] = headWord;
    this.record[Cmd.Seconds] = this.clock.seconds;
    this.record[Cmd.Nanos] = this.clock.nanos;
  }

  private execution({ terms }: ChildOrder, { lots, priceTicks }: LaneFill, number: number): void {
    this.record[Cmd.Instrument] = terms.instrument;
    this.record[Cmd.Message] = number;
    this.record[Cmd.PriceTicks] = priceTicks;
    this.doubles[CmdDouble.QtyLots] = lots;
  }

  private name({ terms }: ChildOrder): void {
    this.record[Cmd.OrderSlot] = terms.slot;
    this.record[Cmd.OrderGeneration] = terms.generation;
  }

  private write(): void {
    const at = this.waiting.length > 0 ? LANE_FULL : this.lane.claimUrgent();
    if (at === LANE_FULL) this.waiting.push(this.record.slice());
    else this.lane.i32.set(this.record, at);
  }
}
