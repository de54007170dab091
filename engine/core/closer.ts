/** How an order leaves the core, or becomes smaller where it stands: its links, its client id and its slot are seen to. */
import { Contingency, EndKind } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { byteC } from '../../protocol/records/layout.js';
import { OrderFlag } from '../book/order-pool.js';
import { Term, TermDouble, Waits } from '../book/order-terms.js';
import { Mode } from '../market/market.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { EventGroup } from './event-group.js';
import { leaveLists } from './matching/lists.js';
import type { Children } from './routing/children.js';
import type { CoreState } from './state.js';

export class Closer {
  private readonly lots = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly group: Pick<EventGroup, 'ended' | 'restated'>,
    private readonly bookkeeper: Pick<Bookkeeper, 'left' | 'release' | 'reserve' | 'releaseUnarmed'>,
    private readonly children: Pick<Children, 'gone'>,
  ) {}

  /** The order has executed in full; it rests nowhere any more. */
  filled(slot: number): void {
    if (this.state.orders.hasTerms(slot) && this.isHeldAgain(slot)) return;
    this.gone(slot);
  }

  /** The order ends with open quantity; says so on the event ring. */
  end(slot: number, kind: EndKind, reason: Reason): void {
    const { orders, book } = this.state;
    if (orders.isResting(slot)) book.remove(slot);
    this.touchMarket(slot);
    this.group.ended(slot, kind, reason);
    this.gone(slot);
  }

  /** The engine takes `lots[at]` off what is open, in place; with nothing left the order ends. Nothing open: no effect. */
  cut(slot: number, lots: Float64Array, at: number, reason: Reason): void {
    const { orders } = this.state;
    if (lots[at] >= orders.f64[orders.openAt(slot)]) return this.cutToNothing(slot, reason);
    this.reduce(slot, lots, at);
    this.group.restated(slot, reason, 0);
  }

  /** The same by a number; not in a hot path. */
  cutBy(slot: number, lots: number, reason: Reason): void {
    this.lots[0] = lots;
    this.cut(slot, this.lots, 0, reason);
  }

  private reduce(slot: number, lots: Float64Array, at: number): void {
    const { orders, book } = this.state;
    if (orders.isResting(slot)) book.reduce(slot, lots, at);
    this.touchMarket(slot);
    this.bookkeeper.release(slot);
    orders.f64[orders.openAt(slot)] -= lots[at];
    orders.f64[orders.totalAt(slot)] -= lots[at];
    this.bookkeeper.reserve(slot);
    if (this.state.orders.hasTerms(slot)) this.state.terms.shrink(slot, orders.f64, orders.openAt(slot));
  }

  /** What its parent has still to execute may arm it once more. */
  private cutToNothing(slot: number, reason: Reason): void {
    const { orders, terms } = this.state;
    const open = orders.openLots(slot);
    if (open === 0) return;
    if (!this.state.orders.hasTerms(slot) || terms.f64[terms.doubleAt(slot, TermDouble.UnarmedLots)] === 0)
      return this.end(slot, EndKind.Cancelled, reason);
    if (orders.isResting(slot)) this.state.book.remove(slot);
    this.touchMarket(slot);
    this.bookkeeper.release(slot);
    orders.setTotalLots(slot, orders.totalLots(slot) - open);
    orders.setOpenLots(slot, 0);
    this.hold(slot);
    this.group.restated(slot, reason, 0);
  }

  private isHeldAgain(slot: number): boolean {
    const { terms } = this.state;
    if (terms.f64[terms.doubleAt(slot, TermDouble.UnarmedLots)] === 0) return false;
    this.hold(slot);
    this.group.restated(slot, Reason.AwaitsParent, 0);
    return true;
  }

  private hold(slot: number): void {
    leaveLists(this.state, slot);
    this.state.terms.set(slot, Term.Waits, Waits.Parent);
  }

  private gone(slot: number): void {
    const { orders, clientIds, quotes } = this.state;
    if (this.state.orders.hasTerms(slot)) this.untie(slot);
    this.bookkeeper.left(slot);
    const flags = orders.flags(slot);
    if ((flags & CommandFlag.ReduceOnly) !== 0) this.state.reduceOnlyOrders[orders.instrument(slot)]--;
    if ((flags & CommandFlag.QuoteSide) !== 0) quotes.leave(slot);
    else if ((flags & OrderFlag.Child) === 0)
      clientIds.end(orders.account(slot), orders.clientIdLow(slot), orders.clientIdHigh(slot));
    orders.release(slot);
  }

  private untie(slot: number): void {
    const { orders, terms, linkedOrders } = this.state;
    if ((orders.flags(slot) & OrderFlag.Family) !== 0) return this.leaveFamily(slot);
    leaveLists(this.state, slot);
    if (byteC(terms.get(slot, Term.Head)) !== Contingency.None) linkedOrders[orders.instrument(slot)]--;
    const partner = terms.get(slot, Term.Partner);
    const parent = terms.get(slot, Term.Parent);
    if (parent !== 0) this.bookkeeper.releaseUnarmed(slot);
    if (partner !== 0) terms.set(partner, Term.Partner, 0);
    for (const child of [Term.FirstChild, Term.SecondChild] as const) {
      if (parent !== 0 && terms.get(parent, child) === slot) terms.set(parent, child, 0);
      this.orphan(terms.get(slot, child));
    }
  }

  /** A routed order may wait for its trigger; its child stands in no list but its parent's. */
  private leaveFamily(slot: number): void {
    if ((this.state.orders.flags(slot) & OrderFlag.Child) !== 0) this.children.gone(slot);
    else leaveLists(this.state, slot);
  }

  /** What a child was armed for stays; one that waits with nothing ends with its parent. One that traded with it is filled. */
  private orphan(child: number): void {
    const { terms } = this.state;
    if (child === 0) return;
    this.bookkeeper.releaseUnarmed(child);
    terms.set(child, Term.Parent, 0);
    terms.f64[terms.doubleAt(child, TermDouble.UnarmedLots)] = 0;
    if (terms.get(child, Term.Waits) === Waits.Parent) this.end(child, EndKind.Cancelled, Reason.ParentEnded);
  }

  /** An auction book may have changed. */
  private touchMarket(slot: number): void {
    const { orders, market } = this.state;
    const instrument = orders.instrument(slot);
    if (market.mode[instrument] !== Mode.Plain) market.touch(instrument);
  }
}
