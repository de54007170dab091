/**
 * Replace: a new price and a new total quantity for an open order. Open is total less executed, so that a fill in flight
 * is never bought twice; a total of what has executed, or less, ends the order. Priority is kept only when the price stays
 * and the total falls.
 */

import * as enums from '../../protocol/codes/enums.js';
import { EndKind, OrdType, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag } from '../../protocol/records/command.js';
import * as layout from '../../protocol/records/layout.js';
import { Term, Waits } from '../book/order-terms.js';
import type { MarketGate } from '../market/gate.js';
import { Mode } from '../market/market.js';
import { type RiskGate, Size } from '../risk/gate.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { Closer } from './closer.js';
import type { Matcher } from './matcher.js';
import type { Pegs } from './matching/pegs.js';
import * as pegs from './matching/pegs.js';
import type { ReduceOnly } from './matching/reduce-only.js';
import type { CoreState } from './state.js';
import type { UnpricedOrders } from './unpriced.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { hasPrice, isForAuction } = enums;
const { byteB, byteC } = layout;
const { isPegged } = pegs;
const { None } = Reason;

export class Replacement {
  /** By how much the open quantity falls, for the book. */
  private readonly reduction = new Float64Array(1);
  /** What a replace makes of its order, see `Size`. */
  private readonly sizes = new Float64Array(3);

  constructor(
    private readonly state: CoreState,
    private readonly gate: RiskGate,
    private readonly matcher: Matcher,
    private readonly closer: Closer,
    private readonly pegs: Pegs,
    private readonly bookkeeper: Pick<Bookkeeper, 'release' | 'reserve'>,
    private readonly marketGate: MarketGate,
    private readonly unpriced: UnpricedOrders,
    private readonly reduceOnly: Pick<ReduceOnly, 'hold'>,
  ) {}

  /** The new total is `f64[lotsAt]`; so for `change`. */
  admit(slot: number, priceTicks: number, f64: Float64Array, lotsAt: number): Reason {
    const { orders } = this.state;
    const lots = f64[lotsAt];
    const total = orders.f64[orders.totalAt(slot)];
    const executed = total - orders.f64[orders.openAt(slot)];
    if (ends(f64, lotsAt, executed)) return None;
    const ordType = orders.ordType(slot);
    const moves = hasPrice(ordType) && priceTicks !== this.limitTicks(slot);
    const grows = moves || !(lots <= total);
    const { sizes } = this;
    sizes[Size.Total] = lots;
    sizes[Size.Open] = lots - executed;
    sizes[Size.More] = lots - total;
    const reason = this.gate.admitReplace(
      orders.instrument(slot),
      orders.owner(slot),
      orders.side(slot),
      ordType,
      hasPrice(ordType) ? priceTicks : this.unpriced.worstOf(slot),
      hasPrice(ordType) ? this.limitTicks(slot) : this.unpriced.worstOf(slot),
      sizes,
      grows,
    );
    if (reason !== None) return reason;
    const refused = grows ? this.admitMove(slot, priceTicks) : None;
    if (refused !== None) return refused;
    if (this.isChild(slot) && lots !== total) return Reason.NotReplaceable;
    if (!grows || (orders.flags(slot) & CommandFlag.PostOnly) === 0) return None;
    if (this.state.market.collects(orders.instrument(slot))) return None;
    const takes = this.matcher.crosses(orders.instrument(slot), orders.side(slot), priceTicks);
    return takes ? Reason.PostOnlyWouldTake : None;
  }

  /**
   * The market's say in a replace that adds exposure or moves the price. An order that waits for its auction goes on
   * waiting; a market order that rests for one can only be made smaller.
   */
  private admitMove(slot: number, priceTicks: number): Reason {
    const { orders, market } = this.state;
    const head = orders.head(slot);
    const instrument = orders.instrument(slot);
    if (byteB(head) === OrdType.Market) return Reason.NotReplaceable;
    if (market.mode[instrument] === Mode.Plain) return None;
    const timeInForce = isForAuction(byteC(head)) ? TimeInForce.Day : byteC(head);
    return this.marketGate.admit(instrument, byteB(head), timeInForce, priceTicks);
  }

  change(slot: number, priceTicks: number, f64: Float64Array, lotsAt: number): void {
    const { orders } = this.state;
    const total = orders.f64[orders.totalAt(slot)];
    const open = f64[lotsAt] - (total - orders.f64[orders.openAt(slot)]);
    if (open <= 0) return this.closer.end(slot, EndKind.Cancelled, Reason.ReplacedToExecuted);
    if (this.waits(slot)) return this.changeAside(slot, priceTicks, f64, lotsAt, open);
    if (isPegged(orders.head(slot))) return this.changePeg(slot, priceTicks, f64, lotsAt, open);
    if (priceTicks === orders.priceTicks(slot) && f64[lotsAt] < total)
      return this.shrink(slot, f64, lotsAt, open);
    this.state.book.remove(slot);
    orders.setPriceTicks(slot, priceTicks);
    this.putQuantity(slot, f64, lotsAt, open);
    this.enter(slot, true);
  }

  /** As a new order would: what reduces no position is cut off first. */
  private enter(slot: number, isPriced: boolean): void {
    if (this.reduceOnly.hold(slot) && isPriced) this.matcher.take(slot);
  }

  private shrink(slot: number, f64: Float64Array, lotsAt: number, open: number): void {
    const { orders, book, market } = this.state;
    this.reduction[0] = orders.f64[orders.totalAt(slot)] - f64[lotsAt];
    book.reduce(slot, this.reduction, 0);
    market.touch(orders.instrument(slot));
    this.putQuantity(slot, f64, lotsAt, open);
  }

  /** It stands in no book: nothing of it can trade, and it keeps its place among those that wait. */
  private changeAside(
    slot: number,
    priceTicks: number,
    f64: Float64Array,
    lotsAt: number,
    open: number,
  ): void {
    const { orders, terms } = this.state;
    const head = orders.head(slot);
    const moves = hasPrice(byteB(head)) && priceTicks !== this.limitTicks(slot);
    const shrinks = !moves && f64[lotsAt] < orders.f64[orders.totalAt(slot)];
    if (isPegged(head)) terms.set(slot, Term.LimitTicks, priceTicks);
    else if (byteB(head) !== OrdType.Stop) orders.setPriceTicks(slot, priceTicks);
    this.putQuantity(slot, f64, lotsAt, open);
    const isPriced = isPegged(head) && this.pegs.price(slot);
    if (!shrinks) this.enter(slot, isPriced);
    else if (isPriced) this.matcher.take(slot);
  }

  private changePeg(slot: number, limitTicks: number, f64: Float64Array, lotsAt: number, open: number): void {
    const { orders, terms, book } = this.state;
    const before = orders.f64[orders.totalAt(slot)];
    const limitStays = terms.get(slot, Term.LimitTicks) === limitTicks;
    if (limitStays && f64[lotsAt] < before) return this.shrink(slot, f64, lotsAt, open);
    book.remove(slot);
    terms.set(slot, Term.LimitTicks, limitTicks);
    this.putQuantity(slot, f64, lotsAt, open);
    this.pegs.price(slot);
    this.enter(slot, terms.get(slot, Term.Waits) === Waits.Not);
  }

  private putQuantity(slot: number, f64: Float64Array, lotsAt: number, open: number): void {
    const { orders, terms } = this.state;
    this.bookkeeper.release(slot);
    orders.f64[orders.totalAt(slot)] = f64[lotsAt];
    orders.f64[orders.openAt(slot)] = open;
    this.bookkeeper.reserve(slot);
    if (orders.hasTerms(slot)) terms.shrink(slot, orders.f64, orders.openAt(slot));
  }

  /** The price that its owner gave it. */
  private limitTicks(slot: number): number {
    const { orders, terms } = this.state;
    return isPegged(orders.head(slot)) ? terms.get(slot, Term.LimitTicks) : orders.priceTicks(slot);
  }

  private isChild(slot: number): boolean {
    const { terms } = this.state;
    if (!this.state.orders.hasTerms(slot)) return false;
    return terms.get(slot, Term.Parent) !== 0;
  }

  private waits(slot: number): boolean {
    return this.state.orders.hasTerms(slot) && this.state.terms.get(slot, Term.Waits) !== Waits.Not;
  }
}

/** Whole lots, none of which is left to execute. */
const ends = (lots: Float64Array, at: number, executed: number): boolean =>
  lots[at] >= 0 && lots[at] <= executed && Math.floor(lots[at]) === lots[at];
