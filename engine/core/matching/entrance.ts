/** How an order that is more than a plain limit or market order enters: waits, gets its price, or goes to be matched. */
import {
  Contingency,
  EndKind,
  isForAuction,
  isStop,
  OrdType,
  Route,
  Side,
  TimeInForce,
} from '../../../protocol/codes/enums.js';
import { Reason } from '../../../protocol/codes/reasons.js';
import { CmdDouble, CommandFlag } from '../../../protocol/records/command.js';
import type { CommandRecord } from '../../../protocol/records/command-record.js';
import { byteB, byteC } from '../../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../../protocol/records/order-terms.js';
import { Ord, OrderFlag, OrderSize } from '../../book/order-pool.js';
import { Term, TermDouble, Waits } from '../../book/order-terms.js';
import { NO_RANK, opposite, rankOf, sideIndex } from '../../book/rank.js';
import type { TermsRecord } from '../../risk/order-terms.js';
import type { Closer } from '../closer.js';
import type { EventGroup } from '../event-group.js';
import type { Matcher } from '../matcher.js';
import type { Router } from '../routing/router.js';
import type { CoreState } from '../state.js';
import { isAvailable } from './availability.js';
import type { Links } from './links.js';
import { isPegged, type Pegs } from './pegs.js';
import { protect } from './protection.js';
import type { ReduceOnly } from './reduce-only.js';
import type { Stops } from './stops.js';

export class Entrance {
  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly matcher: Matcher,
    private readonly closer: Closer,
    private readonly stops: Stops,
    private readonly pegs: Pegs,
    private readonly links: Links,
    private readonly reduceOnly: ReduceOnly,
    private readonly router: Router,
  ) {}

  /** What can be said against the order only with the book before one. @param terms of an extended order */
  admit(command: CommandRecord, terms: TermsRecord): Reason {
    const { ordType, instrument, side } = command;
    if (ordType === OrdType.MarketToLimit && this.bestOpposite(instrument, side) === NO_RANK)
      return Reason.NoLiquidity;
    if (command.has(CommandFlag.ReduceOnly) && !this.reduces(command, terms))
      return Reason.ReduceOnlyWouldIncrease;
    if (!command.has(CommandFlag.Extended)) return Reason.None;
    if (command.isStop && this.stops.isReached(instrument, side, terms.i32))
      return Reason.TriggerAlreadyReached;
    if (command.timeInForce === TimeInForce.GoodTillDate && this.isOver(terms.i32))
      return Reason.InvalidExpiry;
    return this.admitLink(instrument, command.owner, command.f64[CmdDouble.QtyLots], terms.i32);
  }

  /** The order is in the pool; its terms, if it has some, are with it. */
  enter(slot: number, terms: TermsRecord): void {
    const { orders } = this.state;
    if ((orders.flags(slot) & CommandFlag.Extended) !== 0) {
      this.state.terms.take(slot, terms.i32, terms.f64, this.group.sequence);
      orders.i32[(slot << OrderSize.Shift) | Ord.Flags] |=
        terms.i32[Terms.Route] === Route.OwnBook ? OrderFlag.HasTerms : OrderFlag.HasTerms | OrderFlag.Routed;
      this.state.expiries.note(terms.i32[Terms.ExpireSeconds] >>> 0);
      this.links.tie(slot, terms.i32);
      if (this.state.terms.get(slot, Term.Waits) === Waits.Parent) return;
    }
    this.enterByType(slot, terms);
  }

  private enterByType(slot: number, terms: TermsRecord): void {
    const { orders } = this.state;
    const head = orders.head(slot);
    const ordType = byteB(head);
    if (isStop(ordType)) this.stops.wait(slot);
    const isPriced = !isPegged(head) || this.pegs.enter(slot);
    if (!orders.isOpen(slot) || !this.reduceOnly.hold(slot) || isStop(ordType) || !isPriced) return;
    this.enterBook(slot, terms);
  }

  private enterBook(slot: number, terms: TermsRecord): void {
    const { orders } = this.state;
    if ((orders.flags(slot) & OrderFlag.Routed) !== 0) return this.router.begin(slot);
    const head = orders.head(slot);
    const ordType = byteB(head);
    if (ordType === OrdType.MarketToLimit) this.priceAtBest(slot);
    if (ordType === OrdType.Market) protect(this.state, slot);
    const matches = !this.state.market.collects(orders.instrument(slot)) && !isForAuction(byteC(head));
    if (matches && this.hasMinimum(slot) && !this.minimumIsThere(slot, terms))
      return this.withoutMinimum(slot);
    this.matcher.take(slot);
  }

  /** Something of it does; a fill-or-kill order with all that it is. Of a child that waits nothing is open yet. */
  private reduces(command: CommandRecord, terms: TermsRecord): boolean {
    if (command.has(CommandFlag.Extended) && this.links.isStillToArm(command.owner, terms.i32)) return true;
    const room = this.reduceOnly.room(command.account, command.instrument, command.side);
    const whole = command.timeInForce === TimeInForce.FillOrKill;
    return room > 0 && (!whole || room >= command.f64[CmdDouble.QtyLots]);
  }

  private admitLink(instrument: number, owner: number, qtyLots: number, terms: Int32Array): Reason {
    const reason = this.links.admit(instrument, owner, terms);
    if (reason !== Reason.None || byteC(terms[Terms.Head]) !== Contingency.OneCancelsOther) return reason;
    return this.links.executedOfOther(owner, terms) < qtyLots ? Reason.None : Reason.LinkedOrderGone;
  }

  private isOver(terms: Int32Array): boolean {
    return terms[Terms.ExpireSeconds] >>> 0 <= this.state.seconds;
  }

  /** Market-to-limit: takes what is there at the best price, and the rest waits at that price. */
  private priceAtBest(slot: number): void {
    const { orders } = this.state;
    const side = orders.side(slot);
    orders.setPriceTicks(slot, rankOf(opposite(side), this.bestOpposite(orders.instrument(slot), side)));
    orders.setOrdType(slot, OrdType.Limit);
    this.group.restated(slot, Reason.PricedAtBest, 1);
  }

  private hasMinimum(slot: number): boolean {
    const { orders, terms } = this.state;
    const has = orders.hasTerms(slot);
    return has && terms.f64[terms.doubleAt(slot, TermDouble.MinQtyLots)] > 0;
  }

  private minimumIsThere(slot: number, terms: TermsRecord): boolean {
    const { orders } = this.state;
    const makers = sideIndex(orders.instrument(slot), opposite(orders.side(slot)));
    const rank = this.matcher.reach(slot);
    const spareLots = orders.openLots(slot) - terms.f64[TermsDouble.MinQtyLots];
    if (spareLots < 0) return false;
    return isAvailable(
      this.state,
      makers,
      rank,
      orders.flags(slot),
      orders.owner(slot),
      terms.f64,
      TermsDouble.MinQtyLots,
      spareLots,
    );
  }

  /** What must take at once ends; the others rest whole, where they neither take nor cross, if the instrument has such a price. */
  private withoutMinimum(slot: number): void {
    const { orders } = this.state;
    const head = orders.head(slot);
    const instrument = orders.instrument(slot);
    const crosses = this.matcher.crosses(instrument, orders.side(slot), orders.priceTicks(slot));
    const price = crosses ? this.behindBest(instrument, orders.side(slot)) : orders.priceTicks(slot);
    const takes = byteB(head) === OrdType.Market || byteC(head) === TimeInForce.ImmediateOrCancel;
    if (takes || !this.state.instruments.hasPrice(instrument, price))
      return this.closer.end(slot, EndKind.Cancelled, Reason.MinimumQuantityNotAvailable);
    if (crosses) {
      orders.setPriceTicks(slot, price);
      this.group.restated(slot, Reason.MovedBehindBest, 1);
    }
    this.matcher.settle(slot);
  }

  /** One tick behind the best opposite price. */
  private behindBest(instrument: number, side: Side): number {
    const best = rankOf(opposite(side), this.bestOpposite(instrument, side));
    const { ticks } = this.state.market;
    return side === Side.Buy ? ticks.atOrBelow(instrument, best - 1) : ticks.atOrAbove(instrument, best + 1);
  }

  private bestOpposite(instrument: number, side: number): number {
    return this.state.book.bestRank(sideIndex(instrument, opposite(side)));
  }
}
