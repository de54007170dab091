/**
 * Event records → execution reports for the sessions that they concern. Used twice: for live events, and by a session
 * that resumes over the same records out of the journal, so that a report given again is the very same report.
 * `EventGroup.enter` and `OrderTable.apply` come before.
 */
import { EndKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Body, ChildStatus, Liquidity } from '../../protocol/generated/pregao/wire.js';
import {
  Cmd,
  CmdDouble,
  CommandFlag,
  CommandKind,
  reasonOf,
  sideOf,
} from '../../protocol/records/command.js';
import {
  actionOf,
  End,
  EndDouble,
  EventKind,
  isCommand,
  QuoteAction,
  QuoteWord,
  refusalOf,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { accountOf, byteA, byteB, kindOf, sessionOf, Word } from '../../protocol/records/layout.js';
import { Child, statusOf } from '../../protocol/records/routing.js';
import { MassCancelReportFields, ReportFields } from '../../protocol/wire/fields.js';
import type { QuoteReportFields } from '../../protocol/wire/quote-messages.js';
import type { TradeChangeFields } from '../../protocol/wire/trade-change.js';
import type { EventGroup } from '../views/event-group.js';
import type { OrderTable } from '../views/order-table.js';
import { putHead, putOrderState } from './order-state.js';
import { QuoteReports } from './quote-reports.js';
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

const executedStatus = (orders: OrderTable, slot: number): ChildStatus =>
  orders.openLots(slot) === 0 ? ChildStatus.Filled : ChildStatus.PartiallyFilled;

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
  private readonly fields = new ReportFields();
  private readonly massCancelFields = new MassCancelReportFields();
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
        this.child(i32, at);
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
        if (i32[at + Word.Flags] < 0) this.massCancelled(0, reasonOf(i32[at + Cmd.Flags]));
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
        if (i32[at + End.Reason] === Reason.QuoteProtectionTriggered) this.pulled(i32, f64, at);
        else this.massCancelled(f64[(at >> 1) + EndDouble.OpenLots], i32[at + End.Reason]);
        break;
    }
  }

  private newOrder(i32: Int32Array, f64: Float64Array, at: number): void {
    const { session } = this.group;
    if (!this.concerns(session)) return;
    const reason = reasonOf(i32[at + Cmd.Flags]);
    if (reason === 0) this.fromTable(i32[at + Cmd.OrderSlot]);
    else this.fromCommand(i32, f64, at);
    this.fields.reason = reason;
    this.send(session, reason === 0 ? Body.OrderAccepted : Body.OrderRejected);
  }

  /** A side of a quote, as an order that entered, was replaced or rejected. */
  private quoteSide(i32: Int32Array, f64: Float64Array, at: number): void {
    const session = sessionOf(i32[at + Cmd.Owner]);
    const outcome = i32[at + QuoteWord.Outcome];
    const action = actionOf(outcome);
    const isRefused = action === QuoteAction.Refused;
    if (isRefused) this.quotes.sideRefused(byteA(i32[at]), refusalOf(outcome));
    if (!this.concerns(session)) return;
    if (isRefused) this.fromCommand(i32, f64, at);
    else this.fromTable(i32[at + Cmd.OrderSlot]);
    this.fields.reason = refusalOf(outcome);
    if (isRefused) this.send(session, Body.OrderRejected);
    else this.send(session, action === QuoteAction.Entered ? Body.OrderAccepted : Body.OrderReplaced);
  }

  /** To who asked; and to the session of the order, where that is another one. */
  private replaced(i32: Int32Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    const holder = sessionOf(this.orders.owner(slot));
    const { session } = this.group;
    const toHolder = this.concerns(holder);
    const toAsker = session !== holder && this.concerns(session);
    if (!toHolder && !toAsker) return;
    this.fromTable(slot);
    this.fields.reason = 0;
    if (toHolder) this.send(holder, Body.OrderReplaced);
    if (toAsker) this.send(session, Body.OrderReplaced);
  }

  private requestRejected(type: Body, i32: Int32Array, at: number): void {
    const { session } = this.group;
    if (!this.concerns(session)) return;
    const slot = i32[at + Cmd.OrderSlot];
    if (this.isOwn(i32, at, slot)) this.fromTable(slot);
    else this.fromRequest(i32, at);
    this.fields.reason = reasonOf(i32[at + Cmd.Flags]);
    this.send(session, type);
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
    if (!this.concerns(session)) return;
    const { fields, units, group, orders } = this;
    const parent = orders.parent(slot);
    const last = units.quantity(orders.instrument(slot), lots);
    if (parent !== 0) this.childReport(session, slot, executedStatus(orders, slot), Reason.None, last);
    this.fromTable(parent || slot);
    fields.last = last;
    fields.lastPrice = units.price(orders.instrument(slot), priceTicks);
    fields.liquidity = liquidity;
    fields.executionSequence = group.sequence;
    fields.executionIndex = group.index;
    this.send(session, Body.OrderExecuted);
  }

  /** To the order's session; and as the answer to a cancel that came from another session of the account. */
  private ended(i32: Int32Array, f64: Float64Array, at: number): void {
    const { fields, group } = this;
    const holder = sessionOf(i32[at + End.Owner]);
    const slot = i32[at + End.OrderSlot];
    if (this.orders.parent(slot) !== 0) return this.childEnded(holder, i32, f64, at);
    if (slot === this.asked) this.asked = 0;
    const isAnswer = group.kind === CommandKind.CancelOrder && group.session !== holder;
    const toHolder = this.concerns(holder);
    const toAsker = isAnswer && this.concerns(group.session);
    if (!toHolder && !toAsker) return;
    this.fromTable(i32[at + End.OrderSlot]);
    fields.last = this.units.quantity(i32[at + End.Instrument], f64[(at >> 1) + EndDouble.OpenLots]);
    fields.reason = i32[at + End.Reason];
    const type = byteB(i32[at]) === EndKind.Expired ? Body.OrderExpired : Body.OrderCancelled;
    if (toHolder) this.send(holder, type);
    if (toAsker) this.send(group.session, type);
  }

  /** What the engine did with the order by itself. */
  private changed(type: Body, i32: Int32Array, at: number): void {
    const holder = sessionOf(i32[at + End.Owner]);
    if (i32[at + End.OrderSlot] === this.asked && type === Body.OrderReplaced) this.asked = 0;
    if (!this.concerns(holder)) return;
    this.fromTable(i32[at + End.OrderSlot]);
    this.fields.reason = i32[at + End.Reason];
    this.send(holder, type);
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
    if (!this.concerns(session)) return;
    this.fromTable(slot);
    this.fields.reason = this.askedFor;
    this.send(session, Body.OrderPending);
  }

  /** A child has gone out, or stands otherwise at its venue. */
  private child(i32: Int32Array, at: number): void {
    const session = sessionOf(i32[at + End.Owner]);
    if (!this.concerns(session)) return;
    const isNew = kindOf(i32[at]) === EventKind.ChildOrder;
    const status = isNew ? statusOf(i32[at + Child.Where]) : byteB(i32[at]);
    this.childReport(session, i32[at + End.OrderSlot], status, isNew ? Reason.None : i32[at + End.Reason], 0);
  }

  private childEnded(session: number, i32: Int32Array, f64: Float64Array, at: number): void {
    if (!this.concerns(session)) return;
    const last = this.units.quantity(i32[at + End.Instrument], f64[(at >> 1) + EndDouble.OpenLots]);
    this.childReport(session, i32[at + End.OrderSlot], byteB(i32[at]), i32[at + End.Reason], last);
  }

  private childReport(session: number, slot: number, status: number, reason: Reason, last: number): void {
    const { fields, orders } = this;
    const parent = orders.parent(slot);
    this.fromTable(slot);
    fields.last = last;
    fields.parentIdLow = parent;
    fields.parentIdHigh = orders.generation(parent);
    fields.route = orders.route(slot);
    fields.status = status;
    fields.reason = reason;
    this.send(session, Body.ChildReport);
  }

  /** Market-maker protection was triggered: told to the session whose quotes are gone. */
  private pulled(i32: Int32Array, f64: Float64Array, at: number): void {
    const session = sessionOf(i32[at + End.Owner]);
    if (!this.concerns(session)) return;
    this.sendMassCancel(session, 0, f64[(at >> 1) + EndDouble.OpenLots], i32[at + End.Reason]);
  }

  /** Only a client's own mass cancel is answered; other mass actions tell each order's session and nobody else. */
  private massCancelled(cancelled: number, reason: number): void {
    const { group } = this;
    if (group.kind !== CommandKind.MassCancel || group.message === 0 || !this.concerns(group.session)) return;
    const shown = reason === Reason.MassCancelled ? 0 : reason;
    this.sendMassCancel(group.session, group.message, cancelled, shown);
  }

  private sendMassCancel(session: number, message: number, cancelled: number, reason: number): void {
    const { group, massCancelFields: fields } = this;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
    fields.messageNumber = message;
    fields.cancelled = cancelled;
    fields.reason = reason;
    this.sink.massCancelReport(session, fields);
  }

  private concerns(session: number): boolean {
    return this.sink.concerns(session, this.group.sequence, this.group.index);
  }

  /** Only the session that sent the command knows its message number. */
  private send(session: number, type: Body): void {
    const { fields, group } = this;
    fields.messageNumber = session === group.session ? group.message : 0;
    this.sink.report(session, type, fields);
  }

  private begin(): ReportFields {
    const { fields, group } = this;
    fields.sequence = group.sequence;
    fields.index = group.index;
    fields.seconds = group.seconds;
    fields.nanos = group.nanos;
    fields.last = 0;
    return fields;
  }

  private fromTable(slot: number): void {
    putOrderState(this.begin(), this.orders, this.units, slot);
  }

  /** A rejected order, as it was asked for. What the door could not convert reads 0. */
  private fromCommand(i32: Int32Array, f64: Float64Array, at: number): void {
    const fields = this.begin();
    const instrument = i32[at + Cmd.Instrument];
    fields.orderIdLow = fields.orderIdHigh = 0;
    fields.clientIdLow = i32[at + Cmd.ClientIdLow];
    fields.clientIdHigh = i32[at + Cmd.ClientIdHigh];
    fields.price = this.units.price(instrument, i32[at + Cmd.PriceTicks]);
    fields.total = this.units.quantity(instrument, f64[(at >> 1) + CmdDouble.QtyLots]);
    fields.executed = fields.open = 0;
    fields.instrument = instrument;
    fields.account = accountOf(i32[at + Cmd.Owner]);
    putHead(
      fields,
      i32[at],
      isCommand(kindOf(i32[at])) ? sideOf(i32[at], i32[at + Cmd.Flags]) : byteA(i32[at]),
    );
  }

  /** A rejected replace or cancel of an order that is not there, or not the asker's to see: only what was asked. */
  private fromRequest(i32: Int32Array, at: number): void {
    const fields = this.begin();
    const refused = (i32[at + Cmd.Flags] & CommandFlag.RefusedAtDoor) !== 0;
    fields.orderIdLow = refused ? 0 : i32[at + Cmd.OrderSlot];
    fields.orderIdHigh = i32[at + Cmd.OrderGeneration];
    fields.clientIdLow = i32[at + Cmd.ClientIdLow];
    fields.clientIdHigh = i32[at + Cmd.ClientIdHigh];
    fields.price = fields.total = fields.executed = fields.open = 0;
    fields.instrument = i32[at + Cmd.Instrument];
    fields.account = accountOf(i32[at + Cmd.Owner]);
    putHead(fields, 0, 0);
  }

  private isOwn(i32: Int32Array, at: number, slot: number): boolean {
    if ((i32[at + Cmd.Flags] & (CommandFlag.RefusedAtDoor | CommandFlag.ByClientId)) !== 0) return false;
    const { orders } = this;
    if (slot <= 0 || slot >= orders.capacity || orders.life[slot] === 0) return false;
    const own = accountOf(orders.owner(slot)) === accountOf(i32[at + Cmd.Owner]);
    return own && orders.generation(slot) === i32[at + Cmd.OrderGeneration];
  }
}
