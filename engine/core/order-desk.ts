/** What clients ask of single orders: new, cancel, replace. */
import { EndKind, isForAuction, OrdType, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC, sessionOf } from '../../protocol/records/layout.js';
import { Ord, OrderSize } from '../book/order-pool.js';
import { MarketGate } from '../market/gate.js';
import { Mode } from '../market/market.js';
import { RiskGate } from '../risk/gate.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { Matcher } from './matcher.js';
import type { CoreState } from './state.js';

export class OrderDesk {
  private readonly gate: RiskGate;
  private readonly marketGate: MarketGate;
  /** Of `Market`, at hand because every order asks. */
  private readonly mode: Uint8Array;
  /** By how much a replace lowers the open quantity, for the book. */
  private readonly reduction = new Float64Array(1);

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly matcher: Matcher,
    private readonly closer: Closer,
  ) {
    this.gate = new RiskGate(state.risk, state.clientIds);
    this.marketGate = new MarketGate(state.market, state.instruments);
    this.mode = state.market.mode;
  }

  newOrder(i32: Int32Array, f64: Float64Array, at: number): void {
    const reason = this.admit(i32, f64, at);
    if (reason !== Reason.None) return this.group.refuse(reason);
    const slot = this.enter(i32, f64, at);
    this.group.name(slot);
    this.matcher.take(slot);
  }

  cancel(i32: Int32Array, at: number): void {
    const slot = this.find(i32, at);
    const reason = this.ownership(slot, i32[at + Cmd.Owner]);
    if (reason !== Reason.None) return this.group.refuse(reason);
    this.group.name(slot);
    this.closer.end(slot, EndKind.Cancelled, Reason.CancelledByUser);
  }

  replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = this.find(i32, at);
    const priceTicks = this.newPrice(slot, i32[at + Cmd.PriceTicks]);
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const reason =
      this.ownership(slot, i32[at + Cmd.Owner]) ||
      this.sameInstrument(slot, i32[at + Cmd.Instrument]) ||
      this.admitReplace(slot, priceTicks, f64, lotsAt);
    if (reason !== Reason.None) return this.group.refuse(reason);
    this.group.name(slot);
    this.change(slot, priceTicks, f64, lotsAt);
  }

  private admit(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const cancelOnDisconnect = (i32[at + Cmd.Flags] & CommandFlag.CancelOnDisconnect) !== 0;
    const reason =
      this.state.sessions.admits(sessionOf(i32[at + Cmd.Owner]), cancelOnDisconnect) ||
      this.gate.admit(i32, f64, at);
    if (reason !== Reason.None) return reason;
    if (this.state.orders.full) return Reason.TooManyOpenOrders;
    const head = i32[at];
    const instrument = i32[at + Cmd.Instrument];
    const priceTicks = i32[at + Cmd.PriceTicks];
    if (this.mode[instrument] !== Mode.Plain || isForAuction(byteC(head))) {
      const refused = this.marketGate.admit(instrument, byteB(head), byteC(head), priceTicks);
      if (refused !== Reason.None) return refused;
      if (!this.matchesAtOnce(instrument, byteC(head))) return Reason.None;
    }
    if ((i32[at + Cmd.Flags] & CommandFlag.PostOnly) !== 0)
      return this.matcher.crosses(instrument, byteA(head), priceTicks)
        ? Reason.PostOnlyWouldTake
        : Reason.None;
    if (byteC(head) !== TimeInForce.FillOrKill) return Reason.None;
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const fillable = this.matcher.fillable(instrument, byteA(head), byteB(head), priceTicks, f64, lotsAt);
    return fillable ? Reason.None : Reason.FillOrKillNotFillable;
  }

  /** In an auction nobody takes, and nothing is there at once. */
  private matchesAtOnce(instrument: number, timeInForce: number): boolean {
    return !this.state.market.collects(instrument) && !isForAuction(timeInForce);
  }

  private enter(i32: Int32Array, f64: Float64Array, at: number): number {
    const { orders, clientIds } = this.state;
    const slot = orders.allocate();
    const order = slot << OrderSize.Shift;
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    const low = i32[at + Cmd.ClientIdLow];
    const high = i32[at + Cmd.ClientIdHigh];
    const owner = i32[at + Cmd.Owner];
    orders.i32[order | Ord.Head] = i32[at];
    orders.i32[order | Ord.Instrument] = i32[at + Cmd.Instrument];
    orders.i32[order | Ord.PriceTicks] = byteB(i32[at]) === OrdType.Limit ? i32[at + Cmd.PriceTicks] : 0;
    orders.i32[order | Ord.Owner] = owner;
    orders.i32[order | Ord.ClientIdLow] = low;
    orders.i32[order | Ord.ClientIdHigh] = high;
    orders.i32[order | Ord.Flags] = i32[at + Cmd.Flags] & 0xffff;
    orders.f64[orders.totalAt(slot)] = lots;
    orders.f64[orders.openAt(slot)] = lots;
    clientIds.add(accountOf(owner), low, high, slot);
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

  /** Ticks and lots were counted in the instrument that is named; in another one they are another price. 0 = not named. */
  private sameInstrument(slot: number, instrument: number): Reason {
    const same = instrument === 0 || instrument === this.state.orders.instrument(slot);
    return same ? Reason.None : Reason.UnknownOrder;
  }

  /** A market order that rests for an auction has no price and gets none. */
  private newPrice(slot: number, priceTicks: number): number {
    const { orders } = this.state;
    const isMarket = slot !== 0 && byteB(orders.head(slot)) === OrdType.Market;
    return isMarket ? orders.priceTicks(slot) : priceTicks;
  }

  /** The new total is `f64[lotsAt]`; so for `change`. */
  private admitReplace(slot: number, priceTicks: number, f64: Float64Array, lotsAt: number): Reason {
    const { orders } = this.state;
    const lots = f64[lotsAt];
    const grows = priceTicks !== orders.priceTicks(slot) || !(lots <= orders.f64[orders.totalAt(slot)]);
    const account = accountOf(orders.owner(slot));
    const instrument = orders.instrument(slot);
    const head = orders.head(slot);
    const reason =
      this.gate.admitReplace(instrument, account, byteB(head), priceTicks, f64, lotsAt, grows) ||
      (grows ? this.admitMove(instrument, head, priceTicks) : Reason.None);
    if (reason !== Reason.None || (orders.flags(slot) & CommandFlag.PostOnly) === 0) return reason;
    if (!this.matchesAtOnce(instrument, byteC(head))) return Reason.None;
    const executed = orders.f64[orders.totalAt(slot)] - orders.f64[orders.openAt(slot)];
    const takes =
      lots > executed && this.matcher.crosses(orders.instrument(slot), orders.side(slot), priceTicks);
    return takes ? Reason.PostOnlyWouldTake : Reason.None;
  }

  /** The market's say in a replace that adds exposure or moves the price. An order that is open waits where it is. */
  private admitMove(instrument: number, head: number, priceTicks: number): Reason {
    if (this.mode[instrument] === Mode.Plain) return Reason.None;
    const timeInForce = isForAuction(byteC(head)) ? TimeInForce.Day : byteC(head);
    return this.marketGate.admit(instrument, byteB(head), timeInForce, priceTicks);
  }

  private change(slot: number, priceTicks: number, f64: Float64Array, lotsAt: number): void {
    const { orders, book, market } = this.state;
    const lots = f64[lotsAt];
    const openAt = orders.openAt(slot);
    const open = lots - (orders.f64[orders.totalAt(slot)] - orders.f64[openAt]);
    if (open <= 0) return this.closer.end(slot, EndKind.Cancelled, Reason.ReplacedToExecuted);
    const keepsPlace = priceTicks === orders.priceTicks(slot) && lots < orders.f64[orders.totalAt(slot)];
    if (keepsPlace) {
      this.reduction[0] = orders.f64[orders.totalAt(slot)] - lots;
      book.reduce(slot, this.reduction, 0);
      market.touch(orders.instrument(slot));
    } else {
      book.remove(slot);
      orders.setPriceTicks(slot, priceTicks);
    }
    orders.f64[orders.totalAt(slot)] = lots;
    orders.f64[openAt] = open;
    if (!keepsPlace) this.matcher.take(slot);
  }
}
