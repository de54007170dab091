/** The events of routing: what goes out to venues, and how child orders stand there. */
import type { ChildStatus } from '../../../protocol/codes/enums.js';
import type { Reason } from '../../../protocol/codes/reasons.js';
import { EndDouble, EventKind } from '../../../protocol/records/event.js';
import { head } from '../../../protocol/records/layout.js';
import {
  Child,
  ChildDouble,
  ChildOpenDouble,
  ChildWord,
  whereWord,
} from '../../../protocol/records/routing.js';
import type { OrderPool } from '../../book/order-pool.js';
import { ChildTerm, ChildTermDouble, type OrderTerms } from '../../book/order-terms.js';
import type { EventGroup } from '../event-group.js';

export class RouteEvents {
  constructor(
    private readonly group: Pick<EventGroup, 'aboutOrder' | 'i32' | 'f64'>,
    private readonly orders: OrderPool,
    private readonly terms: OrderTerms,
  ) {}

  /** A child goes out, or into our own book. */
  childOrder(child: number): void {
    const { orders, terms, group } = this;
    const to = this.inFull(child, EventKind.ChildOrder);
    const parent = terms.get(child, ChildTerm.Parent);
    group.i32[to | Child.ParentSlot] = parent;
    group.i32[to | Child.ParentGeneration] = orders.generation(parent);
  }

  childOpen(child: number): void {
    const { orders, group } = this;
    const to = this.inFull(child, EventKind.ChildOpen);
    group.f64[(to >> 1) | ChildOpenDouble.ExecutedLots] = orders.executedLots(child);
  }

  venueCancel(child: number, reason: Reason): void {
    this.named(child, EventKind.VenueCancel, reason);
  }

  /** With what the child is to become. */
  venueReplace(child: number, reason: Reason): void {
    const { orders, terms, group } = this;
    const to = this.named(child, EventKind.VenueReplace, reason);
    const executed = orders.executedLots(child);
    group.i32[to | 5] = terms.get(child, ChildTerm.PendingTicks);
    group.f64[(to >> 1) | EndDouble.OpenLots] =
      terms.f64[terms.doubleAt(child, ChildTermDouble.PendingLots)] - executed;
  }

  childState(child: number, reason: Reason): void {
    this.named(child, EventKind.ChildState, reason);
  }

  /** Of a child that has terms. */
  where(child: number): number {
    const { orders, terms } = this;
    const status: ChildStatus = terms.get(child, ChildTerm.Status);
    return whereWord(terms.get(child, ChildTerm.Route), status, orders.flags(child) & 0xffff);
  }

  /** But for the words that differ. */
  private inFull(child: number, kind: EventKind): number {
    const { orders, terms, group } = this;
    const to = group.aboutOrder(child, (orders.head(child) & ~0xff) | kind, 0);
    const out = group.i32;
    out[to | Child.Where] = this.where(child);
    out[to | Child.Number] = terms.get(child, ChildTerm.Number);
    out[to | Child.Epoch] = terms.get(child, ChildTerm.Epoch);
    group.f64[(to >> 1) | ChildDouble.TotalLots] = orders.f64[orders.totalAt(child)];
    return to;
  }

  private named(child: number, kind: EventKind, reason: Reason): number {
    const { group, terms } = this;
    const route = terms.get(child, ChildTerm.Route);
    const to = group.aboutOrder(child, head(kind, route, terms.get(child, ChildTerm.Status)), reason);
    group.i32[to | ChildWord.Number] = terms.get(child, ChildTerm.Number);
    group.i32[to | ChildWord.Epoch] = terms.get(child, ChildTerm.Epoch);
    return to;
  }
}
