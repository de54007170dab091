/**
 * Level-2 books of all instruments, derived from the order events by a reader of the event ring (gateway, feed, fan-out:
 * each its own, on its own thread). `OrderTable.apply` first, then `Depth.apply` with the same record.
 *
 * What stands here after a group's last record is the book as the core has it. An order that enters or is replaced is in
 * hand until its group ends and joins the depth then with what is left, so no crossed book is ever seen from outside
 * (inside a group a level may be missing for a while: look when a group ends).
 */
import { Side } from '../../protocol/codes/enums.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import { End, EventKind, Trd, TrdDouble } from '../../protocol/records/event.js';
import { byteA, kindOf, Word } from '../../protocol/records/layout.js';
import { displayedLots } from './displayed.js';
import { LevelLists } from './level-lists.js';
import type { OrderTable } from './order-table.js';

/** A side without levels has this best price. No order has it: ticks are above it. */
export const NO_PRICE = -(2 ** 31);

/** One record changes at most three levels: those of both sides of a trade, and the one where an order comes to rest. */
const CHANGES_MAX = 3;

/** The levels that the last `apply` changed, as they are now; 0 lots and 0 orders = gone. */
export class LevelChanges {
  count = 0;
  readonly instrument = new Int32Array(CHANGES_MAX);
  readonly side = new Int32Array(CHANGES_MAX);
  readonly priceTicks = new Int32Array(CHANGES_MAX);
  readonly lots = new Float64Array(CHANGES_MAX);
  readonly orders = new Int32Array(CHANGES_MAX);
}

/** Levels of one side, best first. Made once and filled again and again. */
export class LevelView {
  count = 0;
  readonly priceTicks: Int32Array;
  readonly lots: Float64Array;
  readonly orders: Int32Array;

  constructor(readonly capacity: number) {
    this.priceTicks = new Int32Array(capacity);
    this.lots = new Float64Array(capacity);
    this.orders = new Int32Array(capacity);
  }
}

export class Depth {
  readonly changes = new LevelChanges();
  private readonly levels: LevelLists;
  /** What of an order stands in the depth, and where: a replace says only the new price and total. */
  private readonly shownLots: Float64Array;
  private readonly shownTicks: Int32Array;
  private inHand = 0;

  /** @param orders slots of the order table. @param instruments numbers below this */
  constructor(orders: number, instruments: number) {
    this.levels = new LevelLists(orders, instruments * 2);
    this.shownLots = new Float64Array(orders);
    this.shownTicks = new Int32Array(orders);
  }

  /** For the memory bill. */
  static bytes(orders: number, instruments: number): number {
    return LevelLists.bytes(orders, instruments * 2) + orders * 12;
  }

  /** Every book empty. Together with the order table's. */
  clear(): void {
    this.levels.clear();
    this.inHand = 0;
  }

  /** Levels changed (0 to 3), told by `changes`. */
  apply(i32: Int32Array, f64: Float64Array, at: number, orders: OrderTable): number {
    this.changes.count = 0;
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.enter(i32[at + Cmd.OrderSlot]);
        break;
      case CommandKind.ReplaceOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.pickUp(i32[at + Cmd.OrderSlot], orders);
        break;
      case EventKind.Trade:
        this.reduce(i32[at + Trd.MakerSlot], f64[(at >> 1) + TrdDouble.QtyLots], orders);
        this.reduce(i32[at + Trd.TakerSlot], f64[(at >> 1) + TrdDouble.QtyLots], orders);
        break;
      case EventKind.OrderEnded:
        this.hide(i32[at + End.OrderSlot], orders);
        break;
      case EventKind.ImageOrder:
        this.show(i32[at + Cmd.OrderSlot], orders);
        break;
    }
    if (i32[at + Word.Flags] < 0 && this.inHand !== 0) this.putDown(orders);
    return this.changes.count;
  }

  /** Best price, or NO_PRICE. */
  bestTicks(instrument: number, side: Side): number {
    const at = this.levels.best(listOf(instrument, side));
    return at < 0 ? NO_PRICE : ticksOf(this.levels.keys[at], side);
  }

  /** Lots at the best price, 0 = none. */
  bestLots(instrument: number, side: Side): number {
    const at = this.levels.best(listOf(instrument, side));
    return at < 0 ? 0 : this.levels.lots[at];
  }

  /** Fills `into` with the best `max` levels (no more than it holds). */
  top(instrument: number, side: Side, max: number, into: LevelView): void {
    const { keys, lots, orders } = this.levels;
    const most = Math.min(max, into.capacity);
    let count = 0;
    let at = this.levels.best(listOf(instrument, side));
    for (; at >= 0 && count < most; at = this.levels.after(at)) {
      into.priceTicks[count] = ticksOf(keys[at], side);
      into.lots[count] = lots[at];
      into.orders[count++] = orders[at];
    }
    into.count = count;
  }

  /** What stands there of the slot's order before a `clear` is none of it. */
  private enter(slot: number): void {
    this.shownLots[slot] = 0;
    this.inHand = slot;
  }

  private pickUp(slot: number, orders: OrderTable): void {
    this.hide(slot, orders);
    this.inHand = slot;
  }

  private putDown(orders: OrderTable): void {
    const slot = this.inHand;
    this.inHand = 0;
    this.show(slot, orders);
  }

  private show(slot: number, orders: OrderTable): void {
    const open = displayedLots(orders, slot);
    if (open === 0) return;
    this.shownLots[slot] = open;
    this.shownTicks[slot] = orders.priceTicks[slot];
    this.change(slot, open, 1, orders);
  }

  /** Nothing of an order in hand or one that is not displayed. */
  private reduce(slot: number, lots: number, orders: OrderTable): void {
    if (this.shownLots[slot] === 0) return;
    const left = (this.shownLots[slot] -= lots);
    this.change(slot, -lots, left === 0 ? -1 : 0, orders);
  }

  private hide(slot: number, orders: OrderTable): void {
    const shown = this.shownLots[slot];
    if (shown === 0) return;
    this.shownLots[slot] = 0;
    this.change(slot, -shown, -1, orders);
  }

  private change(slot: number, lots: number, count: number, orders: OrderTable): void {
    const instrument = orders.instrument[slot];
    const side = byteA(orders.head[slot]);
    const ticks = this.shownTicks[slot];
    this.levels.change(listOf(instrument, side), ticksOf(ticks, side), lots, count);
    const { changes } = this;
    const index = changes.count++;
    changes.instrument[index] = instrument;
    changes.side[index] = side;
    changes.priceTicks[index] = ticks;
    changes.lots[index] = this.levels.nowLots;
    changes.orders[index] = this.levels.nowOrders;
  }
}

const listOf = (instrument: number, side: Side): number => (instrument << 1) | (side - 1);

/** Ticks to the key that sorts the best price first, and back. */
const ticksOf = (ticks: number, side: Side): number => (side === Side.Buy ? -ticks | 0 : ticks);
