/** What clients ask of single orders: new, cancel, replace. */
import { EndKind, OrdType, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import { accountOf, byteA, byteB, byteC, sessionOf } from '../../protocol/records/layout.js';
import { Ord, OrderSize } from '../book/order-pool.js';
import { RiskGate, Size } from '../risk/gate.js';
import { checkCancelRate, checkOrderRate } from '../risk/message-rate.js';
import type { Bookkeeper } from './bookkeeper.js';
import type { Closer } from './closer.js';
import type { EventGroup } from './event-group.js';
import type { Matcher } from './matcher.js';
import type { CoreState } from './state.js';

export class OrderDesk {
  private readonly gate: RiskGate;
  /** By how much a replace lowers the open quantity, for the book. */
  private readonly reduction = new Float64Array(1);
  /** What a replace makes of its order, see `Size`. */
  private readonly sizes = new Float64Array(3);

  constructor(
    private readonly state: CoreState,
    private readonly group: EventGroup,
    private readonly matcher: Matcher,
    private readonly closer: Closer,
    private readonly bookkeeper: Bookkeeper,
  ) {
    this.gate = new RiskGate(state.risk, state.clientIds);
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
    const owner = i32[at + Cmd.Owner];
    const { risk, seconds } = this.state;
    const reason = checkCancelRate(risk.sessions, sessionOf(owner), seconds) || this.ownership(slot, owner);
    if (reason !== Reason.None) return this.group.refuse(reason);
    this.group.name(slot);
    this.closer.end(slot, EndKind.Cancelled, Reason.CancelledByUser);
  }

  replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = this.find(i32, at);
    const priceTicks = i32[at + Cmd.PriceTicks];
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const { risk, seconds } = this.state;
    const reason =
      checkOrderRate(risk.sessions, sessionOf(i32[at + Cmd.Owner]), seconds) ||
      this.ownership(slot, i32[at + Cmd.Owner]) ||
      this.sameInstrument(slot, i32[at + Cmd.Instrument]) ||
      this.admitReplace(slot, priceTicks, f64, lotsAt);
    if (reason !== Reason.None) return this.group.refuse(reason);
    this.group.name(slot);
    this.change(slot, priceTicks, f64, lotsAt);
  }

  private admit(i32: Int32Array, f64: Float64Array, at: number): Reason {
    const { state, gate } = this;
    const cancelOnDisconnect = (i32[at + Cmd.Flags] & CommandFlag.CancelOnDisconnect) !== 0;
    const session = sessionOf(i32[at + Cmd.Owner]);
    const reason =
      state.sessions.admits(session, cancelOnDisconnect) ||
      checkOrderRate(state.risk.sessions, session, state.seconds) ||
      gate.admit(i32, f64, at);
    if (reason !== Reason.None) return reason;
    if (state.orders.full) return Reason.TooManyOpenOrders;
    if (gate.row === 0 && state.ledger.positions.full) return Reason.TooManyPositions;
    const head = i32[at];
    const instrument = i32[at + Cmd.Instrument];
    const priceTicks = i32[at + Cmd.PriceTicks];
    if ((i32[at + Cmd.Flags] & CommandFlag.PostOnly) !== 0)
      return this.matcher.crosses(instrument, byteA(head), priceTicks)
        ? Reason.PostOnlyWouldTake
        : Reason.None;
    if (byteC(head) !== TimeInForce.FillOrKill) return Reason.None;
    const lotsAt = (at >> 1) + CmdDouble.QtyLots;
    const fillable = this.matcher.fillable(instrument, byteA(head), byteB(head), priceTicks, f64, lotsAt);
    return fillable ? Reason.None : Reason.FillOrKillNotFillable;
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
    this.bookkeeper.entered(slot, this.gate.row);
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

  /** The new total is `f64[lotsAt]`; so for `change`. */
  private admitReplace(slot: number, priceTicks: number, f64: Float64Array, lotsAt: number): Reason {
    const { orders } = this.state;
    const { sizes } = this;
    const total = orders.f64[orders.totalAt(slot)];
    const open = orders.f64[orders.openAt(slot)];
    sizes[Size.Total] = f64[lotsAt];
    sizes[Size.Open] = f64[lotsAt] - (total - open);
    sizes[Size.More] = f64[lotsAt] - total;
    const grows = priceTicks !== orders.priceTicks(slot) || !(f64[lotsAt] <= total);
    const instrument = orders.instrument(slot);
    const side = orders.side(slot);
    const reason = this.gate.admitReplace(instrument, orders.owner(slot), side, priceTicks, sizes, grows);
    if (reason !== Reason.None || (orders.flags(slot) & CommandFlag.PostOnly) === 0) return reason;
    const takes = sizes[Size.Open] > 0 && this.matcher.crosses(instrument, side, priceTicks);
    return takes ? Reason.PostOnlyWouldTake : Reason.None;
  }

  private change(slot: number, priceTicks: number, f64: Float64Array, lotsAt: number): void {
    const { orders, book } = this.state;
    const lots = f64[lotsAt];
    const openAt = orders.openAt(slot);
    const open = lots - (orders.f64[orders.totalAt(slot)] - orders.f64[openAt]);
    if (open <= 0) return this.closer.end(slot, EndKind.Cancelled, Reason.ReplacedToExecuted);
    const keepsPlace = priceTicks === orders.priceTicks(slot) && lots < orders.f64[orders.totalAt(slot)];
    if (keepsPlace) {
      this.reduction[0] = orders.f64[orders.totalAt(slot)] - lots;
      book.reduce(slot, this.reduction, 0);
    } else {
      book.remove(slot);
      orders.setPriceTicks(slot, priceTicks);
    }
    this.bookkeeper.release(slot);
    orders.f64[orders.totalAt(slot)] = lots;
    orders.f64[openAt] = open;
    this.bookkeeper.reserve(slot);
    if (!keepsPlace) this.matcher.take(slot);
  }
}
