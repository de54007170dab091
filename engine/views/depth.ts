/**
 * The public books of all instruments, derived from the order events by a reader of the event ring (gateway, feed,
 * fan-out: each its own, on its own thread): price levels, and where asked for the queue of orders at each.
 * `OrderTable.apply` first, then `Depth.apply` with the same record.
 *
 * What stands here after a group's last record is the book as the core has it. An order that enters or loses its place is
 * in hand until its group ends and joins the book then with what is left, so no crossed book is ever seen from outside
 * (inside a group a level may be missing for a while: look when a group ends). What of an order is shown, `displayed.ts`
 * says.
 */
import { BookAction, Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { Cmd, CommandKind, reasonOf } from '../../protocol/records/command.js';
import {
  actionOf,
  End,
  EventKind,
  QuoteAction,
  QuoteWord,
  Trd,
  TrdDouble,
} from '../../protocol/records/event.js';
import { byteA, byteB, kindOf, Word } from '../../protocol/records/layout.js';
import { ABOVE_ALL, NO_RANK } from '../book/rank.js';
import { displayedLots, displayedTicks } from './displayed.js';
import { LevelLists } from './level-lists.js';
import { OrderQueues } from './order-queues.js';
import type { OrderTable } from './order-table.js';

/** A side without levels has this best price. No order has it: ticks are above it. */
export const NO_PRICE = -(2 ** 31);

/** One record changes at most three orders: the two sides of a trade, and the one that comes to rest at its group's end. */
const CHANGES_MAX = 3;

/** What the last `apply` changed, in order: an order each, and its level as it is now; 0 lots and 0 orders = gone. */
export class BookChanges {
  count = 0;
  readonly instrument = new Int32Array(CHANGES_MAX);
  readonly side = new Int32Array(CHANGES_MAX);
  readonly priceTicks = new Int32Array(CHANGES_MAX);
  readonly lots = new Float64Array(CHANGES_MAX);
  readonly orders = new Int32Array(CHANGES_MAX);
  /** What happened to the order, and what is displayed of it now. */
  readonly action = new Int32Array(CHANGES_MAX);
  readonly slot = new Int32Array(CHANGES_MAX);
  readonly shownLots = new Float64Array(CHANGES_MAX);
  /** By how much what is displayed has changed. */
  readonly byLots = new Float64Array(CHANGES_MAX);
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
  readonly changes = new BookChanges();
  private readonly levels: LevelLists;
  private readonly queues: OrderQueues | undefined;
  /** What of an order stands in the book, and where: a replace says only the new price and total. */
  private readonly shownLots: Float64Array;
  private readonly shownTicks: Int32Array;
  private inHand = 0;

  /**
   * @param orders slots of the order table
   * @param instruments numbers below this
   * @param withQueues keeps the orders of each level in priority order, for `walk`
   */
  constructor(orders: number, instruments: number, withQueues = false) {
    this.levels = new LevelLists(orders, instruments * 2);
    this.queues = withQueues ? new OrderQueues(orders, orders) : undefined;
    this.shownLots = new Float64Array(orders);
    this.shownTicks = new Int32Array(orders);
  }

  /** Every book empty. Together with the order table's. */
  clear(): void {
    this.levels.clear();
    this.queues?.clear();
    this.inHand = 0;
  }

  /** How many changes there are, told by `changes`. */
  apply(i32: Int32Array, f64: Float64Array, at: number, orders: OrderTable): number {
    this.changes.count = 0;
    switch (kindOf(i32[at])) {
      case CommandKind.NewOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.enter(i32[at + Cmd.OrderSlot]);
        break;
      case CommandKind.ReplaceOrder:
        if (reasonOf(i32[at + Cmd.Flags]) === 0) this.replace(i32[at + Cmd.OrderSlot], orders);
        break;
      case EventKind.QuoteSide:
        this.quoteSide(i32[at + Cmd.OrderSlot], actionOf(i32[at + QuoteWord.Outcome]), orders);
        break;
      case EventKind.Trade:
        this.execute(i32[at + Trd.MakerSlot], f64[(at >> 1) + TrdDouble.QtyLots], orders);
        this.execute(i32[at + Trd.TakerSlot], f64[(at >> 1) + TrdDouble.QtyLots], orders);
        break;
      case EventKind.OrderEnded:
        this.hide(i32[at + End.OrderSlot], orders);
        break;
      case EventKind.ChildOrder:
        this.shownLots[i32[at + Cmd.OrderSlot]] = 0;
        this.pickUp(i32[at + Cmd.OrderSlot], orders);
        break;
      case EventKind.OrderTriggered:
        this.pickUp(i32[at + End.OrderSlot], orders);
        break;
      case EventKind.OrderRestated:
        this.restated(i32[at + End.OrderSlot], i32[at + End.Reason], byteB(i32[at]), orders);
        break;
      case EventKind.ImageOrder:
        this.show(i32[at + Cmd.OrderSlot], orders);
        break;
      case EventKind.ImageTerms:
      case EventKind.ImageChild:
        this.hide(i32[at + End.OrderSlot], orders);
        this.show(i32[at + End.OrderSlot], orders);
        break;
    }
    if (i32[at + Word.Flags] < 0 && this.inHand !== 0) this.putDown(orders);
    return this.changes.count;
  }

  /** Best price, or NO_PRICE. */
  bestTicks(instrument: number, side: Side): number {
    const at = this.levels.best(listOf(instrument, side));
    return at < 0 ? NO_PRICE : ticksOf(this.levels.key(at), side);
  }

  /** Lots at the best price, 0 = none. */
  bestLots(instrument: number, side: Side): number {
    const at = this.levels.best(listOf(instrument, side));
    return at < 0 ? 0 : this.levels.lots(this.levels.level(at));
  }

  /** Orders at the best price, 0 = none. */
  bestOrders(instrument: number, side: Side): number {
    const at = this.levels.best(listOf(instrument, side));
    return at < 0 ? 0 : this.levels.orders(this.levels.level(at));
  }

  /** Rank of a side's best displayed level that is worse than `rank` (`ABOVE_ALL` = the best), or `NO_RANK`; `into[at]` becomes its lots. */
  nextLevel(instrument: number, side: Side, rank: number, into: Float64Array, at: number): number {
    const list = listOf(instrument, side);
    const found = rank === ABOVE_ALL ? this.levels.best(list) : this.levels.beyond(list, -rank | 0);
    into[at] = found < 0 ? 0 : this.levels.lots(this.levels.level(found));
    return found < 0 ? NO_RANK : -this.levels.key(found) | 0;
  }

  /** Fills `into` with the best `max` levels (no more than it holds). */
  top(instrument: number, side: Side, max: number, into: LevelView): void {
    const { levels } = this;
    const most = Math.min(max, into.capacity);
    let count = 0;
    let at = levels.best(listOf(instrument, side));
    for (; at >= 0 && count < most; at = levels.after(at)) {
      const level = levels.level(at);
      into.priceTicks[count] = ticksOf(levels.key(at), side);
      into.lots[count] = levels.lots(level);
      into.orders[count++] = levels.orders(level);
    }
    into.count = count;
  }

  /** First order in priority of the best level that is worse than `priceTicks` (NO_PRICE: of the best one), 0 = none. */
  firstBeyond(instrument: number, side: Side, priceTicks: number): number {
    const list = listOf(instrument, side);
    const at =
      priceTicks === NO_PRICE ? this.levels.best(list) : this.levels.beyond(list, ticksOf(priceTicks, side));
    return at < 0 ? 0 : this.queues!.first(this.levels.level(at));
  }

  /** The next order of the same level, 0 = none. */
  nextInLevel(slot: number): number {
    return this.queues!.after(slot);
  }

  /** What is displayed of an order that stands in the book, and where. */
  lotsShown(slot: number): number {
    return this.shownLots[slot];
  }
  ticksShown(slot: number): number {
    return this.shownTicks[slot];
  }

  /** What stands there of the slot's order before a `clear` is none of it. */
  private enter(slot: number): void {
    this.shownLots[slot] = 0;
    this.inHand = slot;
  }

  private replace(slot: number, orders: OrderTable): void {
    const lots = displayedLots(orders, slot);
    if (orders.keptPlace && lots > 0) {
      this.shrink(slot, lots, orders);
    } else {
      this.hide(slot, orders);
      this.inHand = slot;
    }
  }

  /** The other side of the quote, which has had its turn, is put down when this one enters or moves. */
  private quoteSide(slot: number, action: QuoteAction, orders: OrderTable): void {
    if (action === QuoteAction.Refused) return;
    if (action === QuoteAction.Kept) return this.shrink(slot, displayedLots(orders, slot), orders);
    if (action === QuoteAction.Entered) this.shownLots[slot] = 0;
    this.pickUp(slot, orders);
  }

  /** The order is in hand now; the one before it is done with. */
  private pickUp(slot: number, orders: OrderTable): void {
    this.hide(slot, orders);
    if (slot === this.inHand) return;
    if (this.inHand !== 0) this.putDown(orders);
    this.inHand = slot;
  }

  /** Changed in place, or behind all orders of its price: an iceberg's next part at once, others when they are matched. */
  private restated(slot: number, reason: number, goesBehind: number, orders: OrderTable): void {
    if (slot === this.inHand) return;
    const lots = displayedLots(orders, slot);
    if (lots === 0) return this.hide(slot, orders);
    if (goesBehind === 0) return this.shrink(slot, lots, orders);
    if (reason !== Reason.Refreshed) return this.pickUp(slot, orders);
    this.hide(slot, orders);
    this.show(slot, orders);
  }

  private putDown(orders: OrderTable): void {
    const slot = this.inHand;
    this.inHand = 0;
    this.show(slot, orders);
  }

  private show(slot: number, orders: OrderTable): void {
    const lots = displayedLots(orders, slot);
    if (lots === 0) return;
    this.shownLots[slot] = lots;
    this.shownTicks[slot] = displayedTicks(orders, slot);
    this.change(BookAction.Add, slot, lots, 1, orders);
    this.queues?.append(this.levels.nowLevel, slot);
  }

  /** Its displayed quantity falls, its place is kept. */
  private shrink(slot: number, lots: number, orders: OrderTable): void {
    const by = lots - this.shownLots[slot];
    if (by === 0) return;
    this.shownLots[slot] = lots;
    this.change(BookAction.Modify, slot, by, 0, orders);
  }

  /** An order in hand does not stand in the book. */
  private execute(slot: number, lots: number, orders: OrderTable): void {
    if (this.shownLots[slot] === 0) return;
    const left = (this.shownLots[slot] -= lots);
    this.change(BookAction.Execute, slot, -lots, left === 0 ? -1 : 0, orders);
    if (left === 0) this.queues?.remove(this.levels.nowLevel, slot);
  }

  private hide(slot: number, orders: OrderTable): void {
    const shown = this.shownLots[slot];
    if (shown === 0) return;
    this.shownLots[slot] = 0;
    this.change(BookAction.Delete, slot, -shown, -1, orders);
    this.queues?.remove(this.levels.nowLevel, slot);
  }

  private change(action: BookAction, slot: number, lots: number, count: number, orders: OrderTable): void {
    const instrument = orders.instrument(slot);
    const side = byteA(orders.head(slot));
    const ticks = this.shownTicks[slot];
    this.levels.change(listOf(instrument, side), ticksOf(ticks, side), lots, count);
    const { changes } = this;
    const index = changes.count++;
    changes.instrument[index] = instrument;
    changes.side[index] = side;
    changes.priceTicks[index] = ticks;
    changes.lots[index] = this.levels.nowLots;
    changes.orders[index] = this.levels.nowOrders;
    changes.action[index] = action;
    changes.slot[index] = slot;
    changes.shownLots[index] = this.shownLots[slot];
    changes.byLots[index] = lots;
  }
}

const listOf = (instrument: number, side: Side): number => (instrument << 1) | (side - 1);

/** Ticks to the key that sorts the best price first, and back. */
const ticksOf = (ticks: number, side: Side): number => (side === Side.Buy ? -ticks | 0 : ticks);
