/** What clients ask of single orders: new, cancel, replace. */
import { EndKind, hasPrice, isForAuction, OrdType, Route, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC, sessionOf } from '../../protocol/records/layout.js';
import { Terms } from '../../protocol/records/order-terms.js';
import { FAMILY, Ord, OrderFlag, OrderSize } from '../book/order-pool.js';
import { Term, Waits } from '../book/order-terms.js';
import type { MarketGate } from '../market/gate.js';
import { Mode } from '../market/market.js';
import type { RiskGate } from '../risk/gate.js';
import { checkCancelRate, checkOrderRate } from '../risk/message-rate.js';
import type { TermsRecord } from '../risk/order-terms.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { EventGroup } from './event-group.js';
import type { Matcher } from './matcher.js';
import type { Entrance } from './matching/entrance.js';
import type { Replacement } from './replacement.js';
import type { RouteAdmission } from './routing/route-admission.js';
import type { Router } from './routing/router.js';
import type { CoreState } from './state.js';

export class OrderDesk {
  /** Of `Market`, at hand because every order asks. */
  private readonly mode: Uint8Array;

  constructor(
    private readonly state: CoreState,
    private readonly gate: RiskGate,
    private readonly group: EventGroup,
    private readonly matcher: Matcher,
    private readonly bookkeeper: Bookkeeper,
    private readonly entrance: Entrance,
    private readonly replacement: Replacement,
    private readonly staged: TermsRecord,
    private readonly marketGate: MarketGate,
    private readonly routes: RouteAdmission,
    private readonly router: Router,
  ) {
    this.mode = state.market.mode;
  }

  newOrder(i32: Int32Array, f64: Float64Array, at: number): void {
    const reason = this.admit(i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const slot = this.enter(i32, f64, at);
    this.meant(slot);
    if (isPlain(i32[at], i32[at + Cmd.Flags]) && !this.isProtected(i32, at)) this.matcher.take(slot);
    else this.entrance.enter(slot, this.staged);
  }

  /** A market order that takes its instrument's points of protection, unless it has its own. */
  private isProtected(i32: Int32Array, at: number): boolean {
    if (byteB(i32[at]) !== OrdType.Market) return false;
    return this.state.instruments.protectionTicks.values[i32[at + Cmd.Instrument]] !== 0;
  }

  cancel(i32: Int32Array, at: number): void {
    const slot = this.find(i32, at);
    const owner = i32[at + Cmd.Owner];
    const { risk, seconds } = this.state;
    const reason =
      checkCancelRate(risk.sessions, sessionOf(owner), seconds) ||
      this.ownership(slot, owner) ||
      this.ofFamily(slot) ||
      this.sameInstrument(slot, i32[at + Cmd.Instrument]);
    if (reason !== Reason.None) return this.group.refuse(reason);
    this.meant(slot);
    this.router.end(slot, EndKind.Cancelled, Reason.CancelledByUser);
  }

  replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = this.find(i32, at);
    const priceTicks = this.newPrice(slot, i32[at + Cmd.PriceTicks]);
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const { risk, seconds } = this.state;
    const reason =
      checkOrderRate(risk.sessions, sessionOf(i32[at + Cmd.Owner]), seconds) ||
      this.ownership(slot, i32[at + Cmd.Owner]) ||
      this.notOfQuote(slot) ||
      this.ofFamily(slot) ||
      this.sameInstrument(slot, i32[at + Cmd.Instrument]) ||
      this.replacement.admit(slot, priceTicks, f64, lotsAt);
    if (reason !== Reason.None) return this.group.refuse(reason);
    if (this.isOut(slot) && this.router.isReplacing(slot)) return this.group.refuse(Reason.ReplacePending);
    this.meant(slot);
    if (this.isOut(slot)) this.router.replace(slot, priceTicks, f64, lotsAt);
    else this.replacement.change(slot, priceTicks, f64, lotsAt);
  }

  /** A market order that rests for an auction has no price and gets none. */
  private newPrice(slot: number, priceTicks: number): number {
    const { orders } = this.state;
    return slot !== 0 && byteB(orders.head(slot)) === OrdType.Market ? 0 : priceTicks;
  }

  /** The order that the command is about. */
  private meant(slot: number): void {
    this.group.name(slot);
    this.state.touched = this.state.orders.instrument(slot);
  }

  private admit(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { state } = this;
    const flags = i32[at + Cmd.Flags];
    const session = sessionOf(i32[at + Cmd.Owner]);
    return (
      state.sessions.admits(session, (flags & CommandFlag.CancelOnDisconnect) !== 0) ||
      checkOrderRate(state.risk.sessions, session, state.seconds) ||
      this.admitOrder(i32, f64, at)
    );
  }

  /** What does not depend on the message that it came with. */
  admitOrder(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { state, gate } = this;
    const reason = gate.admit(i32, f64, at, this.staged);
    if (reason !== Reason.None) return reason;
    if (state.orders.full) return Reason.TooManyOpenOrders;
    if (gate.row === 0 && state.ledger.positions.full) return Reason.TooManyPositions;
    if (this.isRouted(i32, at))
      return this.routes.admit(i32, at, this.staged) || this.entrance.admit(i32, f64, at, this.staged);
    if (this.isSpecial(i32, at)) return this.admitSpecial(i32, f64, at);
    return this.admitMatching(i32, f64, at);
  }

  private isRouted(i32: Int32Array, at: number): boolean {
    return (
      (i32[at + Cmd.Flags] & CommandFlag.Extended) !== 0 && this.staged.i32[Terms.Route] !== Route.OwnBook
    );
  }

  /** A routed order that does not wait for its trigger any more. */
  private isOut(slot: number): boolean {
    const { orders, terms } = this.state;
    return (orders.flags(slot) & OrderFlag.Routed) !== 0 && terms.get(slot, Term.Waits) === Waits.Not;
  }

  /** What may be said against a cancel or replace of an order that is routed, or a part of one. */
  private ofFamily(slot: number): Reason {
    const flags = this.state.orders.flags(slot) & FAMILY;
    if (flags === 0) return Reason.None;
    if ((flags & OrderFlag.Child) !== 0) return Reason.IsChildOrder;
    return this.router.isPulled(slot) ? Reason.CancelPending : Reason.None;
  }

  /** Asked for every order: its instrument does not simply trade, or it is for a certain auction. */
  private isSpecial(i32: Int32Array, at: number): boolean {
    return this.mode[i32[at + Cmd.Instrument]] !== Mode.Plain || isForAuction(byteC(i32[at]));
  }

  private admitSpecial(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const head = i32[at];
    const instrument = i32[at + Cmd.Instrument];
    const reason = this.marketGate.admit(instrument, byteB(head), byteC(head), i32[at + Cmd.PriceTicks]);
    if (reason !== Reason.None) return reason;
    const collected = this.state.market.collects(instrument) || isForAuction(byteC(head));
    return collected ? this.admitMore(i32, f64, at) : this.admitMatching(i32, f64, at);
  }

  /** What holds for orders that are matched when they enter: in an auction nobody takes, and nothing is there at once. */
  private admitMatching(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const flags = i32[at + Cmd.Flags];
    if ((flags & CommandFlag.PostOnly) !== 0 && this.wouldTake(i32, at)) return Reason.PostOnlyWouldTake;
    if (byteC(i32[at]) === TimeInForce.FillOrKill && !this.matcher.fillable(i32, f64, at, this.staged))
      return Reason.FillOrKillNotFillable;
    return this.admitMore(i32, f64, at);
  }

  private admitMore(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const plain = isPlain(i32[at], i32[at + Cmd.Flags]);
    return plain ? Reason.None : this.entrance.admit(i32, f64, at, this.staged);
  }

  private wouldTake(i32: Int32Array, at: number): boolean {
    return this.matcher.crosses(i32[at + Cmd.Instrument], byteA(i32[at]), i32[at + Cmd.PriceTicks]);
  }

  /** Into the pool, with all that is kept of open orders. Of one that was admitted. */
  enter(i32: Int32Array, f64: Float64Array, at: number): number {
    const { orders, clientIds } = this.state;
    const slot = orders.allocate();
    const order = slot << OrderSize.Shift;
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    const low = i32[at + Cmd.ClientIdLow];
    const high = i32[at + Cmd.ClientIdHigh];
    const owner = i32[at + Cmd.Owner];
    orders.i32[order | Ord.Head] = i32[at];
    orders.i32[order | Ord.Instrument] = i32[at + Cmd.Instrument];
    orders.i32[order | Ord.PriceTicks] = hasPrice(byteB(i32[at])) ? i32[at + Cmd.PriceTicks] : 0;
    orders.i32[order | Ord.Owner] = owner;
    orders.i32[order | Ord.ClientIdLow] = low;
    orders.i32[order | Ord.ClientIdHigh] = high;
    orders.i32[order | Ord.Flags] = i32[at + Cmd.Flags] & 0xffff;
    orders.f64[orders.totalAt(slot)] = lots;
    orders.f64[orders.openAt(slot)] = lots;
    clientIds.add(accountOf(owner), low, high, slot);
    this.bookkeeper.entered(slot, this.gate.row);
    if ((i32[at + Cmd.Flags] & CommandFlag.ReduceOnly) !== 0)
      this.state.reduceOnlyOrders[i32[at + Cmd.Instrument]]++;
    return slot;
  }

  /** Slot of the open order that a cancel or replace means, or 0. */
  private find(i32: Int32Array, at: number): number {
    const { orders, clientIds } = this.state;
    if ((i32[at + Cmd.Flags] & CommandFlag.ByClientId) === 0)
      return orders.find(i32[at + Cmd.OrderSlot], i32[at + Cmd.OrderGeneration]);
    const low = i32[at + Cmd.ClientIdLow];
    const high = i32[at + Cmd.ClientIdHigh];
    if ((low | high) === 0) return 0;
    return clientIds.findOpen(accountOf(i32[at + Cmd.Owner]), low, high);
  }

  private ownership(slot: number, owner: number): Reason {
    if (slot === 0) return Reason.UnknownOrder;
    return accountOf(this.state.orders.owner(slot)) === accountOf(owner) ? Reason.None : Reason.NotYourOrder;
  }

  /** The two sides of a quote stay apart because they are changed together. */
  private notOfQuote(slot: number): Reason {
    const isSide = (this.state.orders.flags(slot) & CommandFlag.QuoteSide) !== 0;
    return isSide ? Reason.NotReplaceable : Reason.None;
  }

  /** Whoever names an instrument means no order in another one: there its price is another, or the id is another engine's. 0 = not named. */
  private sameInstrument(slot: number, instrument: number): Reason {
    const same = instrument === 0 || instrument === this.state.orders.instrument(slot);
    return same ? Reason.None : Reason.UnknownOrder;
  }
}

/** Limit and market orders with nothing special about them: they go straight to the matcher. */
const isPlain = (head: number, flags: number): boolean =>
  byteB(head) <= OrdType.Limit && (flags & (CommandFlag.Extended | CommandFlag.ReduceOnly)) === 0;
