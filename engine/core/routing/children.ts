/**
 * Children of routed orders: orders of their own, in our own book or at a venue, that together never have more open than
 * their parent. A child's quantity is its parent's: what working orders may add to the position is counted once, at the child
 * while it is out and at the parent else. A parent whose children have changed is looked at before the next command.
 */
import { ChildStatus, Route, type Side } from '../../../protocol/codes/enums.js';
import { CommandFlag, PREVENTION_MASK } from '../../../protocol/records/command.js';
import { head } from '../../../protocol/records/layout.js';
import { Ord, OrderFlag, OrderSize } from '../../book/order-pool.js';
import { ChildTerm, ParentDouble, ParentTerm, Term } from '../../book/order-terms.js';
import { Work } from '../../market/market.js';
import type { Bookkeeper } from '../bookkeeper.js';
import type { CoreState } from '../state.js';
import type { RouteEvents } from './route-events.js';

/** Of `ParentTerm.Sent`. */
const QUEUED = 1 << 16;
const COUNT = QUEUED - 1;
/** What a child has of the flags that its parent came with. */
const INHERITED = CommandFlag.SellShort | CommandFlag.SellShortExempt | PREVENTION_MASK;

export class Children {
  constructor(
    private readonly state: CoreState,
    private readonly events: RouteEvents,
    private readonly bookkeeper: Pick<Bookkeeper, 'childEntered' | 'reserve'>,
  ) {}

  /** Sends `lots[at]` of the parent, which it has not allocated, and says so. Returns the child. @param flags besides inherited ones */
  send(
    parent: number,
    route: number,
    ordType: number,
    timeInForce: number,
    priceTicks: number,
    lots: Float64Array,
    at: number,
    flags = 0,
  ): number {
    const { orders, terms } = this.state;
    const child = orders.allocate();
    const to = child << OrderSize.Shift;
    const side: Side = orders.side(parent);
    orders.i32[to | Ord.Head] = head(1, side, ordType, timeInForce);
    orders.i32[to | Ord.Instrument] = orders.instrument(parent);
    orders.i32[to | Ord.PriceTicks] = priceTicks;
    orders.i32[to | Ord.Owner] = orders.owner(parent);
    orders.i32[to | Ord.ClientIdLow] = orders.i32[to | Ord.ClientIdHigh] = 0;
    orders.i32[to | Ord.Flags] =
      (orders.flags(parent) & INHERITED) | flags | OrderFlag.HasTerms | OrderFlag.Child;
    orders.f64[orders.totalAt(child)] = orders.f64[orders.openAt(child)] = lots[at];
    terms.clear(child);
    terms.f64[terms.doubleAt(parent, ParentDouble.AllocatedLots)] += lots[at];
    this.name(parent, child, route);
    this.bookkeeper.childEntered(child);
    this.events.childOrder(child);
    return child;
  }

  /** The child has executed `lots[at]`, which has been taken off what it has open itself. */
  executed(child: number, lots: Float64Array, at: number): void {
    const { orders, terms } = this.state;
    const parent = terms.get(child, ChildTerm.Parent);
    orders.f64[orders.openAt(parent)] -= lots[at];
    terms.f64[terms.doubleAt(parent, ParentDouble.AllocatedLots)] -= lots[at];
    this.note(parent);
  }

  /** The child ends: what it has open is its parent's again. Before the rest of it is seen to. */
  gone(child: number): void {
    const { orders, terms, venues } = this.state;
    const parent = terms.get(child, ChildTerm.Parent);
    const open = orders.openAt(child);
    const route = terms.get(child, ChildTerm.Route);
    if (orders.f64[open] !== 0) this.bookkeeper.reserve(child);
    terms.f64[terms.doubleAt(parent, ParentDouble.AllocatedLots)] -= orders.f64[open];
    if (route !== Route.OwnBook) {
      venues.open[route - Route.Venue]--;
      this.setStatus(child, ChildStatus.New);
    } else if (orders.f64[open] !== 0) this.exclude(parent, Route.OwnBook);
    this.unlink(parent, child);
    this.note(parent);
  }

  /** What of the parent is with no child: `lots[at]` becomes it. */
  unallocated(parent: number, lots: Float64Array, at: number): void {
    const { orders, terms } = this.state;
    lots[at] =
      orders.f64[orders.openAt(parent)] - terms.f64[terms.doubleAt(parent, ParentDouble.AllocatedLots)];
  }

  first(parent: number): number {
    return this.state.terms.get(parent, ParentTerm.FirstChild);
  }
  after(child: number): number {
    return this.state.terms.get(child, Term.Next);
  }

  count(parent: number): number {
    let count = 0;
    for (let child = this.first(parent); child !== 0; child = this.after(child)) count++;
    return count;
  }

  /** How many there have been. */
  sent(parent: number): number {
    return this.state.terms.get(parent, ParentTerm.Sent) & COUNT;
  }
  forgetSent(parent: number): void {
    const { terms } = this.state;
    terms.set(parent, ParentTerm.Sent, terms.get(parent, ParentTerm.Sent) & ~COUNT);
  }

  isAtVenue(child: number): boolean {
    return this.state.terms.get(child, ChildTerm.Route) !== Route.OwnBook;
  }

  status(child: number): ChildStatus {
    return this.state.terms.get(child, ChildTerm.Status);
  }

  setStatus(child: number, status: ChildStatus): void {
    const { terms, venues } = this.state;
    const venue = terms.get(child, ChildTerm.Route) - Route.Venue;
    if (this.status(child) === ChildStatus.Unknown) venues.unknown[venue]--;
    if (status === ChildStatus.Unknown) venues.unknown[venue]++;
    terms.set(child, ChildTerm.Status, status);
  }

  /** Our own book has not ended its children: the router has. */
  allowOwnBook(parent: number): void {
    const { terms } = this.state;
    terms.set(parent, ParentTerm.Excluded, terms.get(parent, ParentTerm.Excluded) & ~(1 << Route.OwnBook));
  }

  /** It is not sent to this place any more. */
  exclude(parent: number, route: number): void {
    const { terms } = this.state;
    terms.set(parent, ParentTerm.Excluded, terms.get(parent, ParentTerm.Excluded) | (1 << route));
  }

  isNoted(parent: number): boolean {
    return (this.state.terms.get(parent, ParentTerm.Sent) & QUEUED) !== 0;
  }

  /** The parent is to be looked at. */
  note(parent: number): void {
    const { terms, routed, market } = this.state;
    if (this.isNoted(parent)) return;
    terms.set(parent, ParentTerm.Sent, terms.get(parent, ParentTerm.Sent) | QUEUED);
    routed.append(0, parent);
    market.work |= Work.Route;
  }

  /** The next parent to look at, taken off the list. */
  next(): number {
    const { routed, market } = this.state;
    const parent = routed.first(0);
    this.forgetNote(parent);
    if (routed.first(0) === 0) market.work &= ~Work.Route;
    return parent;
  }

  private forgetNote(parent: number): void {
    const { terms, routed } = this.state;
    routed.remove(0, parent);
    terms.set(parent, ParentTerm.Sent, terms.get(parent, ParentTerm.Sent) & ~QUEUED);
  }

  private name(parent: number, child: number, route: number): void {
    const { terms, venues, epoch } = this.state;
    terms.set(child, ChildTerm.Route, route);
    terms.set(child, ChildTerm.Parent, parent);
    terms.set(child, ChildTerm.Number, ++venues.sent[0]);
    terms.set(child, ChildTerm.Epoch, epoch);
    terms.set(parent, ParentTerm.Sent, terms.get(parent, ParentTerm.Sent) + 1);
    this.link(parent, child);
    if (route === Route.OwnBook) return;
    venues.open[route - Route.Venue]++;
    this.setStatus(child, ChildStatus.PendingNew);
  }

  private link(parent: number, child: number): void {
    const { terms } = this.state;
    const first = this.first(parent);
    terms.set(child, Term.Next, first);
    if (first !== 0) terms.set(first, Term.Previous, child);
    terms.set(parent, ParentTerm.FirstChild, child);
  }

  private unlink(parent: number, child: number): void {
    const { terms } = this.state;
    const [next, previous] = [terms.get(child, Term.Next), terms.get(child, Term.Previous)];
    if (next !== 0) terms.set(next, Term.Previous, previous);
    if (previous !== 0) terms.set(previous, Term.Next, next);
    else terms.set(parent, ParentTerm.FirstChild, next);
  }
}
