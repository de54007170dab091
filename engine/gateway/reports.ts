/**
 * Event records → execution reports for the sessions that they concern. Used twice: for live events, and by a session
 * that resumes over the same records out of the journal, so that a report given again is the very same report.
 * `EventGroup.enter` and `OrderTable.apply` come before.
 */
import { EndKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Body, Liquidity } from '../../protocol/generated/pregao/wire.js';
import { Cmd, CmdDouble, CommandFlag, CommandKind, reasonOf } from '../../protocol/records/command.js';
import {
  actionOf,
  End,
  EndDouble,
  EventKind,
  QuoteAction,
  QuoteWord,
  refusalOf,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, kindOf, sessionOf, Word } from '../../protocol/records/layout.js';
import type { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import type { EventGroup } from '../views/event-group.js';
import type { OrderTable } from '../views/order-table.js';
import { ChildReports } from './child-reports.js';
import { MassCancelReports } from './mass-cancel-reports.js';
import { QuoteReports } from './quote-reports.js';
import { ReportWriter } from './report-writer.js';
import { TradeChanges } from './trade-changes.js';
import type { Units } from './units.js';

/** Two OrderExecuted, of children with their own reports, a QuoteReport and some air: what `keepTogether` needs in one frame. */
export const PAIR_BYTES = 1_024;

/** What "maker" and "taker" of a trade were. */
const CONTINUOUS = [Liquidity.Maker, Liquidity.Taker] as const;
const UNCROSS = [Liquidity.Auction, Liquidity.Auction] as const;

/** What a venue's answer to a replace is for who asked for it. */
function restatement(reason: number): Body {
  if (reason === Reason.ReplacedAtVenue) return Body.OrderReplaced;
  return reason === Reason.ReplaceRefusedByVenue ? Body.ReplaceRejected : Body.OrderRestated;
}

/** Where reports go. */
export interface ReportSink {
  /** An event concerns this session. True: it wants the report. */
  concerns(session: number, sequence: number, index: number): boolean;
  report(session: number, type: Body, report: ReportFields): void;
  massCancelReport(session: number, report: MassCancelReportFields): void;
  quoteReport(session: number, type: Body, report: QuoteReportFields): void;
  /** @param type TradeBusted or TradeCorrected */
  tradeChange(session: number, type: Body, change: TradeChangeFields): void;
  /** Reports of one event follow, five at most: a client must not see one without the other. */
  keepTogether(session: number): void;
}

export class Reports {
  private readonly writer: ReportWriter;
  private readonly children: ChildReports;
  private readonly massCancels: MassCancelReports;
  private readonly quotes: QuoteReports;
  private readonly tradeChanges: TradeChanges;
  /** Routed order that the command in progress asks to be cancelled or replaced, and which of it; 0 = none. */
  private asked = 0;
  private askedFor: Reason = Reason.None;

  constructor(
    private readonly group: EventGroup,
    private readonly orders: OrderTable,
    private readonly units: Units,
    private readonly sink: ReportSink,
  ) {
    this.writer = new ReportWriter(group, orders, units, sink);
    this.children = new ChildReports(this.writer, orders, units);
    this.massCancels = new MassCancelReports(group, sink);
    this.quotes = new QuoteReports(group, sink);
    this.tradeChanges = new TradeChanges(group, units, sink);
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    const endsQuote = this.group.kind === CommandKind.Quote && i32[at + Word.Flags] < 0;
    if (endsQuote) this.sink.keepTogether(this.group.session);
    this.one(i32, f64, at);
    if (endsQuote) this.quotes.done();
    if (this.asked !== 0 && i32[at + Word.Flags] < 0) this.pending();
  }

  private one(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.ChildFill:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.filledAway(i32, f64, at);
        break;
      case EventKind.ChildOrder:
      case EventKind.ChildState:
      case EventKind.VenueCancel:
      case EventKind.VenueReplace:
        this.children.apply(i32, at);
        break;
      case CommandKind.NewOrder:
        this.newOrder(i32, f64, at);
        break;
      case CommandKind.CancelOrder:
        if (reasonOf(i32[at + Cmd.Flags]) !== 0) this.requestRejected(Body.CancelRejected, i32, at);
        else this.ask(i32[at + Cmd.OrderSlot], Reason.CancelPending);
        break;
      case CommandKind.ReplaceOrder:
        if (reasonOf(i32[at + Cmd.Flags]) !== 0) this.requestRejected(Body.ReplaceRejected, i32, at);
        else if (this.orders.isOut(i32[at + Cmd.OrderSlot]))
          this.ask(i32[at + Cmd.OrderSlot], Reason.ReplacePending);
        else this.replaced(i32, at);
        break;
      case CommandKind.MassCancel:
        if (i32[at + Word.Flags] < 0) this.massCancels.done(0, reasonOf(i32[at + Cmd.Flags]));
        break;
      case CommandKind.Quote:
        this.quotes.begin(i32, at);
        break;
      case CommandKind.QuoteProtection:
        this.quotes.protection(i32, f64, at);
        break;
      case EventKind.QuoteSide:
        this.quoteSide(i32, f64, at);
        break;
      case EventKind.Trade:
        this.traded(i32, f64, at);
        break;
      case EventKind.TradeBusted:
      case EventKind.TradeCorrected:
        this.tradeChanges.apply(i32, f64, at);
        break;
      case EventKind.OrderEnded:
        this.ended(i32, f64, at);
        break;
      case EventKind.OrderTriggered:
        this.changed(Body.OrderTriggered, i32, at);
        break;
      case EventKind.OrderRestated:
        this.changed(restatement(i32[at + End.Reason]), i32, at);
        break;
      case EventKind.MassCancelReport:
        this.massCancels.apply(i32, f64, at);
        break;
    }
  }

  private newOrder(i32: Int32Array, f64: Float64Array, at: number): void {
    const { session } = this.group;
    if (!this.writer.concerns(session)) return;
    const reason = reasonOf(i32[at + Cmd.Flags]);
    if (reason === 0) this.writer.fromTable(i32[at + Cmd.OrderSlot]);
    else this.writer.fromCommand(i32, f64, at);
    this.writer.fields.reason = reason;
    this.writer.send(session, reason === 0 ? Body.OrderAccepted : Body.OrderRejected);
  }

  /** A side of a quote, as an order that entered, was replaced or rejected. */
  private quoteSide(i32: Int32Array, f64: Float64Array, at: number): void {
    const session = sessionOf(i32[at + Cmd.Owner]);
    const outcome = i32[at + QuoteWord.Outcome];
    const action = actionOf(outcome);
    const isRefused = action === QuoteAction.Refused;
    if (isRefused) this.quotes.sideRefused(byteA(i32[at]), refusalOf(outcome));
    if (!this.writer.concerns(session)) return;
    if (isRefused) this.writer.fromCommand(i32, f64, at);
    else this.writer.fromTable(i32[at + Cmd.OrderSlot]);
    this.writer.fields.reason = refusalOf(outcome);
    if (isRefused) this.writer.send(session, Body.OrderRejected);
    else this.writer.send(session, action === QuoteAction.Entered ? Body.OrderAccepted : Body.OrderReplaced);
  }

  /** To who asked; and to the session of the order, where that is another one. */
  private replaced(i32: Int32Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    const holder = sessionOf(this.orders.owner(slot));
    const { session } = this.group;
    const toHolder = this.writer.concerns(holder);
    const toAsker = session !== holder && this.writer.concerns(session);
    if (!toHolder && !toAsker) return;
    this.writer.fromTable(slot);
    this.writer.fields.reason = 0;
    if (toHolder) this.writer.send(holder, Body.OrderReplaced);
    if (toAsker) this.writer.send(session, Body.OrderReplaced);
  }

  private requestRejected(type: Body, i32: Int32Array, at: number): void {
    const { session } = this.group;
    if (!this.writer.concerns(session)) return;
    const slot = i32[at + Cmd.OrderSlot];
    if (this.isOwn(i32, at, slot)) this.writer.fromTable(slot);
    else this.writer.fromRequest(i32, at);
    this.writer.fields.reason = reasonOf(i32[at + Cmd.Flags]);
    this.writer.send(session, type);
  }

  private traded(i32: Int32Array, f64: Float64Array, at: number): void {
    const maker = sessionOf(i32[at + Trd.MakerOwner]);
    const taker = sessionOf(i32[at + Trd.TakerOwner]);
    if (maker === taker) this.sink.keepTogether(maker);
    const bothRested = byteB(i32[at]) === 1;
    const [made, took] = bothRested ? UNCROSS : CONTINUOUS;
    const lots = f64[(at >> 1) + TrdDouble.QtyLots];
    const ticks = i32[at + Trd.PriceTicks];
    this.executed(maker, i32[at + Trd.MakerSlot], lots, ticks, made);
    this.executed(taker, i32[at + Trd.TakerSlot], lots, ticks, took);
  }

  /** An execution of a child at its venue. */
  private filledAway(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    const session = sessionOf(this.orders.owner(slot));
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    this.sink.keepTogether(session);
    this.executed(session, slot, lots, i32[at + Cmd.PriceTicks], byteB(i32[at]));
  }

  /** What a child executes is reported of it, and of the order that it is a part of. */
  private executed(session: number, slot: number, lots: number, priceTicks: number, liquidity: number): void {
    if (!this.writer.concerns(session)) return;
    const { units, group, orders } = this;
    const { fields } = this.writer;
    const parent = orders.parent(slot);
    const last = units.quantity(orders.instrument(slot), lots);
    if (parent !== 0) this.children.executed(session, slot, last);
    this.writer.fromTable(parent || slot);
    fields.last = last;
    fields.lastPrice = units.price(orders.instrument(slot), priceTicks);
    fields.liquidity = liquidity;
    fields.executionSequence = group.sequence;
    fields.executionIndex = group.index;
    this.writer.send(session, Body.OrderExecuted);
  }

  /** To the order's session; and as the answer to a cancel that came from another session of the account. */
  private ended(i32: Int32Array, f64: Float64Array, at: number): void {
    const { group } = this;
    const { fields } = this.writer;
    const holder = sessionOf(i32[at + End.Owner]);
    const slot = i32[at + End.OrderSlot];
    if (this.orders.parent(slot) !== 0) return this.children.ended(holder, i32, f64, at);
    if (slot === this.asked) this.asked = 0;
    const isAnswer = group.kind === CommandKind.CancelOrder && group.session !== holder;
    const toHolder = this.writer.concerns(holder);
    const toAsker = isAnswer && this.writer.concerns(group.session);
    if (!toHolder && !toAsker) return;
    this.writer.fromTable(i32[at + End.OrderSlot]);
    fields.last = this.units.quantity(i32[at + End.Instrument], f64[(at >> 1) + EndDouble.OpenLots]);
    fields.reason = i32[at + End.Reason];
    const type = byteB(i32[at]) === EndKind.Expired ? Body.OrderExpired : Body.OrderCancelled;
    if (toHolder) this.writer.send(holder, type);
    if (toAsker) this.writer.send(group.session, type);
  }

  /** What the engine did with the order by itself. */
  private changed(type: Body, i32: Int32Array, at: number): void {
    const holder = sessionOf(i32[at + End.Owner]);
    if (i32[at + End.OrderSlot] === this.asked && type === Body.OrderReplaced) this.asked = 0;
    if (!this.writer.concerns(holder)) return;
    this.writer.fromTable(i32[at + End.OrderSlot]);
    this.writer.fields.reason = i32[at + End.Reason];
    this.writer.send(holder, type);
  }

  /** A routed order is to be cancelled or replaced: whether its venues have to say so first, the rest of the group tells. */
  private ask(slot: number, reason: Reason): void {
    if (!this.orders.isRouted(slot)) return;
    this.asked = slot;
    this.askedFor = reason;
  }

  /** They have. */
  private pending(): void {
    const { session } = this.group;
    const slot = this.asked;
    this.asked = 0;
    if (!this.writer.concerns(session)) return;
    this.writer.fromTable(slot);
    this.writer.fields.reason = this.askedFor;
    this.writer.send(session, Body.OrderPending);
  }

  private isOwn(i32: Int32Array, at: number, slot: number): boolean {
    if ((i32[at + Cmd.Flags] & (CommandFlag.RefusedAtDoor | CommandFlag.ByClientId)) !== 0) return false;
    const { orders } = this;
    if (slot <= 0 || slot >= orders.capacity || orders.life[slot] === 0) return false;
    const own = accountOf(orders.owner(slot)) === accountOf(i32[at + Cmd.Owner]);
    return own && orders.generation(slot) === i32[at + Cmd.OrderGeneration];
  }
}
