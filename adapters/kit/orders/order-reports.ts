/** What the core is told of the orders of one venue, and what they are from then on. */
import { ChildStatus, VenueReportKind } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { type ChildOrder, Wanted } from './child-order.js';
import type { ChildOrders } from './child-orders.js';
import type { DeskCounters } from './desk-counters.js';
import type { VenueLane } from './venue-lane.js';

export class OrderReports {
  constructor(
    private readonly venue: number,
    private readonly all: ChildOrders,
    private readonly lane: VenueLane,
    private readonly counters: DeskCounters,
  ) {}

  tell(order: ChildOrder, kind: VenueReportKind, reason: Reason): void {
    this.counters.reports++;
    this.lane.report(this.venue, order, kind, order.executedLots, reason);
  }

  isNew(order: ChildOrder): void {
    order.status = ChildStatus.New;
    this.tell(order, VenueReportKind.New, Reason.None);
  }

  /** A request about it was refused: it stands as it did. */
  staysAsItIs(order: ChildOrder, kind: VenueReportKind, reason: Reason): void {
    order.askedMs = 0;
    order.status = ChildStatus.New;
    this.tell(order, kind, reason);
  }

  changed(order: ChildOrder, isAsked: boolean, priceTicks: number, totalLots: number): void {
    order.priceTicks = priceTicks;
    order.totalLots = totalLots;
    if (isAsked) order.status = ChildStatus.New;
    this.counters.reports++;
    this.lane.changed(this.venue, order, isAsked, priceTicks, totalLots);
    if (order.openLots <= 0) this.over(order.terms.slot);
  }

  ended(order: ChildOrder, kind: VenueReportKind, reason: Reason): void {
    this.tell(order, kind, reason);
    this.over(order.terms.slot);
  }

  /** The venue does not have it: it never left this process, or has been asked for and not been found. */
  neverArrived(order: ChildOrder): void {
    this.ended(order, VenueReportKind.NotKnown, Reason.NotKnownAtVenue);
  }

  /** Nobody asks for anything of it any more. */
  over(slot: number): void {
    const order = this.all.end(slot);
    if (order !== undefined) order.wanted = Wanted.Nothing;
  }
}
