/**
 * What a reader of the event ring knows of the orders: their static fields, from the echo that accepted them, and
 * what has executed. A line by order slot, sized once. Used by gateway, strategy feed and fan-out, each its own.
 *
 * `apply` first, then read: a row stays readable after its order has ended, until the slot's next order.
 */

import * as enums from '../../protocol/codes/enums.js';
import { OrdType, Peg, Route } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import * as commandRecord from '../../protocol/records/command.js';
import { Cmd, CmdDouble, CommandKind } from '../../protocol/records/command.js';
import * as event from '../../protocol/records/event.js';
import {
  End,
  EndDouble,
  EventKind,
  Img,
  ImgDouble,
  ImgTerms,
  ImgTermsDouble,
  QuoteAction,
  QuoteWord,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import * as layout from '../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';
import * as routing from '../../protocol/records/routing.js';
import { Child, ChildDouble } from '../../protocol/records/routing.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { isStop } = enums;
const { reasonOf, sideOf } = commandRecord;
const { actionOf } = event;
const { byteB, byteC, kindOf, withOrdType } = layout;
const { routeOf } = routing;

export const enum OrderLife {
  None = 0,
  Open = 1,
  Ended = 2,
}

/** Words of an order, from `slot << RowSize.Shift` on: a cache line, fetched once for whatever a record says of it. */
const enum Row {
  Generation = 0,
  Head = 1,
  Instrument = 2,
  Owner = 3,
  PriceTicks = 4,
  ClientIdLow = 5,
  ClientIdHigh = 6,
  /** Its side, and `State` bits. */
  State = 7,
}
/** Its doubles, from `slot << RowSize.DoubleShift` on. */
const enum RowDouble {
  TotalLots = 4,
  ExecutedLots = 5,
  DisplayLots = 6,
  ShownLots = 7,
}
const enum RowSize {
  Words = 16,
  Shift = 4,
  DoubleShift = 3,
}
const enum State {
  SideMask = 0xff,
  Waits = 1 << 8,
  Hidden = 1 << 9,
  /** Its children are executed, and it stands in no book. */
  Routed = 1 << 10,
  /** Part of a routed order. */
  Child = 1 << 11,
  /** A child that stands in a venue's book. */
  Away = 1 << 12,
}

const ASIDE = State.Waits | State.Hidden | State.Routed | State.Away;

export class OrderTable {
  /** The replace applied last only took quantity off, so the order kept its place in the queue. */
  keptPlace = false;
  /** `OrderLife` of every slot, apart because it is looked through from end to end. */
  readonly life: Uint8Array;
  private readonly i32: Int32Array;
  private readonly f64: Float64Array;
  /** Of children: the parent's slot, and `Route`. */
  private readonly parents: Int32Array;
  private readonly routes: Uint8Array;
  /** Slot of the last NewOrder, 0 = refused: terms that follow are its. */
  private latest = 0;

  /** @param capacity order slots, as many as the core has (slot 0 is never used) */
  constructor(readonly capacity: number) {
    const memory = new ArrayBuffer(capacity * RowSize.Words * 4);
    this.i32 = new Int32Array(memory);
    this.f64 = new Float64Array(memory);
    this.life = new Uint8Array(capacity);
    this.parents = new Int32Array(capacity);
    this.routes = new Uint8Array(capacity);
  }

  /** No order is known. */
  clear(): void {
    this.life.fill(OrderLife.None);
  }

  generation(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.Generation];
  }
  /** Word 0 of the order's NewOrder: kind, side, ord type, time in force. */
  head(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.Head];
  }
  /** Its owner's side for it: short sales are sells in the head. */
  side(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.State] & State.SideMask;
  }
  instrument(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.Instrument];
  }
  owner(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.Owner];
  }
  priceTicks(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.PriceTicks];
  }
  clientIdLow(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.ClientIdLow];
  }
  clientIdHigh(slot: number): number {
    return this.i32[(slot << RowSize.Shift) | Row.ClientIdHigh];
  }
  totalLots(slot: number): number {
    return this.f64[(slot << RowSize.DoubleShift) | RowDouble.TotalLots];
  }
  executedLots(slot: number): number {
    return this.f64[(slot << RowSize.DoubleShift) | RowDouble.ExecutedLots];
  }
  /** It stands in no book of ours: a stop, a child that is not armed, a peg without reference, what is at venues. Or it is hidden. */
  isAside(slot: number): boolean {
    return (this.i32[(slot << RowSize.Shift) | Row.State] & ASIDE) !== 0;
  }
  isRouted(slot: number): boolean {
    return (this.i32[(slot << RowSize.Shift) | Row.State] & State.Routed) !== 0;
  }
  /** Slot of the routed order that it is a part of, 0 = none. */
  parent(slot: number): number {
    return (this.i32[(slot << RowSize.Shift) | Row.State] & State.Child) === 0 ? 0 : this.parents[slot];
  }
  /** `Route` of a child. */
  route(slot: number): number {
    return this.routes[slot];
  }
  /** Iceberg: shown at a time, and what of that is left; 0 = it is none. */
  displayLots(slot: number): number {
    return this.f64[(slot << RowSize.DoubleShift) | RowDouble.DisplayLots];
  }
  shownLots(slot: number): number {
    return this.f64[(slot << RowSize.DoubleShift) | RowDouble.ShownLots];
  }

  openLots(slot: number): number {
    return this.life[slot] === OrderLife.Open ? this.totalLots(slot) - this.executedLots(slot) : 0;
  }

  /** What there is most of comes first; the rest is a method of its own, so that the compiler takes this one whole. */
  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.accept(i32, f64, at, i32[at + Cmd.Flags], 0);
        else this.latest = 0;
        break;
      case CommandKind.CancelOrder:
        break;
      case EventKind.Trade:
        this.trade(i32, f64, at);
        break;
      case EventKind.OrderEnded:
        this.life[i32[at + End.OrderSlot]] = OrderLife.Ended;
        break;
      case CommandKind.ReplaceOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.replace(i32, f64, at);
        break;
      default:
        this.applyOther(i32, f64, at);
    }
  }

  private applyOther(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case EventKind.QuoteSide:
        this.quoteSide(i32, f64, at);
        break;
      case EventKind.OrderTerms:
        this.terms(this.latest, i32, f64, at);
        break;
      case EventKind.OrderTriggered:
        this.becomes(i32[at + End.OrderSlot], byteB(i32[at]));
        break;
      case EventKind.OrderRestated:
        this.restated(i32, f64, at);
        break;
      case EventKind.ChildOrder:
        this.acceptChild(i32, f64, at);
        break;
      case EventKind.ChildState:
        this.childState(i32, f64, at);
        break;
      case CommandKind.ChildFill:
        if (reasonOf(i32[at + Cmd.Flags]) === 0)
          this.execute(i32[at + Cmd.OrderSlot], f64[(at >> 1) + CmdDouble.QtyLots]);
        break;
      case EventKind.ImageChild:
        this.adopt(i32[at + Cmd.OrderSlot], i32, at);
        break;
      case EventKind.ImageTerms:
        this.imageTerms(i32, f64, at);
        break;
      case EventKind.ImageOrder:
        this.accept(i32, f64, at, i32[at + Img.Flags], f64[(at >> 1) + ImgDouble.ExecutedLots]);
        break;
    }
  }

  private accept(i32: Int32Array, f64: Float64Array, at: number, flags: number, executedLots: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    const row = slot << RowSize.Shift;
    const doubles = slot << RowSize.DoubleShift;
    const ordType = byteB(i32[at]);
    const waits = isStop(ordType) || ordType === OrdType.Pegged ? State.Waits : 0;
    this.life[slot] = OrderLife.Open;
    this.i32[row | Row.Generation] = i32[at + Cmd.OrderGeneration];
    this.i32[row | Row.Head] = i32[at];
    this.i32[row | Row.Instrument] = i32[at + Cmd.Instrument];
    this.i32[row | Row.Owner] = i32[at + Cmd.Owner];
    this.i32[row | Row.PriceTicks] = i32[at + Cmd.PriceTicks];
    this.i32[row | Row.ClientIdLow] = i32[at + Cmd.ClientIdLow];
    this.i32[row | Row.ClientIdHigh] = i32[at + Cmd.ClientIdHigh];
    this.i32[row | Row.State] = sideOf(i32[at], flags) | waits;
    this.f64[doubles | RowDouble.TotalLots] = f64[(at >> 1) + CmdDouble.QtyLots];
    this.f64[doubles | RowDouble.ExecutedLots] = executedLots;
    this.f64[doubles | RowDouble.DisplayLots] = 0;
    this.f64[doubles | RowDouble.ShownLots] = 0;
    this.latest = slot;
  }

  private terms(slot: number, i32: Int32Array, f64: Float64Array, at: number): void {
    const displayLots = f64[(at >> 1) + TermsDouble.DisplayLots];
    this.put(slot, State.Hidden, byteB(i32[at]) === Peg.Midpoint);
    this.put(slot, State.Routed, i32[at + Terms.Route] !== Route.OwnBook);
    this.f64[(slot << RowSize.DoubleShift) | RowDouble.DisplayLots] = displayLots;
    this.setShownLots(slot, displayLots);
  }

  private imageTerms(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + End.OrderSlot];
    this.terms(slot, i32, f64, at);
    this.put(slot, State.Routed, i32[at + ImgTerms.Route] !== Route.OwnBook);
    this.put(slot, State.Waits, i32[at + ImgTerms.Waits] === 1);
    this.setShownLots(slot, f64[(at >> 1) + ImgTermsDouble.ShownLots]);
  }

  private acceptChild(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    this.accept(i32, f64, at, 0, 0);
    this.i32[(slot << RowSize.Shift) | Row.ClientIdLow] = 0;
    this.i32[(slot << RowSize.Shift) | Row.ClientIdHigh] = 0;
    this.setTotalLots(slot, f64[(at >> 1) + ChildDouble.TotalLots]);
    this.adopt(slot, i32, at);
  }

  private adopt(slot: number, i32: Int32Array, at: number): void {
    const route = routeOf(i32[at + Child.Where]);
    this.parents[slot] = i32[at + Child.ParentSlot];
    this.routes[slot] = route;
    this.put(slot, State.Child, true);
    this.put(slot, State.Away, route !== Route.OwnBook);
  }

  /** What it has at its venue now. */
  private childState(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + End.OrderSlot];
    this.setPriceTicks(slot, i32[at + End.PriceTicks]);
    this.setTotalLots(slot, f64[(at >> 1) + EndDouble.OpenLots] + f64[(at >> 1) + EndDouble.ExecutedLots]);
  }

  /** A stop is an order like any other once it is triggered. */
  private becomes(slot: number, ordType: number): void {
    this.i32[(slot << RowSize.Shift) | Row.Head] = withOrdType(this.head(slot), ordType);
    this.put(slot, State.Waits, false);
  }

  private restated(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + End.OrderSlot];
    const reason = i32[at + End.Reason];
    const openLots = f64[(at >> 1) + EndDouble.OpenLots];
    this.life[slot] = OrderLife.Open;
    this.setPriceTicks(slot, i32[at + End.PriceTicks]);
    this.setTotalLots(slot, openLots + this.executedLots(slot));
    if (reason === Reason.PricedAtBest) this.becomes(slot, OrdType.Limit);
    this.put(slot, State.Waits, byteC(i32[at]) === 1 || isStop(byteB(this.head(slot))));
    const shown = reason === Reason.Refreshed ? this.displayLots(slot) : this.shownLots(slot);
    this.setShownLots(slot, Math.min(shown, openLots));
  }

  /** A routed order that has gone out: it has another price and total only when its venues say so. */
  isOut(slot: number): boolean {
    const state = this.i32[(slot << RowSize.Shift) | Row.State];
    return (state & (State.Routed | State.Waits)) === State.Routed;
  }

  private replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    if (this.isOut(slot)) return;
    const priceTicks = i32[at + Cmd.PriceTicks];
    const totalLots = f64[(at >> 1) + CmdDouble.QtyLots];
    this.keptPlace = priceTicks === this.priceTicks(slot) && totalLots < this.totalLots(slot);
    const ordType = byteB(this.head(slot));
    if (ordType !== OrdType.Pegged && ordType !== OrdType.Market) this.setPriceTicks(slot, priceTicks);
    this.setTotalLots(slot, totalLots);
    if (!this.keptPlace) this.setShownLots(slot, this.displayLots(slot));
  }

  /** Priority as the core has given it: what moves has lost its place. */
  private quoteSide(i32: Int32Array, f64: Float64Array, at: number): void {
    const action = actionOf(i32[at + QuoteWord.Outcome]);
    if (action === QuoteAction.Refused) return;
    this.keptPlace = action === QuoteAction.Kept;
    this.accept(i32, f64, at, 0, f64[(at >> 1) + ImgDouble.ExecutedLots]);
  }

  private trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const lots = f64[(at >> 1) + TrdDouble.QtyLots];
    const maker = i32[at + Trd.MakerSlot];
    const taker = i32[at + Trd.TakerSlot];
    const bothRested = byteB(i32[at]) === 1;
    if (this.shownLots(maker) > 0) this.setShownLots(maker, this.shownLots(maker) - lots);
    if (bothRested && this.shownLots(taker) > 0) this.setShownLots(taker, this.shownLots(taker) - lots);
    this.execute(maker, lots);
    this.execute(taker, lots);
  }

  private execute(slot: number, lots: number): void {
    const doubles = slot << RowSize.DoubleShift;
    this.f64[doubles | RowDouble.ExecutedLots] += lots;
    const isFilled = this.f64[doubles | RowDouble.ExecutedLots] >= this.f64[doubles | RowDouble.TotalLots];
    if (isFilled) this.life[slot] = OrderLife.Ended;
    const parent = this.parent(slot);
    if (parent !== 0) this.execute(parent, lots);
  }

  private put(slot: number, bit: State, on: boolean): void {
    const at = (slot << RowSize.Shift) | Row.State;
    this.i32[at] = on ? this.i32[at] | bit : this.i32[at] & ~bit;
  }
  private setPriceTicks(slot: number, ticks: number): void {
    this.i32[(slot << RowSize.Shift) | Row.PriceTicks] = ticks;
  }
  private setTotalLots(slot: number, lots: number): void {
    this.f64[(slot << RowSize.DoubleShift) | RowDouble.TotalLots] = lots;
  }
  private setShownLots(slot: number, lots: number): void {
    this.f64[(slot << RowSize.DoubleShift) | RowDouble.ShownLots] = lots;
  }
}
