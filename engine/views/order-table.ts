/**
 * What a reader of the event ring knows of the orders: their static fields, from the echo that accepted them, and
 * what has executed. Columns by order slot, sized once. Used by gateway, strategy feed and fan-out, each its own.
 *
 * `apply` first, then read: a row stays readable after its order has ended, until the slot's next order.
 */
import { Cmd, CmdDouble, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind, ImgDouble, Trd, TrdDouble } from '../../protocol/records/event.js';
import { kindOf } from '../../protocol/records/layout.js';

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
  readonly instrument: Int32Array;
  readonly owner: Int32Array;
  readonly priceTicks: Int32Array;
  readonly clientIdLow: Int32Array;
  readonly clientIdHigh: Int32Array;
  readonly totalLots: Float64Array;
  readonly executedLots: Float64Array;

  /** @param capacity order slots, as many as the core has (slot 0 is never used) */
  constructor(capacity: number) {
    this.life = new Uint8Array(capacity);
    this.generation = new Int32Array(capacity);
    this.head = new Int32Array(capacity);
    this.instrument = new Int32Array(capacity);
    this.owner = new Int32Array(capacity);
    this.priceTicks = new Int32Array(capacity);
    this.clientIdLow = new Int32Array(capacity);
    this.clientIdHigh = new Int32Array(capacity);
    this.totalLots = new Float64Array(capacity);
    this.executedLots = new Float64Array(capacity);
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
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.accept(i32, f64, at, 0);
        break;
      case CommandKind.ReplaceOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.replace(i32, f64, at);
        break;
      case EventKind.Trade:
        this.trade(i32, f64, at);
        break;
      case EventKind.OrderEnded:
        this.life[i32[at + End.OrderSlot]] = OrderLife.Ended;
        break;
      case EventKind.ImageOrder:
        this.accept(i32, f64, at, f64[(at >> 1) + ImgDouble.ExecutedLots]);
        break;
    }
  }

  private accept(i32: Int32Array, f64: Float64Array, at: number, executedLots: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    this.life[slot] = OrderLife.Open;
    this.generation[slot] = i32[at + Cmd.OrderGeneration];
    this.head[slot] = i32[at];
    this.instrument[slot] = i32[at + Cmd.Instrument];
    this.owner[slot] = i32[at + Cmd.Owner];
    this.priceTicks[slot] = i32[at + Cmd.PriceTicks];
    this.clientIdLow[slot] = i32[at + Cmd.ClientIdLow];
    this.clientIdHigh[slot] = i32[at + Cmd.ClientIdHigh];
    this.totalLots[slot] = f64[(at >> 1) + CmdDouble.QtyLots];
    this.executedLots[slot] = executedLots;
  }

  private replace(i32: Int32Array, f64: Float64Array, at: number): void {
    const slot = i32[at + Cmd.OrderSlot];
    const priceTicks = i32[at + Cmd.PriceTicks];
    const totalLots = f64[(at >> 1) + CmdDouble.QtyLots];
    this.keptPlace = priceTicks === this.priceTicks[slot] && totalLots < this.totalLots[slot];
    this.priceTicks[slot] = priceTicks;
    this.totalLots[slot] = totalLots;
  }

  private trade(i32: Int32Array, f64: Float64Array, at: number): void {
    const lots = f64[(at >> 1) + TrdDouble.QtyLots];
    this.execute(i32[at + Trd.MakerSlot], lots);
    this.execute(i32[at + Trd.TakerSlot], lots);
  }

  private execute(slot: number, lots: number): void {
    this.executedLots[slot] += lots;
    if (this.executedLots[slot] >= this.totalLots[slot]) this.life[slot] = OrderLife.Ended;
  }
}
