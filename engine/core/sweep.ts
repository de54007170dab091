/**
 * Ends many orders at once: mass cancel, kill switch, end of day, sessions that did not come back. Looks at every order
 * slot in turn, a bounded number a step, and goes on next turn where it stopped; a report closes the group. What is to
 * be ended stands in a few plain fields, so that a sweep in progress is part of the state.
 */
import { EndKind, Route, Scope, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { accountOf, byteA, sessionOf } from '../../protocol/records/layout.js';
import { VENUES } from '../../protocol/records/routing.js';
import { OrderFlag } from '../book/order-pool.js';
import { ChildTerm, Term } from '../book/order-terms.js';
import { endsWithDay } from '../market/phases.js';
import type { EventGroup } from './event-group.js';
import type { CoreState } from './state.js';

/** Slots that one step looks at, so that a sweep over a nearly empty pool does not hold the lanes up either. */
const SLOTS_PER_STEP = 16_384;

export const enum Only {
  All = 0,
  /** Orders that end with the day. */
  Day = 1,
  /** Orders marked cancel-on-disconnect, of sessions that are due, and orders whose date has come. */
  Due = 2,
  /** Child orders at the venue that stands where the side does: they become unknown. */
  AtVenue = 3,
  /** The same, and each of them is told as it is. */
  AtVenueAgain = 4,
}

/** Who ends orders, with what hangs on them. */
export interface Families {
  end(slot: number, kind: EndKind, reason: Reason): void;
  /** The child's venue is down. */
  lost(slot: number): void;
  /** To an adapter that has just begun. */
  tellOpen(slot: number): void;
}

export class Sweep {
  /** Next slot to look at; 0 = no sweep is going on. */
  private at = 0;
  private scope = 0;
  private side = 0;
  private owner = 0;
  private instrument = 0;
  private only: Only = Only.All;
  private kind = EndKind.Cancelled;
  private reason: Reason = Reason.None;
  private ended = 0;

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly families: Families,
  ) {}

  get active(): boolean {
    return this.at !== 0;
  }

  /** @param scope `Scope` bits; which of side, owner's account and session, and instrument count */
  begin(
    scope: number,
    side: number,
    owner: number,
    instrument: number,
    only: Only,
    kind: EndKind,
    reason: Reason,
  ): void {
    this.scope = scope;
    this.side = side;
    this.owner = owner;
    this.instrument = instrument;
    this.only = only;
    this.kind = kind;
    this.reason = reason;
    this.ended = 0;
    if (only === Only.Due) this.state.expiries.clear();
    this.at = 1;
    this.step();
  }

  /** One bounded step. Returns slots looked at. */
  step(): number {
    const { orders } = this.state;
    const start = this.at;
    const end = Math.min(orders.highWater, start + SLOTS_PER_STEP);
    let slot = start;
    for (; slot < end && !this.group.spent; slot++)
      if (orders.isOpen(slot) && this.means(slot)) this.endOrder(slot);
    this.at = slot;
    if (slot >= orders.highWater) this.finish();
    return Math.max(1, slot - start);
  }

  /** Only who ends something can have moved a price. */
  private endOrder(slot: number): void {
    this.ended++;
    this.state.touched = 0;
    if (this.only >= Only.AtVenue) return this.lose(slot);
    const expired = this.only === Only.Due && this.isExpired(slot);
    if (expired) this.families.end(slot, EndKind.Expired, Reason.Expired);
    else this.families.end(slot, this.kind, this.reason);
  }

  private lose(child: number): void {
    this.families.lost(child);
    if (this.only === Only.AtVenueAgain) this.families.tellOpen(child);
  }

  private finish(): void {
    this.at = 0;
    if (this.only === Only.Due) this.state.sessions.due.fill(0);
    this.group.massCancelReport(this.owner, this.reason, this.ended);
  }

  private means(slot: number): boolean {
    const { orders } = this.state;
    const isChild = (orders.flags(slot) & OrderFlag.Child) !== 0;
    if (isChild || this.only >= Only.AtVenue)
      return isChild && this.only >= Only.AtVenue && this.isThere(slot);
    const { scope } = this;
    const owner = orders.owner(slot);
    if ((scope & Scope.Account) !== 0 && accountOf(owner) !== accountOf(this.owner)) return false;
    if ((scope & Scope.Session) !== 0 && sessionOf(owner) !== sessionOf(this.owner)) return false;
    if ((scope & Scope.Instrument) !== 0 && orders.instrument(slot) !== this.instrument) return false;
    if ((scope & Scope.Side) !== 0 && byteA(orders.head(slot)) !== this.side) return false;
    if (this.only === Only.Day) return endsWithDay(orders.timeInForce(slot));
    return this.only === Only.All || this.isDue(slot, owner) || this.isExpired(slot);
  }

  /** One whose date is still to come is noted for the next time. */
  private isExpired(slot: number): boolean {
    const { orders, terms, expiries, seconds } = this.state;
    if (orders.timeInForce(slot) !== TimeInForce.GoodTillDate) return false;
    const expires = terms.get(slot, Term.ExpireSeconds) >>> 0;
    if (expires <= seconds) return true;
    expiries.note(expires);
    return false;
  }

  private isThere(child: number): boolean {
    const venue = this.state.terms.get(child, ChildTerm.Route) - Route.Venue;
    return venue === this.side || (venue >= 0 && this.side === VENUES);
  }

  private isDue(slot: number, owner: number): boolean {
    const marked = (this.state.orders.flags(slot) & CommandFlag.CancelOnDisconnect) !== 0;
    return marked && this.state.sessions.due[sessionOf(owner)] === 1;
  }
}
