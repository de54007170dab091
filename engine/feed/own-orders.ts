/**
 * Event records → order events in the rings of the strategies that they concern: exactly one answer to each command of a
 * strategy, and one event for whatever else happens to an order of its. `EventGroup.enter` and `OrderTable.apply` come
 * before.
 */
import { EndKind, Liquidity, OrdType, Side } from '../../protocol/codes/enums.js';
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { Bust, BustDouble, End, EndDouble, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { Fd, FdDouble, FeedKind, withDetail } from '../../protocol/records/feed.js';
import { byteA, byteB, head, kindOf, sessionOf, Word } from '../../protocol/records/layout.js';
import { LANE_FULL } from '../rings/lane.js';
import type { EventGroup } from '../views/event-group.js';
import { OrderLife, type OrderTable } from '../views/order-table.js';
import type { FeedRing } from './feed-ring.js';
import { OwnQuotes } from './own-quotes.js';
import { type StrategyDesk, tellUnknown } from './strategy-desk.js';
import type { UnknownOrders } from './unknown-orders.js';

export class OwnOrders {
  private readonly quotes: OwnQuotes;

  /** @param desks by session */
  constructor(
    private readonly group: EventGroup,
    private readonly orders: OrderTable,
    private readonly desks: readonly (StrategyDesk | undefined)[],
    private readonly unknown: UnknownOrders,
  ) {
    this.quotes = new OwnQuotes(group, desks);
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    this.one(i32, f64, at);
    this.unknown.apply(i32, at);
    if (this.unknown.changed !== 0) this.tellUnknown(this.unknown.changed);
    if (this.group.kind === CommandKind.Quote && i32[at + Word.Flags] < 0) this.quotes.answer();
  }

  /** An order that has ended has said so. */
  private tellUnknown(slot: number): void {
    const { orders, unknown, group } = this;
    const ring = this.desks[sessionOf(orders.owner(slot))]?.ring;
    if (ring !== undefined && orders.life[slot] === OrderLife.Open)
      tellUnknown(ring, orders, slot, unknown.has(slot), group);
  }

  private one(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.ChildFill:
        return this.filledAway(i32, f64, at);
      case CommandKind.NewOrder:
        this.answer(FeedKind.OrderAccepted, FeedKind.OrderRejected, i32, f64, at);
        return;
      case CommandKind.CancelOrder:
        this.answer(FeedKind.CancelAccepted, FeedKind.CancelRejected, i32, f64, at);
        return;
      case CommandKind.MassCancel:
        this.answer(FeedKind.MassCancelAccepted, FeedKind.MassCancelRejected, i32, f64, at);
        return;
      case CommandKind.ReplaceOrder:
        return this.replaced(i32, f64, at);
      case CommandKind.Quote:
        return this.quotes.begin(i32, at);
      case CommandKind.QuoteProtection:
        this.answer(FeedKind.QuoteProtectionAccepted, FeedKind.QuoteProtectionRejected, i32, f64, at);
        return;
      case EventKind.QuoteSide:
        return this.quotes.side(i32, f64, at);
      case EventKind.MassCancelReport:
        return this.quotes.pulled(i32, f64, at);
      case EventKind.Trade:
        return this.traded(i32, f64, at);
      case EventKind.TradeBusted:
        return this.tradeChanged(-f64[(at >> 1) + TrdDouble.QtyLots], i32, at);
      case EventKind.TradeCorrected:
        return this.tradeChanged(
          f64[(at >> 1) + TrdDouble.QtyLots] - f64[(at >> 1) + BustDouble.OldQtyLots],
          i32,
          at,
        );
      case EventKind.OrderEnded:
        return this.ended(i32, f64, at);
      case EventKind.OrderTriggered:
        return this.changed(FeedKind.OrderTriggered, i32, f64, at);
      case EventKind.OrderRestated:
        return this.changed(FeedKind.OrderRestated, i32, f64, at);
    }
  }

  /** To the strategy that sent the command. Those that the engine's own door sends in its name have no number. */
  private answer(
    accepted: FeedKind,
    rejected: FeedKind,
    i32: Int32Array,
    f64: Float64Array,
    at: number,
  ): number {
    const ring = this.desks[this.group.session]?.ring;
    if (ring === undefined || this.group.message === 0) return LANE_FULL;
    const reason = reasonOf(i32[at + Cmd.Flags]);
    const side = kindOf(i32[at]) === CommandKind.NewOrder ? byteA(i32[at]) : 0;
    const word = head(reason === 0 ? accepted : rejected, side);
    return this.order(ring, withDetail(word, reason), i32, f64, at);
  }

  /** A routed order is as it was until its venues have said so, which is told as a change of its own. */
  private replaced(i32: Int32Array, f64: Float64Array, at: number): void {
    const to = this.answer(FeedKind.OrderReplaced, FeedKind.ReplaceRejected, i32, f64, at);
    const slot = i32[at + Cmd.OrderSlot];
    const isOut = reasonOf(i32[at + Cmd.Flags]) === 0 && this.orders.isOut(slot);
    if (!isOut) return this.restated(i32, f64, at);
    const ring = this.desks[this.group.session]?.ring;
    if (ring === undefined || to === LANE_FULL) return;
    ring.i32[to + Fd.PriceTicks] = this.orders.priceTicks(slot);
    ring.f64[(to >> 1) + FdDouble.Lots] = this.orders.totalLots(slot);
  }

  /** A replace that came from elsewhere, to the strategy whose order it is. */
  private restated(i32: Int32Array, f64: Float64Array, at: number): void {
    if (reasonOf(i32[at + Cmd.Flags]) !== 0) return;
    const slot = i32[at + Cmd.OrderSlot];
    const holder = sessionOf(this.orders.owner(slot));
    const ring = this.desks[holder]?.ring;
    if (ring === undefined || holder === this.group.session) return;
    const word = head(FeedKind.OrderRestated, byteA(this.orders.head(slot)));
    const to = this.order(ring, word, i32, f64, at);
    if (to !== LANE_FULL) this.name(ring, to, slot);
  }

  private traded(i32: Int32Array, f64: Float64Array, at: number): void {
    const maker = this.desks[sessionOf(i32[at + Trd.MakerOwner])];
    const taker = this.desks[sessionOf(i32[at + Trd.TakerOwner])];
    const bothRested = byteB(i32[at]) === 1;
    const made = bothRested ? Liquidity.Auction : Liquidity.Maker;
    const took = bothRested ? Liquidity.Auction : Liquidity.Taker;
    const lots = f64[(at >> 1) + TrdDouble.QtyLots];
    const ticks = i32[at + Trd.PriceTicks];
    if (maker !== undefined) this.executed(maker, i32[at + Trd.MakerSlot], made, ticks, lots);
    if (taker !== undefined) this.executed(taker, i32[at + Trd.TakerSlot], took, ticks, lots);
  }

  /** The operator has taken a trade back, or put it right: what was traded is so many lots more now. */
  private tradeChanged(lots: number, i32: Int32Array, at: number): void {
    if (lots === 0) return;
    const instrument = i32[at + Trd.Instrument];
    this.positionChanged(i32[at + Bust.BuyerOwner], instrument, Side.Buy, lots);
    this.positionChanged(i32[at + Bust.SellerOwner], instrument, Side.Sell, lots);
  }

  private positionChanged(ownerWord: number, instrument: number, side: Side, lots: number): void {
    const desk = this.desks[sessionOf(ownerWord)];
    desk?.traded(instrument, side, lots);
    desk?.tellPosition(instrument, this.group);
  }

  /** At a venue. */
  private filledAway(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    if (reasonOf(i32[at + Cmd.Flags]) !== 0) return;
    const desk = this.desks[sessionOf(this.orders.owner(slot))];
    const lots = f64[(at >> 1) + CmdDouble.QtyLots];
    if (desk !== undefined) this.executed(desk, slot, byteB(i32[at]), i32[at + Cmd.PriceTicks], lots);
  }

  /** Of an order that stands by itself, or as a part of a routed one: what the strategy sent is the whole. */
  private executed(
    desk: StrategyDesk,
    slot: number,
    liquidity: Liquidity,
    priceTicks: number,
    lots: number,
  ): void {
    const { orders } = this;
    const instrument = orders.instrument(slot);
    const side = byteA(orders.head(slot));
    const sent = orders.parent(slot) || slot;
    desk.traded(instrument, side, lots);
    const { ring } = desk;
    const kind = this.isQuoted(slot) ? FeedKind.QuoteExecuted : FeedKind.OrderExecuted;
    const to = ring?.begin(head(kind, side, liquidity), instrument, this.group) ?? LANE_FULL;
    if (ring === undefined || to === LANE_FULL) return;
    ring.i32[to + Fd.PriceTicks] = priceTicks;
    ring.f64[(to >> 1) + FdDouble.Lots] = lots;
    ring.f64[(to >> 1) + FdDouble.ExecutedLots] = orders.executedLots(sent);
    this.name(ring, to, sent);
  }

  private ended(i32: Int32Array, f64: Float64Array, at: number): void {
    const ring = this.desks[sessionOf(i32[at + End.Owner])]?.ring;
    if (ring === undefined || this.orders.parent(i32[at + End.OrderSlot]) !== 0) return;
    const ended = byteB(i32[at]) === EndKind.Expired ? FeedKind.OrderExpired : FeedKind.OrderCancelled;
    const kind = this.isQuoted(i32[at + End.OrderSlot]) ? FeedKind.QuoteEnded : ended;
    const word = withDetail(head(kind, byteA(i32[at])), i32[at + End.Reason]);
    const to = ring.begin(word, i32[at + End.Instrument], this.group);
    if (to === LANE_FULL) return;
    ring.i32[to + Fd.PriceTicks] = i32[at + End.PriceTicks];
    ring.f64[(to >> 1) + FdDouble.Lots] = f64[(at >> 1) + EndDouble.OpenLots];
    ring.f64[(to >> 1) + FdDouble.ExecutedLots] = f64[(at >> 1) + EndDouble.ExecutedLots];
    this.name(ring, to, i32[at + End.OrderSlot]);
  }

  /** What the engine did with the order by itself: price and total as they are now. */
  private changed(kind: FeedKind, i32: Int32Array, f64: Float64Array, at: number): void {
    const ring = this.desks[sessionOf(i32[at + End.Owner])]?.ring;
    if (ring === undefined) return;
    const word = withDetail(head(kind, byteA(i32[at])), i32[at + End.Reason]);
    const to = ring.begin(word, i32[at + End.Instrument], this.group);
    if (to === LANE_FULL) return;
    const executed = f64[(at >> 1) + EndDouble.ExecutedLots];
    ring.i32[to + Fd.PriceTicks] = i32[at + End.PriceTicks];
    ring.f64[(to >> 1) + FdDouble.Lots] = f64[(at >> 1) + EndDouble.OpenLots] + executed;
    ring.f64[(to >> 1) + FdDouble.ExecutedLots] = executed;
    this.name(ring, to, i32[at + End.OrderSlot]);
  }

  /** What a command says of an order, as it was asked. */
  private order(ring: FeedRing, word: number, i32: Int32Array, f64: Float64Array, at: number): number {
    const to = ring.begin(word, i32[at + Cmd.Instrument], this.group);
    if (to === LANE_FULL) return LANE_FULL;
    ring.i32[to + Fd.PriceTicks] = i32[at + Cmd.PriceTicks];
    ring.i32[to + Fd.ClientIdLow] = i32[at + Cmd.ClientIdLow];
    ring.i32[to + Fd.ClientIdHigh] = i32[at + Cmd.ClientIdHigh];
    ring.f64[(to >> 1) + FdDouble.Lots] = f64[(at >> 1) + CmdDouble.QtyLots];
    return to;
  }

  private isQuoted(slot: number): boolean {
    return byteB(this.orders.head(slot)) === OrdType.Quoted;
  }

  private name(ring: FeedRing, to: number, slot: number): void {
    ring.i32[to + Fd.ClientIdLow] = this.orders.clientIdLow(slot);
    ring.i32[to + Fd.ClientIdHigh] = this.orders.clientIdHigh(slot);
  }
}
