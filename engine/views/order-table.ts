/**
 * What a reader of the event ring knows of the orders: their static fields, from the echo that accepted them, and
 * what has executed. Columns by order slot, sized once. Used by gateway, strategy feed and fan-out, each its own.
 *
 * `apply` first, then read: a row stays readable after its order has ended, until the slot's next order.
 */
import { isStop, OrdType, Peg } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CmdDouble, CommandKind, reasonOf, sideOf } from '../../protocol/records/command.js';
import {
  actionOf,
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
import { byteB, byteC, kindOf, withOrdType } from '../../protocol/records/layout.js';
import { TermsDouble } from '../../protocol/records/order-terms.js';

export const enum OrderLife {
  None = 0,
  Open = 1,
  Ended = 2,
}

export class OrderTable {
  /** The replace applied last only took quantity off, so the order kept its place in the queue. */
  keptPlace = false;
  readonly life: Uint8Array;
  readonly generation: Int32Array;
  /** Word 0 of the order's NewOrder: kind, side, ord type, time in force. */
  readonly head: Int32Array;
  /** Its owner's side for it: short sales are sells in the head. */
  readonly side: Uint8Array;
  readonly instrument: Int32Array;
  readonly owner: Int32Array;
  readonly priceTicks: Int32Array;
  readonly clientIdLow: Int32Array;
  readonly clientIdHigh: Int32Array;
  readonly totalLots: Float64Array;
  readonly executedLots: Float64Array;
  /** 1 = it stands in no book: a stop, a child that is not armed, a peg without reference. */
  readonly waits: Uint8Array;
  /** 1 = nothing of it is displayed. */
  readonly hidden: Uint8Array;
  /** Iceberg: shown at a time, and what of that is left; 0 = it is none. */
  readonly displayLots: Float64Array;
  readonly shownLots: Float64Array;
  /** Slot of the last NewOrder, 0 = refused: terms that follow are its. */
  private latest = 0;

  /** @param capacity order slots, as many as the core has (slot 0 is never used) */
  constructor(capacity: number) {
    this.life = new Uint8Array(capacity);
    this.generation = new Int32Array(capacity);
    this.head = new Int32Array(capacity);
    this.side = new Uint8Array(capacity);
    this.instrument = new Int32Array(capacity);
    this.owner = new Int32Array(capacity);
    this.priceTicks = new Int32Array(capacity);
    this.clientIdLow = new Int32Array(capacity);
    this.clientIdHigh = new Int32Array(capacity);
    this.totalLots = new Float64Array(capacity);
    this.executedLots = new Float64Array(capacity);
    this.waits = new Uint8Array(capacity);
    this.hidden = new Uint8Array(capacity);
    this.displayLots = new Float64Array(capacity);
    this.shownLots = new Float64Array(capacity);
  }

  /** No order is known. */
  clear(): void {
    this.life.fill(OrderLife.None);
  }

  openLots(slot: number): number {
    return this.life[slot] === OrderLife.Open ? this.totalLots[slot] - this.executedLots[slot] : 0;
  }

  apply(i32: Int32Array, f64: Float64Array, at: number): void {
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.accept(i32, f64, at, i32[at + Cmd.Flags], 0);
        else this.latest = 0;
        break;
      case CommandKind.ReplaceOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.replace(i32, f64, at);
        break;
      case EventKind.QuoteSide:
        this.quoteSide(i32, f64, at);
        break;
      case EventKind.Trade:
        this.trade(i32, f64, at);
        break;
      case EventKind.OrderEnded:
        this.life[i32[at + End.OrderSlot]] = OrderLife.Ended;
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
    this.life[slot] = OrderLife.Open;
    this.generation[slot] = i32[at + Cmd.OrderGeneration];
    this.head[slot] = i32[at];
    this.side[slot] = sideOf(i32[at], flags);
    this.instrument[slot] = i32[at + Cmd.Instrument];
    this.owner[slot] = i32[at + Cmd.Owner];
    this.priceTicks[slot] = i32[at + Cmd.PriceTicks];
    this.clientIdLow[slot] = i32[at + Cmd.ClientIdLow];
    this.clientIdHigh[slot] = i32[at + Cmd.ClientIdHigh];
    this.totalLots[slot] = f64[(at >> 1) + CmdDouble.QtyLots];
    this.executedLots[slot] = executedLots;
    const ordType = byteB(i32[at]);
    this.waits[slot] = isStop(ordType) || ordType === OrdType.Pegged ? 1 : 0;
    this.hidden[slot] = 0;
    this.displayLots[slot] = 0;
    this.shownLots[slot] = 0;
    this.latest = slot;
  }

  private terms(slot: number, i32: Int32Array, f64: Float64Array, at: number): void {
    this.hidden[slot] = byteB(i32[at]) === Peg.Midpoint ? 1 : 0;
    this.displayLots[slot] = f64[(at >> 1) + TermsDouble.DisplayLots];
    this.shownLots[slot] = this.displayLots[slot];
  }

  private imageTerms(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + End.OrderSlot];
    this.terms(slot, i32, f64, at);
    this.waits[slot] = i32[at + ImgTerms.Waits];
    this.shownLots[slot] = f64[(at >> 1) + ImgTermsDouble.ShownLots];
  }

  /** A stop is an order like any other once it is triggered. */
  private becomes(slot: number, ordType: number): void {
    this.head[slot] = withOrdType(this.head[slot], ordType);
    this.waits[slot] = 0;
  }

  private restated(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + End.OrderSlot];
    const reason = i32[at + End.Reason];
    const openLots = f64[(at >> 1) + EndDouble.OpenLots];
    this.life[slot] = OrderLife.Open;
    this.priceTicks[slot] = i32[at + End.PriceTicks];
    this.totalLots[slot] = openLots + this.executedLots[slot];
    if (reason === Reason.PricedAtBest) this.becomes(slot, OrdType.Limit);
    this.waits[slot] = byteC(i32[at]) === 1 || isStop(byteB(this.head[slot])) ? 1 : 0;
    const shown = reason === Reason.Refreshed ? this.displayLots[slot] : this.shownLots[slot];
    this.shownLots[slot] = Math.min(shown, openLots);
  }

  private replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    const priceTicks = i32[at + Cmd.PriceTicks];
    const totalLots = f64[(at >> 1) + CmdDouble.QtyLots];
    this.keptPlace = priceTicks === this.priceTicks[slot] && totalLots < this.totalLots[slot];
    const ordType = byteB(this.head[slot]);
    if (ordType !== OrdType.Pegged && ordType !== OrdType.Market) this.priceTicks[slot] = priceTicks;
    this.totalLots[slot] = totalLots;
    if (!this.keptPlace) this.shownLots[slot] = this.displayLots[slot];
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
    if (this.shownLots[maker] > 0) this.shownLots[maker] -= lots;
    if (bothRested && this.shownLots[taker] > 0) this.shownLots[taker] -= lots;
    this.execute(maker, lots);
    this.execute(taker, lots);
  }

  private execute(slot: number, lots: number): void {
    this.executedLots[slot] += lots;
    if (this.executedLots[slot] >= this.totalLots[slot]) this.life[slot] = OrderLife.Ended;
  }
}
