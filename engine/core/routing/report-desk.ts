/**
 * What venues say of child orders, as their adapters bring it: each execution counts once and none is missed, an end holds only
 * when all that has executed is known, and what comes for an order that has ended is refused and left to the adapter.
 */
import { ChildStatus, EndKind, Liquidity, Route, VenueReportKind } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { Cmd, CmdDouble } from '../../../protocol/records/command.js';
import { byteA, byteB } from '../../../protocol/records/layout.js';
import { ChildFillDouble, Report, ReportDouble } from '../../../protocol/records/routing.js';
import { OrderFlag } from '../../book/order-pool.js';
import { ChildTerm, ChildTermDouble, ParentDouble, ParentTerm } from '../../book/order-terms.js';
import { NO_RANK } from '../../book/rank.js';
import { isQuantity } from '../../risk/quantity-bounds.js';
import type { Bookkeeper } from '../bookkeeper.js';
import type { Closer } from '../closer.js';
import type { EventGroup } from '../event-group.js';
import type { LedgerDesk } from '../ledger-desk.js';
import type { CoreState } from '../state.js';
import type { Children } from './children.js';
import { endWord } from './end-word.js';
import type { RouteEvents } from './route-events.js';
import type { Router } from './router.js';

export class ReportDesk {
  private readonly lots = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly events: RouteEvents,
    private readonly children: Children,
    private readonly router: Router,
    private readonly closer: Closer,
    private readonly bookkeeper: Bookkeeper,
    private readonly ledgerDesk: LedgerDesk,
  ) {}

  fill(i32: Int32Array, f64: Float64Array, at: number): void {
    const { orders, terms, venues, listings, seconds } = this.state;
    const child = this.find(i32, at);
    const reason = child === 0 ? Reason.UnknownOrder : this.unfitFill(child, i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const venue = byteA(i32[at]);
    const instrument = orders.instrument(child);
    const row = listings.at(venue, instrument);
    const rate = byteB(i32[at]) === Liquidity.Maker ? listings.makerRate[row] : listings.takerRate[row];
    const price = i32[at + Cmd.PriceTicks];
    venues.heard(venue, seconds);
    this.meant(child);
    this.lots[0] = -f64[lotsAt];
    this.bookkeeper.adjust(child, this.lots, 0);
    const street = venues.street[venue];
    this.ledgerDesk.tradedAt(
      street,
      orders.owner(child),
      orders.side(child),
      instrument,
      rate,
      price,
      f64,
      lotsAt,
    );
    orders.f64[orders.openAt(child)] -= f64[lotsAt];
    this.children.executed(child, f64, lotsAt);
    if (terms.get(child, ChildTerm.Status) === ChildStatus.PendingNew)
      this.children.setStatus(child, ChildStatus.New);
    if (orders.openLots(child) === 0) this.closer.filled(child);
  }

  report(i32: Int32Array, f64: Float64Array, at: number): void {
    const { venues, seconds } = this.state;
    const child = this.find(i32, at);
    if (child === 0) return this.group.refuse(Reason.UnknownOrder);
    const refused = this.unfitReport(child, i32, f64, at);
    if (refused !== Reason.None) return this.group.refuse(refused);
    venues.heard(byteA(i32[at]), seconds);
    this.meant(child);
    const reason: Reason = i32[at + Report.Reason] & 0xffff;
    const kind: VenueReportKind = byteB(i32[at]);
    switch (kind) {
      case VenueReportKind.New:
        return this.accepted(child, reason);
      case VenueReportKind.Unknown:
        return this.becomes(child, ChildStatus.Unknown, reason || Reason.OutcomeUnknown);
      case VenueReportKind.CancelRejected:
        return this.becomes(child, ChildStatus.New, reason || Reason.CancelRefusedByVenue);
      case VenueReportKind.ReplaceRejected:
        return this.replaceRejected(child, reason || Reason.ReplaceRefusedByVenue);
      case VenueReportKind.Replaced:
      case VenueReportKind.Restated:
        return this.changed(child, kind, i32[at + Cmd.PriceTicks], f64, (at >> 1) + ReportDouble.TotalLots);
      default:
        return this.ended(child, kind, reason);
    }
  }

  /** Its venue is down: nobody knows. */
  lost(child: number): void {
    if (this.children.status(child) !== ChildStatus.Unknown)
      this.becomes(child, ChildStatus.Unknown, Reason.OutcomeUnknown);
  }

  private accepted(child: number, reason: Reason): void {
    if (this.children.status(child) === ChildStatus.PendingCancel) return;
    this.becomes(child, ChildStatus.New, reason);
    const parent = this.parentOf(child);
    if (this.router.isPulled(parent)) this.router.cancelAtVenue(child, Reason.CancelPending);
    else if (this.router.isReplacing(parent)) this.router.cancelAtVenue(child, Reason.ReplacePending);
  }

  private becomes(child: number, status: ChildStatus, reason: Reason): void {
    this.children.setStatus(child, status);
    this.events.childState(child, reason);
  }

  private replaceRejected(child: number, reason: Reason): void {
    const parent = this.parentOf(child);
    this.becomes(child, ChildStatus.New, reason);
    if (this.router.isReplacing(parent)) this.router.replaceRefused(parent);
    if (this.router.isPulled(parent)) this.router.cancelAtVenue(child, Reason.CancelPending);
  }

  /** Price and total at the venue are these now: asked for, or not. What a smart order's child loses is routed anew. */
  private changed(
    child: number,
    kind: VenueReportKind,
    priceTicks: number,
    f64: Float64Array,
    at: number,
  ): void {
    const { orders, terms } = this.state;
    const parent = this.parentOf(child);
    const isAsked = this.isAsked(child, kind);
    const more = f64[at] - orders.totalLots(child);
    const isOnly = terms.get(parent, ParentTerm.Route) !== Route.Smart;
    if (isOnly && isAsked) this.router.replaceNow(parent, Reason.ReplacedAtVenue);
    else if (isOnly) this.router.restate(parent, priceTicks, more);
    orders.setPriceTicks(child, priceTicks);
    orders.setTotalLots(child, f64[at]);
    orders.setOpenLots(child, orders.openLots(child) + more);
    terms.f64[terms.doubleAt(parent, ParentDouble.AllocatedLots)] += more;
    this.children.note(parent);
    if (!isAsked) this.events.childState(child, Reason.RestatedByVenue);
    else {
      this.becomes(child, ChildStatus.New, Reason.ReplacedAtVenue);
      if (this.router.isPulled(parent)) this.router.cancelAtVenue(child, Reason.CancelPending);
    }
    if (orders.openLots(child) === 0) this.closer.filled(child);
  }

  private isAsked(child: number, kind: VenueReportKind): boolean {
    return kind === VenueReportKind.Replaced && this.children.status(child) === ChildStatus.PendingReplace;
  }

  private ended(child: number, kind: VenueReportKind, given: Reason): void {
    const { terms } = this.state;
    const parent = this.parentOf(child);
    const endKind = kind === VenueReportKind.Expired ? EndKind.Expired : EndKind.Cancelled;
    const reason = given || reasonOfEnd(kind);
    if (kind === VenueReportKind.Rejected || kind === VenueReportKind.NotKnown)
      this.children.exclude(parent, terms.get(child, ChildTerm.Route));
    terms.set(parent, ParentTerm.LastEnd, endWord(endKind, reason));
    this.closer.end(child, endKind, reason);
  }

  private unfitFill(child: number, i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { orders, venues } = this.state;
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const cumulative = f64[(at >> 1) + ChildFillDouble.CumLots];
    const instrument = orders.instrument(child);
    if (i32[at + Cmd.Instrument] !== instrument) return Reason.FieldOutOfRange;
    if (!isQuantity(f64, lotsAt)) return Reason.QuantityOutOfRange;
    const executed = orders.executedLots(child);
    if (cumulative <= executed) return Reason.DuplicateExecution;
    if (cumulative !== executed + f64[lotsAt]) return Reason.ExecutionGap;
    if (f64[lotsAt] > orders.openLots(child)) return Reason.ExecutionExceedsOrder;
    const street = venues.street[byteA(i32[at])];
    const account = orders.account(child);
    const side = orders.side(child);
    return this.ledgerDesk.unfitAt(street, account, side, instrument, i32[at + Cmd.PriceTicks], f64, lotsAt);
  }

  private unfitReport(child: number, i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { orders } = this.state;
    const kind: VenueReportKind = byteB(i32[at]);
    if (!isReport(kind)) return Reason.FieldOutOfRange;
    const executed = orders.executedLots(child);
    if (kind === VenueReportKind.Replaced || kind === VenueReportKind.Restated) {
      const total = (at >> 1) + ReportDouble.TotalLots;
      const fits = isQuantity(f64, total) && f64[total] >= executed && i32[at + Cmd.PriceTicks] > NO_RANK;
      return fits ? this.unfitGrowth(child, kind, f64[total]) : Reason.FieldOutOfRange;
    }
    const ends = kind < VenueReportKind.CancelRejected || kind === VenueReportKind.NotKnown;
    if (!ends || kind === VenueReportKind.New) return Reason.None;
    return f64[(at >> 1) + ReportDouble.CumLots] === executed ? Reason.None : Reason.ExecutionGap;
  }

  /** A venue adds to an order only what it was asked for. */
  private unfitGrowth(child: number, kind: VenueReportKind, total: number): Reason {
    const { orders, terms } = this.state;
    const asked = terms.f64[terms.doubleAt(child, ChildTermDouble.PendingLots)];
    return total <= (this.isAsked(child, kind) ? asked : orders.totalLots(child))
      ? Reason.None
      : Reason.FieldOutOfRange;
  }

  /** The open child at the venue that speaks, or 0. */
  private find(i32: Int32Array, at: number): number {
    const { orders, terms } = this.state;
    const child = orders.find(i32[at + Cmd.OrderSlot], i32[at + Cmd.OrderGeneration]);
    if (child === 0 || (orders.flags(child) & OrderFlag.Child) === 0) return 0;
    return terms.get(child, ChildTerm.Route) === Route.Venue + byteA(i32[at]) ? child : 0;
  }

  private parentOf(child: number): number {
    return this.state.terms.get(child, ChildTerm.Parent);
  }

  private meant(child: number): void {
    this.state.touched = this.state.orders.instrument(child);
  }
}

const isReport = (kind: number): boolean =>
  kind === VenueReportKind.New ||
  kind === VenueReportKind.Cancelled ||
  kind === VenueReportKind.Replaced ||
  kind === VenueReportKind.Rejected ||
  kind === VenueReportKind.Expired ||
  kind === VenueReportKind.Restated ||
  (kind >= VenueReportKind.CancelRejected && kind <= VenueReportKind.NotKnown);

function reasonOfEnd(kind: VenueReportKind): Reason {
  if (kind === VenueReportKind.Rejected) return Reason.VenueRejected;
  if (kind === VenueReportKind.Expired) return Reason.VenueExpired;
  return kind === VenueReportKind.NotKnown ? Reason.NotKnownAtVenue : Reason.VenueCancelled;
}
