/**
 * Orders that are tied to one another, guaranteed within the event group of the execution. OCO: what one leg executes is
 * cut off the other, and a stop leg's election cancels the other leg. Bracket: the children arm for what their parent
 * executes, and cut each other like the legs of an OCO; what they are armed for stays when their parent ends.
 *
 * A child that is not armed has nothing open and stands nowhere. On its parent's side it adds to the position all the same,
 * so it counts as a working order, whole, from its entry on (`bookkeeper.reserveUnarmed`). Links are slots without generation: an order that ends
 * takes itself out of its links first.
 */
import { Contingency, EndKind, isStop, TimeInForce } from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { accountOf, byteC } from '../../../protocol/records/layout.js';
import { Terms } from '../../../protocol/records/order-terms.js';
import { OrderFlag } from '../../book/order-pool.js';
import { Term, TermDouble, Waits } from '../../book/order-terms.js';
import type { Bookkeeper } from '../bookkeeper.js';
import type { Closer } from '../closer.js';
import type { EventGroup } from '../event-group.js';
import type { Children } from '../routing/children.js';
import type { CoreState } from '../state.js';
import type { Stops } from './stops.js';

export class Links {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly closer: Closer,
    private readonly stops: Stops,
    private readonly bookkeeper: Pick<
      Bookkeeper,
      'release' | 'reserve' | 'reserveUnarmed' | 'releaseUnarmed'
    >,
    private readonly children: Pick<Children, 'executed'>,
  ) {}

  /** May the new order be linked as its terms say? The order meant is open already. */
  admit(instrument: number, owner: number, terms: Int32Array): Reason {
    const contingency = byteC(terms[Terms.Head]);
    if (contingency === Contingency.None) return Reason.None;
    const { orders } = this.state;
    const other = this.find(owner, terms);
    if (other === 0) return Reason.LinkedOrderGone;
    if ((orders.flags(other) & OrderFlag.Routed) !== 0) return Reason.NotRoutable;
    if (orders.instrument(other) !== instrument || !isLinkable(orders.head(other))) return Reason.InvalidLink;
    return contingency === Contingency.OneCancelsOther ? this.admitLeg(other) : this.admitChild(other);
  }

  /** Of the order that is meant. */
  executedOfOther(owner: number, terms: Int32Array): number {
    return this.state.orders.executedLots(this.find(owner, terms));
  }

  /** The new order is the child of one that has executed nothing. */
  isStillToArm(owner: number, terms: Int32Array): boolean {
    const isChild = byteC(terms[Terms.Head]) === Contingency.OneTriggersOther;
    return isChild && this.executedOfOther(owner, terms) === 0;
  }

  /** The new order, which `admit` let pass. */
  tie(slot: number, terms: Int32Array): void {
    const contingency = byteC(terms[Terms.Head]);
    if (contingency === Contingency.None) return;
    const { orders, linkedOrders } = this.state;
    const other = this.find(orders.owner(slot), terms);
    linkedOrders[orders.instrument(slot)]++;
    this.state.giveTerms(other);
    if (contingency === Contingency.OneCancelsOther) this.pair(slot, other);
    else this.adopt(slot, other);
  }

  /** The order, which is still there, has executed `lots[at]`. */
  executed(slot: number, lots: Float64Array, at: number): void {
    const { terms, orders } = this.state;
    if ((orders.flags(slot) & OrderFlag.Child) !== 0) return this.children.executed(slot, lots, at);
    const partner = terms.get(slot, Term.Partner);
    if (partner !== 0) this.closer.cut(partner, lots, at, Reason.LinkedOrderExecuted);
    const first = terms.get(slot, Term.FirstChild);
    const second = terms.get(slot, Term.SecondChild);
    if (first !== 0) this.arm(first, lots, at);
    if (second !== 0) this.arm(second, lots, at);
  }

  /** A stop is elected: the other leg ends. The children of a bracket only cut each other. */
  triggered(slot: number): void {
    const partner = this.state.terms.get(slot, Term.Partner);
    if (partner === 0 || (this.isChild(slot) && this.isChild(partner))) return;
    this.closer.end(partner, EndKind.Cancelled, Reason.LinkedOrderTriggered);
  }

  /** It came as one; a child whose parent has ended may have become a leg since. */
  private isChild(slot: number): boolean {
    return byteC(this.state.terms.get(slot, Term.Head)) === Contingency.OneTriggersOther;
  }

  private find(owner: number, terms: Int32Array): number {
    const { clientIds } = this.state;
    const [low, high] = [terms[Terms.LinkedClientIdLow], terms[Terms.LinkedClientIdHigh]];
    return clientIds.findOpen(accountOf(owner), low, high);
  }

  private admitLeg(other: number): Reason {
    const { orders, terms } = this.state;
    if (!orders.hasTerms(other)) return Reason.None;
    const free = terms.get(other, Term.Partner) === 0 && terms.get(other, Term.Parent) === 0;
    return free ? Reason.None : Reason.InvalidLink;
  }

  /** Two children at a time, and none of them has children. */
  private admitChild(parent: number): Reason {
    const { orders, terms } = this.state;
    if (!orders.hasTerms(parent)) return Reason.None;
    const full = terms.get(parent, Term.FirstChild) !== 0 && terms.get(parent, Term.SecondChild) !== 0;
    const free = !full && terms.get(parent, Term.Parent) === 0;
    return free ? Reason.None : Reason.InvalidLink;
  }

  /** What the other leg has executed already is cut off the new one. */
  private pair(slot: number, other: number): void {
    const { orders, terms } = this.state;
    terms.set(slot, Term.Partner, other);
    terms.set(other, Term.Partner, slot);
    const executed = orders.executedLots(other);
    if (executed > 0) this.closer.cutBy(slot, executed, Reason.LinkedOrderExecuted);
  }

  /** Nothing of the child is there until its parent has executed something. */
  private adopt(slot: number, parent: number): void {
    const { orders, terms } = this.state;
    const first = terms.get(parent, Term.FirstChild);
    const sibling = first === 0 ? terms.get(parent, Term.SecondChild) : first;
    terms.set(parent, first === 0 ? Term.FirstChild : Term.SecondChild, slot);
    terms.set(slot, Term.Parent, parent);
    if (sibling !== 0) {
      terms.set(slot, Term.Partner, sibling);
      terms.set(sibling, Term.Partner, slot);
    }
    const bySibling = sibling === 0 ? 0 : orders.executedLots(sibling);
    const executed = Math.min(Math.max(0, orders.executedLots(parent) - bySibling), orders.totalLots(slot));
    terms.f64[terms.doubleAt(slot, TermDouble.UnarmedLots)] = orders.totalLots(slot) - executed;
    this.bookkeeper.release(slot);
    orders.setTotalLots(slot, executed);
    orders.setOpenLots(slot, executed);
    this.bookkeeper.reserve(slot);
    this.bookkeeper.reserveUnarmed(slot);
    if (executed === 0) terms.set(slot, Term.Waits, Waits.Parent);
    this.group.restated(slot, executed === 0 ? Reason.AwaitsParent : Reason.ChildArmed, 0);
  }

  /** As much as `lots[at]` of the child becomes an order. A limit order goes to its place when the trade is done with. */
  private arm(child: number, lots: Float64Array, at: number): void {
    const { orders, terms } = this.state;
    const unarmed = terms.doubleAt(child, TermDouble.UnarmedLots);
    const armed = Math.min(lots[at], terms.f64[unarmed]);
    if (armed === 0) return;
    this.bookkeeper.releaseUnarmed(child);
    terms.f64[unarmed] -= armed;
    this.bookkeeper.reserveUnarmed(child);
    if (orders.isResting(child)) this.state.book.remove(child);
    const waits = terms.get(child, Term.Waits);
    if (waits === Waits.Parent || waits === Waits.Not) this.comeAlive(child);
    this.bookkeeper.release(child);
    orders.f64[orders.totalAt(child)] += armed;
    orders.f64[orders.openAt(child)] += armed;
    this.bookkeeper.reserve(child);
    this.group.restated(child, Reason.ChildArmed, 1);
  }

  /** A stop waits for its trigger, a limit order for the order in hand to be done. */
  private comeAlive(child: number): void {
    const { orders, terms, armed } = this.state;
    if (isStop(orders.ordType(child))) return this.stops.wait(child);
    terms.set(child, Term.Waits, Waits.Turn);
    armed.append(orders.instrument(child), child);
    this.state.watch(child);
  }
}

/** Orders that stay: an order that is matched at once cannot be linked to. */
const isLinkable = (head: number): boolean =>
  byteC(head) !== TimeInForce.ImmediateOrCancel && byteC(head) !== TimeInForce.FillOrKill;
