/**
 * What becomes of a routed order: to a named venue as it is, or split at the best prices after fees over our own book and all
 * venues that list the instrument. What a child gives back, because its venue rejected it, cancelled it or let it expire, is
 * routed again; what nobody knows of stays with its child. A parent ends when its last child has.
 */
import {
  ChildStatus,
  EndKind,
  ListingStatus,
  OrdType,
  Route,
  Side,
  TimeInForce,
  VenueAbility,
} from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { CommandFlag } from '../../../protocol/records/command.js';
import { byteB, byteC } from '../../../protocol/records/layout.js';
import { Ord, OrderFlag, OrderSize } from '../../book/order-pool.js';
import { ChildTerm, ChildTermDouble, ParentDouble, ParentTerm, Term } from '../../book/order-terms.js';
import { NO_RANK, opposite, rankOf } from '../../book/rank.js';
import type { MarketGate } from '../../market/gate.js';
import { rests } from '../../risk/combination.js';
import type { Plan } from '../../routing/plan.js';
import type { Bookkeeper } from '../bookkeeper.js';
import type { Closer } from '../closer.js';
import type { EventGroup } from '../event-group.js';
import type { Matcher } from '../matcher.js';
import { clamped, pointsOf } from '../matching/protection.js';
import type { CoreState } from '../state.js';
import type { Children } from './children.js';
import { endKindOf, endReasonOf, endWord } from './end-word.js';
import type { RouteEvents } from './route-events.js';

/** Children of one parent that may be out when more go out: with one for each place, ending them all fits into what a step may write when it is spent. */
const MOST_OUT = 8;
/** Children that one parent may have in its life: one that is never filled is given up. */
const MOST_SENT = 64;

export class Router {
  private readonly lots = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly events: RouteEvents,
    private readonly children: Children,
    private readonly plan: Plan,
    private readonly matcher: Matcher,
    private readonly closer: Closer,
    private readonly bookkeeper: Bookkeeper,
    private readonly marketGate: MarketGate,
  ) {}

  /** The order has entered, or its trigger was reached: it goes out when the command's own order is done. */
  begin(parent: number): void {
    const { orders, terms } = this.state;
    const isSmart = terms.get(parent, ParentTerm.Route) === Route.Smart;
    if (isSmart && orders.ordType(parent) === OrdType.Market) this.protect(parent);
    this.children.note(parent);
  }

  /** One parent that has something to do. */
  step(): void {
    const parent = this.children.next();
    const { orders, terms } = this.state;
    const alone = this.children.first(parent) === 0;
    if (this.isPulled(parent)) {
      if (alone) this.endPulled(parent);
    } else if (this.isReplacing(parent)) {
      if (alone) this.goAnew(parent);
    } else if (alone && orders.f64[orders.openAt(parent)] === 0) this.closer.filled(parent);
    else if (terms.get(parent, ParentTerm.Route) === Route.Smart) this.routeSmart(parent);
    else this.routeNamed(parent);
  }

  /** An order is to end, routed or not. One whose children are at venues ends when they have; asked again, the first reason stays. */
  end(slot: number, kind: EndKind, reason: Reason): void {
    if ((this.state.orders.flags(slot) & OrderFlag.Routed) !== 0) this.pull(slot, kind, reason);
    else this.closer.end(slot, kind, reason);
  }

  private pull(parent: number, kind: EndKind, reason: Reason): void {
    const { terms } = this.state;
    if (this.children.first(parent) === 0 && !this.children.isNoted(parent))
      return this.closer.end(parent, kind, reason);
    if (terms.get(parent, ParentTerm.Pulled) === 0)
      terms.set(parent, ParentTerm.Pulled, endWord(kind, reason));
    this.recall(parent, reason);
    this.children.note(parent);
  }

  isPulled(parent: number): boolean {
    return this.state.terms.get(parent, ParentTerm.Pulled) !== 0;
  }

  isReplacing(parent: number): boolean {
    const { terms } = this.state;
    return terms.f64[terms.doubleAt(parent, ParentDouble.PendingLots)] !== 0;
  }

  /** The venue is asked to cancel the child, once; one of which nobody knows is asked for when it is known again. */
  cancelAtVenue(child: number, reason: Reason): void {
    const status = this.children.status(child);
    if (status === ChildStatus.PendingCancel || status === ChildStatus.Unknown) return;
    this.children.setStatus(child, ChildStatus.PendingCancel);
    this.events.venueCancel(child, reason);
  }

  /**
   * A new price and total, admitted by the gate. One order at a venue that can replace is replaced there; else the children
   * are called back, and the order goes out anew when they have ended. The larger of both totals stays reserved meanwhile.
   */
  replace(parent: number, priceTicks: number, lots: Float64Array, at: number): void {
    const { orders, terms } = this.state;
    if (lots[at] <= orders.executedLots(parent))
      return this.pull(parent, EndKind.Cancelled, Reason.ReplacedToExecuted);
    terms.set(parent, ParentTerm.PendingTicks, priceTicks);
    terms.f64[terms.doubleAt(parent, ParentDouble.PendingLots)] = lots[at];
    this.lots[0] = this.extra(parent);
    this.bookkeeper.adjust(parent, this.lots, 0);
    if (this.canReplaceAtVenue(parent))
      this.replaceAtVenue(this.children.first(parent), priceTicks, lots, at);
    else this.recall(parent, Reason.ReplacePending);
    this.children.note(parent);
  }

  /** The replace in progress holds from now on; what has executed meanwhile stays. */
  replaceNow(parent: number, reason: Reason): void {
    const { orders, terms } = this.state;
    const pending = terms.doubleAt(parent, ParentDouble.PendingLots);
    const total = orders.totalLots(parent);
    const executed = orders.executedLots(parent);
    const newTotal = Math.max(executed, terms.f64[pending]);
    this.lots[0] = newTotal - total - this.extra(parent);
    this.bookkeeper.adjust(parent, this.lots, 0);
    terms.f64[pending] = 0;
    orders.setPriceTicks(parent, terms.get(parent, ParentTerm.PendingTicks));
    orders.setTotalLots(parent, newTotal);
    orders.setOpenLots(parent, newTotal - executed);
    this.group.restated(parent, reason, 0);
  }

  /** The venue has changed its only child, the total by so much. What a replace in progress reserves beyond it follows. */
  restate(parent: number, priceTicks: number, more: number): void {
    const { orders } = this.state;
    const before = this.extra(parent);
    orders.setPriceTicks(parent, priceTicks);
    orders.setTotalLots(parent, orders.totalLots(parent) + more);
    orders.setOpenLots(parent, orders.openLots(parent) + more);
    this.lots[0] = more + this.extra(parent) - before;
    this.bookkeeper.adjust(parent, this.lots, 0);
    this.group.restated(parent, Reason.RestatedByVenue, 0);
  }

  /** The replace in progress is off. */
  replaceRefused(parent: number): void {
    this.forgetReplace(parent);
    this.group.restated(parent, Reason.ReplaceRefusedByVenue, 0);
  }

  private endPulled(parent: number): void {
    const { orders, terms } = this.state;
    const pulled = terms.get(parent, ParentTerm.Pulled);
    if (this.isReplacing(parent)) this.forgetReplace(parent);
    if (orders.f64[orders.openAt(parent)] === 0) this.closer.filled(parent);
    else this.endAs(parent, pulled);
  }

  /** Its children have ended for the sake of a replace. */
  private goAnew(parent: number): void {
    this.replaceNow(parent, Reason.ReplacedAtVenue);
    this.children.forgetSent(parent);
    this.children.note(parent);
  }

  private forgetReplace(parent: number): void {
    const { terms } = this.state;
    this.lots[0] = -this.extra(parent);
    this.bookkeeper.adjust(parent, this.lots, 0);
    terms.f64[terms.doubleAt(parent, ParentDouble.PendingLots)] = 0;
  }

  /** What a replace in progress has reserved beyond the order's total. */
  private extra(parent: number): number {
    const { orders, terms } = this.state;
    const pending = terms.f64[terms.doubleAt(parent, ParentDouble.PendingLots)];
    return Math.max(0, pending - orders.totalLots(parent));
  }

  /** Children in our own book end at once, those at venues when the venue says so. */
  private recall(parent: number, reason: Reason): void {
    const { children } = this;
    for (let child = children.first(parent), next = 0; child !== 0; child = next) {
      next = children.after(child);
      if (children.isAtVenue(child)) this.cancelAtVenue(child, reason);
      else this.closer.end(child, EndKind.Cancelled, Reason.ParentEnded);
    }
    children.allowOwnBook(parent);
  }

  private canReplaceAtVenue(parent: number): boolean {
    const { terms, venues } = this.state;
    const route = terms.get(parent, ParentTerm.Route);
    if (route === Route.Smart || (venues.abilities[route - Route.Venue] & VenueAbility.Replace) === 0)
      return false;
    const child = this.children.first(parent);
    return child !== 0 && this.children.status(child) === ChildStatus.New;
  }

  private replaceAtVenue(child: number, priceTicks: number, lots: Float64Array, at: number): void {
    const { terms } = this.state;
    terms.set(child, ChildTerm.PendingTicks, priceTicks);
    terms.f64[terms.doubleAt(child, ChildTermDouble.PendingLots)] = lots[at];
    this.children.setStatus(child, ChildStatus.PendingReplace);
    this.events.venueReplace(child, Reason.None);
  }

  /** A market order takes at most this far beyond the best price that anybody has now. */
  private protect(parent: number): void {
    const { orders, terms } = this.state;
    const protection = pointsOf(this.state, parent);
    if (protection === 0) return;
    const side = orders.side(parent);
    const best = this.plan.bestRank(orders.instrument(parent), side);
    if (best === NO_RANK) return;
    const ticks = rankOf(opposite(side), best);
    terms.set(parent, Term.LimitTicks, clamped(side === Side.Buy ? ticks + protection : ticks - protection));
    orders.i32[(parent << OrderSize.Shift) | Ord.Flags] |= OrderFlag.Protected;
  }

  private limitRank(parent: number): number {
    const { orders, terms } = this.state;
    const makers = opposite(orders.side(parent));
    if (orders.ordType(parent) !== OrdType.Market) return rankOf(makers, orders.priceTicks(parent));
    const isProtected = (orders.flags(parent) & OrderFlag.Protected) !== 0;
    return isProtected ? rankOf(makers, terms.get(parent, Term.LimitTicks)) : NO_RANK + 1;
  }

  /** As it is, once. What its venue says is what it comes to. */
  private routeNamed(parent: number): void {
    const { orders, terms } = this.state;
    if (this.children.first(parent) !== 0) return;
    if (this.children.sent(parent) > 0) return this.endAs(parent, terms.get(parent, ParentTerm.LastEnd));
    const route = terms.get(parent, ParentTerm.Route);
    if (!this.plan.isOpen(route - Route.Venue, orders.instrument(parent)))
      return this.closer.end(parent, EndKind.Cancelled, Reason.VenueDown);
    if (orders.full) return this.closer.end(parent, EndKind.Cancelled, Reason.TooManyOpenOrders);
    const head = orders.head(parent);
    this.children.unallocated(parent, this.lots, 0);
    const flags = orders.flags(parent) & CommandFlag.PostOnly;
    this.children.send(
      parent,
      route,
      byteB(head),
      atVenue(byteC(head)),
      orders.priceTicks(parent),
      this.lots,
      0,
      flags,
    );
  }

  private routeSmart(parent: number): void {
    const { orders } = this.state;
    this.children.unallocated(parent, this.lots, 0);
    if (this.lots[0] === 0) return;
    const out = this.children.count(parent);
    if (this.isExhausted(parent)) {
      if (out === 0) this.closer.end(parent, EndKind.Cancelled, Reason.RoutingExhausted);
      return;
    }
    if (out > MOST_OUT) return this.joinYoungest(parent);
    if ((orders.flags(parent) & CommandFlag.PostOnly) === 0 && this.takeBest(parent)) return;
    this.children.unallocated(parent, this.lots, 0);
    if (this.lots[0] > 0) this.restOrEnd(parent);
  }

  /** What rests in our own book and is youngest loses its place: it will stand there with what came back since. */
  private joinYoungest(parent: number): void {
    const { children } = this;
    let child = children.first(parent);
    while (child !== 0 && children.isAtVenue(child)) child = children.after(child);
    if (child === 0) return;
    this.closer.end(child, EndKind.Cancelled, Reason.Rerouted);
    children.allowOwnBook(parent);
  }

  /** One has been sent often enough, or there is no room for more. */
  private isExhausted(parent: number): boolean {
    const { orders } = this.state;
    const most = this.places + 1;
    return this.children.sent(parent) + most > MOST_SENT || orders.capacity - orders.count <= most;
  }

  /** That one order may be split over: our own book and the venues. The rest of it is one child more. */
  private get places(): number {
    return Route.Venue + this.state.venues.bound;
  }

  /** Takes what is there, everywhere at once. True: something was taken from our own book, so there may be more to do. */
  private takeBest(parent: number): boolean {
    const { orders, terms } = this.state;
    const { plan } = this;
    plan.make(
      orders.instrument(parent),
      orders.side(parent),
      this.limitRank(parent),
      orders.account(parent),
      terms.get(parent, ParentTerm.Excluded),
      this.lots,
      0,
    );
    for (let route: number = Route.Venue; route < this.places; route++)
      if (plan.lots[route] > 0) this.take(parent, route);
    if (plan.lots[Route.OwnBook] === 0) return false;
    this.matcher.take(this.take(parent, Route.OwnBook));
    return true;
  }

  private take(parent: number, route: number): number {
    const { plan, children } = this;
    const tif = TimeInForce.ImmediateOrCancel;
    if (route !== Route.OwnBook) this.useUp(parent, route);
    return children.send(parent, route, OrdType.Limit, tif, plan.ticks[route], plan.lots, route);
  }

  /** What is sent to a venue is not there for the next order, until the venue says what is. */
  private useUp(parent: number, route: number): void {
    const { orders, listings } = this.state;
    const makers = opposite(orders.side(parent));
    const row = listings.at(route - Route.Venue, orders.instrument(parent));
    const first = listings.levelAt(row, makers);
    let left = this.plan.lots[route];
    for (let level = first; left > 0; level++) {
      const used = Math.min(left, listings.levelLots[level]);
      listings.levelLots[level] -= used;
      left -= used;
    }
  }

  private restOrEnd(parent: number): void {
    const { orders } = this.state;
    const head = orders.head(parent);
    if (byteB(head) !== OrdType.Market && rests(byteC(head))) return this.rest(parent);
    if (this.children.first(parent) !== 0) return;
    const untouched = orders.executedLots(parent) === 0;
    this.closer.end(parent, EndKind.Cancelled, untouched ? Reason.NoLiquidity : Reason.ImmediateRemainder);
  }

  /** In our own book where that takes orders, else at the first venue that does. */
  private rest(parent: number): void {
    const { orders } = this.state;
    const instrument = orders.instrument(parent);
    const tif = atVenue(orders.timeInForce(parent));
    const price = orders.priceTicks(parent);
    const own = this.isExcluded(parent, Route.OwnBook)
      ? Reason.NoLiquidity
      : this.marketGate.admit(instrument, OrdType.Limit, tif, price);
    const route = own === Reason.None ? Route.OwnBook : this.firstOpen(parent);
    if (route < 0) return this.endAlone(parent, own);
    const flags = orders.flags(parent) & CommandFlag.PostOnly;
    this.children.unallocated(parent, this.lots, 0);
    const child = this.children.send(parent, route, OrdType.Limit, tif, price, this.lots, 0, flags);
    if (route === Route.OwnBook) this.matcher.take(child);
  }

  private isExcluded(parent: number, route: number): boolean {
    return (this.state.terms.get(parent, ParentTerm.Excluded) & (1 << route)) !== 0;
  }

  private endAs(parent: number, word: number): void {
    this.closer.end(parent, endKindOf(word), endReasonOf(word));
  }

  private endAlone(parent: number, reason: Reason): void {
    if (this.children.first(parent) === 0) this.closer.end(parent, EndKind.Cancelled, reason);
  }

  /** Route of the first venue at which the rest of the order can stand; -1 = none. */
  private firstOpen(parent: number): number {
    const { orders, listings, venues } = this.state;
    const instrument = orders.instrument(parent);
    for (let venue = 0; venue < venues.bound; venue++) {
      const row = listings.at(venue, instrument);
      const fits =
        listings.status[row] === ListingStatus.Trading &&
        this.lots[0] >= listings.minLots[row] &&
        this.lots[0] % listings.stepLots[row] === 0 &&
        orders.priceTicks(parent) % listings.stepTicks[row] === 0;
      if (fits && !this.isExcluded(parent, Route.Venue + venue) && this.plan.isOpen(venue, instrument))
        return Route.Venue + venue;
    }
    return -1;
  }
}

/** An end that the engine sees to itself is not the venue's matter. */
const atVenue = (timeInForce: number): number =>
  timeInForce === TimeInForce.GoodTillDate ? TimeInForce.GoodTillCancel : timeInForce;
