/** What clients ask of single orders: new, cancel, replace. */
import * as enums from '../../protocol/codes/enums.js';
import { EndKind, OrdType, Route, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import { Terms } from '../../protocol/records/order-terms.js';
import { Ord, OrderFlag, OrderSize } from '../book/order-pool.js';
import { Term, Waits } from '../book/order-terms.js';
import type { MarketGate } from '../market/gate.js';
import { Mode } from '../market/market.js';
import type { RiskGate } from '../risk/gate.js';
import * as messageRate from '../risk/message-rate.js';
import type { TermsRecord } from '../risk/order-terms.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { EventGroup } from './event-group.js';
import type { Matcher } from './matcher.js';
import type { Entrance } from './matching/entrance.js';
import type { Replacement } from './replacement.js';
import type { RouteAdmission } from './routing/route-admission.js';
import type { Router } from './routing/router.js';
import type { CoreState } from './state.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { isForAuction } = enums;
const { checkCancelRate, checkOrderRate } = messageRate;
const { None } = Reason;

export class OrderDesk {
  /** Of `Market`, at hand because every order asks. */
  private readonly mode: Uint8Array;

  constructor(
    private readonly state: CoreState,
    private readonly command: CommandRecord,
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

  newOrder(): void {
    const { command } = this;
    const reason = this.admit();
    if (reason !== None) return this.group.refuse(reason);
    const slot = this.enter();
    this.meant(slot);
    if (isPlain(command) && !this.isProtected()) this.matcher.take(slot);
    else this.entrance.enter(slot, this.staged);
  }

  cancel(): void {
    const { command } = this;
    const { risk, seconds } = this.state;
    const slot = this.find();
    const reason =
      checkCancelRate(risk.sessions, command.session, seconds) ||
      this.ownership(slot) ||
      this.ofFamily(slot) ||
      this.sameInstrument(slot);
    if (reason !== None) return this.group.refuse(reason);
    this.meant(slot);
    this.router.end(slot, EndKind.Cancelled, Reason.CancelledByUser);
  }

  replace(): void {
    const { command } = this;
    const { f64 } = command;
    const { risk, seconds } = this.state;
    const slot = this.find();
    const priceTicks = this.newPrice(slot, command.priceTicks);
    const reason =
      checkOrderRate(risk.sessions, command.session, seconds) ||
      this.ownership(slot) ||
      this.notOfQuote(slot) ||
      this.ofFamily(slot) ||
      this.sameInstrument(slot) ||
      this.replacement.admit(slot, priceTicks, f64, CmdDouble.QtyLots);
    if (reason !== None) return this.group.refuse(reason);
    if (this.isOut(slot) && this.router.isReplacing(slot)) return this.group.refuse(Reason.ReplacePending);
    this.meant(slot);
    if (this.isOut(slot)) this.router.replace(slot, priceTicks, f64, CmdDouble.QtyLots);
    else this.replacement.change(slot, priceTicks, f64, CmdDouble.QtyLots);
  }

  /** A market order that takes its instrument's points of protection, unless it has its own. */
  private isProtected(): boolean {
    const { command } = this;
    if (command.ordType !== OrdType.Market) return false;
    return this.state.instruments.protectionTicks.values[command.instrument] !== 0;
  }

  /** A market order that rests for an auction has no price and gets none. */
  private newPrice(slot: number, priceTicks: number): number {
    const { orders } = this.state;
    return slot !== 0 && orders.ordType(slot) === OrdType.Market ? 0 : priceTicks;
  }

  /** The order that the command is about. */
  private meant(slot: number): void {
    this.group.name(slot);
    this.state.touched = this.state.orders.instrument(slot);
  }

  private admit(): Reason {
    const { state, command } = this;
    const { session } = command;
    return (
      state.sessions.admits(session, command.has(CommandFlag.CancelOnDisconnect)) ||
      checkOrderRate(state.risk.sessions, session, state.seconds) ||
      this.admitOrder()
    );
  }

  /** What does not depend on the message that the order in hand came with. */
  admitOrder(): Reason {
    const { state, gate, command, staged } = this;
    const reason = gate.admit();
    if (reason !== None) return reason;
    if (state.orders.full) return Reason.TooManyOpenOrders;
    if (gate.row === 0 && state.ledger.positions.full) return Reason.TooManyPositions;
    if (this.isRouted()) return this.routes.admit(command, staged) || this.entrance.admit(command, staged);
    if (this.isSpecial()) return this.admitSpecial();
    return this.admitMatching();
  }

  private isRouted(): boolean {
    return this.command.has(CommandFlag.Extended) && this.staged.i32[Terms.Route] !== Route.OwnBook;
  }

  /** A routed order that does not wait for its trigger any more. */
  private isOut(slot: number): boolean {
    const { orders, terms } = this.state;
    return (orders.flags(slot) & OrderFlag.Routed) !== 0 && terms.get(slot, Term.Waits) === Waits.Not;
  }

  /** What may be said against a cancel or replace of an order that is routed, or a part of one. */
  private ofFamily(slot: number): Reason {
    const flags = this.state.orders.flags(slot) & OrderFlag.Family;
    if (flags === 0) return None;
    if ((flags & OrderFlag.Child) !== 0) return Reason.IsChildOrder;
    return this.router.isPulled(slot) ? Reason.CancelPending : None;
  }

  /** Asked for every order: its instrument does not simply trade, or it is for a certain auction. */
  private isSpecial(): boolean {
    const { command } = this;
    return this.mode[command.instrument] !== Mode.Plain || isForAuction(command.timeInForce);
  }

  private admitSpecial(): Reason {
    const { instrument, ordType, timeInForce, priceTicks } = this.command;
    const reason = this.marketGate.admit(instrument, ordType, timeInForce, priceTicks);
    if (reason !== None) return reason;
    const collected = this.state.market.collects(instrument) || isForAuction(timeInForce);
    return collected ? this.admitMore() : this.admitMatching();
  }

  /** What holds for orders that are matched when they enter: in an auction nobody takes, and nothing is there at once. */
  private admitMatching(): Reason {
    const { command } = this;
    if (command.has(CommandFlag.PostOnly) && this.wouldTake()) return Reason.PostOnlyWouldTake;
    if (command.timeInForce === TimeInForce.FillOrKill && !this.matcher.fillable(command, this.staged))
      return Reason.FillOrKillNotFillable;
    return this.admitMore();
  }

  private admitMore(): Reason {
    return isPlain(this.command) ? None : this.entrance.admit(this.command, this.staged);
  }

  private wouldTake(): boolean {
    const { instrument, side, priceTicks } = this.command;
    return this.matcher.crosses(instrument, side, priceTicks);
  }

  /** The order in hand goes into the pool, with all that is kept of open orders. Of one that was admitted. */
  enter(): number {
    const { command } = this;
    const { orders, clientIds } = this.state;
    const slot = orders.allocate();
    const order = slot << OrderSize.Shift;
    orders.i32[order | Ord.Head] = command.head;
    orders.i32[order | Ord.Instrument] = command.instrument;
    orders.i32[order | Ord.PriceTicks] = command.hasPrice ? command.priceTicks : 0;
    orders.i32[order | Ord.Owner] = command.owner;
    orders.i32[order | Ord.ClientIdLow] = command.clientIdLow;
    orders.i32[order | Ord.ClientIdHigh] = command.clientIdHigh;
    orders.i32[order | Ord.Flags] = command.flags & 0xffff;
    orders.f64[orders.totalAt(slot)] = command.f64[CmdDouble.QtyLots];
    orders.f64[orders.openAt(slot)] = command.f64[CmdDouble.QtyLots];
    clientIds.add(command.account, command.clientIdLow, command.clientIdHigh, slot);
    this.bookkeeper.entered(slot, this.gate.row);
    if (command.has(CommandFlag.ReduceOnly)) this.state.reduceOnlyOrders[command.instrument]++;
    return slot;
  }

  /** Slot of the open order that a cancel or replace means, or 0. */
  private find(): number {
    const { command } = this;
    const { orders, clientIds } = this.state;
    if (!command.has(CommandFlag.ByClientId)) return orders.find(command.orderSlot, command.orderGeneration);
    const { clientIdLow, clientIdHigh } = command;
    if ((clientIdLow | clientIdHigh) === 0) return 0;
    return clientIds.findOpen(command.account, clientIdLow, clientIdHigh);
  }

  private ownership(slot: number): Reason {
    if (slot === 0) return Reason.UnknownOrder;
    return this.state.orders.account(slot) === this.command.account ? None : Reason.NotYourOrder;
  }

  /** The two sides of a quote stay apart because they are changed together. */
  private notOfQuote(slot: number): Reason {
    const isSide = (this.state.orders.flags(slot) & CommandFlag.QuoteSide) !== 0;
    return isSide ? Reason.NotReplaceable : None;
  }

  /** Whoever names an instrument means no order in another one: there its price is another, or the id is another engine's. 0 = not named. */
  private sameInstrument(slot: number): Reason {
    const { instrument } = this.command;
    const same = instrument === 0 || instrument === this.state.orders.instrument(slot);
    return same ? None : Reason.UnknownOrder;
  }
}

/** Limit and market orders with nothing special about them: they go straight to the matcher. */
const isPlain = (command: CommandRecord): boolean =>
  command.ordType <= OrdType.Limit && !command.has(CommandFlag.Extended | CommandFlag.ReduceOnly);
