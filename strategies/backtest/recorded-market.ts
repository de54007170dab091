/**
 * What a recording tells, as it happens in the core's book beside the strategy's own orders.
 *
 * The recording has happened without us. What our orders take is theirs, and the market's own orders then go on as recorded: an
 * execution that reaches ours first fills it, and the order that it was recorded for goes all the same.
 */
import type { MarketHand } from '../../engine/replay/market-hand.js';
import { NO_PRICE } from '../../engine/views/depth.js';
import { Side } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Instrument } from '../../protocol/instrument.js';
import { accountOf } from '../../protocol/records/layout.js';
import { Aside, type Waiting } from './aside.js';
import { isBetter, type MarketAccounts, MarketOrders, opposite } from './market-orders.js';
import { goneAhead, type QueueModel } from './queue-model.js';

/** Trades that lie further than so many orders behind the book's best are not matched: book and trades are of two times. */
const PULLED_MAX = 64;

/** Levels of one side, best first. Prices are in `units` to the tick. */
export interface RecordedLevels {
  readonly count: number;
  readonly price: ArrayLike<number>;
  readonly lots: ArrayLike<number>;
  readonly units: number;
}

export class RecordedMarket extends MarketOrders {
  private readonly aside = new Aside();

  constructor(
    hand: MarketHand,
    instrument: Instrument,
    accounts: MarketAccounts,
    private readonly model: QueueModel,
  ) {
    super(hand, instrument, accounts);
  }

  /** A reference of the instrument: strategies are told as they were. */
  reference(venue: number, ticks: number): void {
    this.hand.price(this.instrument.id, venue, ticks);
  }

  /** An order comes to rest. */
  rest(side: Side, ticks: number, lots: number, low: number, high: number): void {
    if (this.hand.find(this.accounts.orders, low, high) !== 0)
      this.takeOff(low, high, Number.POSITIVE_INFINITY);
    this.enter(this.accounts.orders, side, ticks, lots, low, high);
    this.letIn();
  }

  /** The order has come, and has not gone. */
  knows(low: number, high: number): boolean {
    return this.hand.find(this.accounts.orders, low, high) !== 0 || this.aside.has(low, high);
  }

  /** So much less of an order, in its place; no less than nothing. */
  takeOff(low: number, high: number, lots: number): void {
    const slot = this.hand.find(this.accounts.orders, low, high);
    if (slot !== 0) this.reduce(slot, lots);
    else if (!this.aside.takeOff(low, high, lots)) this.counts.unknown++;
    this.letIn();
  }

  /** New price and open quantity of an order; an unknown one comes to rest. */
  change(side: Side, ticks: number, lots: number, low: number, high: number): void {
    const { hand } = this;
    const slot = hand.find(this.accounts.orders, low, high);
    if (slot === 0) {
      this.aside.takeOff(low, high, Number.POSITIVE_INFINITY);
      return this.rest(side, ticks, lots, low, high);
    }
    const { orders } = hand;
    if (orders.priceTicks(slot) === ticks && orders.openLots(slot) === lots) return;
    const reason = hand.replace(slot, ticks, orders.executedLots(slot) + lots);
    if (reason === Reason.None) return;
    this.reduce(slot, Number.POSITIVE_INFINITY);
    this.rest(side, ticks, lots, low, high);
  }

  /** An order that rested was executed. @param side the order's */
  fill(side: Side, ticks: number, lots: number, low: number, high: number): void {
    const slot = this.hand.find(this.accounts.orders, low, high);
    if (slot === 0) {
      if (!this.aside.takeOff(low, high, lots)) this.counts.unknown++;
      return this.fillBetter(side, ticks, lots);
    }
    const open = this.hand.orders.openLots(slot);
    const hit = this.aggress(opposite(side), ticks, lots, slot);
    this.reduce(slot, Math.min(open, lots) - hit);
    this.letIn();
  }

  /** A level, as a sum, is so much now; 0 = gone. */
  setLevel(side: Side, ticks: number, lots: number): void {
    const have = this.lookAt(side, ticks);
    if (lots < have) this.shrink(have - lots, have);
    else if (lots > have) this.grow(side, ticks, lots - have);
  }

  /** Both sides, whole: levels that are not told of are gone. */
  setBook(bids: RecordedLevels, asks: RecordedLevels): void {
    for (const [side, levels] of [
      [Side.Buy, bids],
      [Side.Sell, asks],
    ] as const) {
      for (const ticks of this.untold(side, levels)) this.clearLevel(side, ticks);
    }
    this.setSide(Side.Buy, bids);
    this.setSide(Side.Sell, asks);
  }

  /**
   * A trade, where the recording does not say whose order was executed. What the book lacks of it was there for a moment; what
   * the book has at better prices belongs to another time, and does not take part.
   */
  trade(taker: Side, ticks: number, lots: number): void {
    this.counts.trades++;
    const side = opposite(taker);
    const better = this.better(side, ticks);
    if (better.length > PULLED_MAX || this.crosses(side, ticks)) {
      this.counts.unplaced++;
      return;
    }
    const pulled = better.map((slot) => this.pull(slot));
    const missing = lots - this.lookAt(side, ticks);
    const ghost = missing > 0 ? this.enter(this.accounts.levels, side, ticks, missing, 0, 0) : 0;
    this.takeWith(taker, ticks, lots);
    if (ghost !== 0) this.reduce(ghost, Number.POSITIVE_INFINITY);
    for (const kept of pulled) this.enter(kept.account, side, kept.ticks, kept.lots, kept.low, kept.high);
  }

  /** All of the market's orders end; ours stand. */
  clear(): void {
    this.aside.clear();
    for (const side of [Side.Buy, Side.Sell]) this.clearBeyond(side, NO_PRICE);
  }

  /** Those of a side that are not better than this; NO_PRICE: all. */
  clearBeyond(side: Side, ticks: number): void {
    const { depth } = this.hand;
    let at = ticks;
    for (;;) {
      const first = depth.firstBeyond(this.instrument.id, side, at);
      if (first === 0) return;
      at = depth.ticksShown(first);
      this.clearLevel(side, at);
    }
  }

  clearLevel(side: Side, ticks: number): void {
    this.lookAt(side, ticks);
    for (const slot of [...this.queue]) if (this.isMarkets(slot)) this.reduce(slot, Number.POSITIVE_INFINITY);
  }

  /** Prices at which the book has something and the recording has not. */
  private untold(side: Side, { count, price, units }: RecordedLevels): number[] {
    const { depth } = this.hand;
    const found: number[] = [];
    let slot = depth.firstBeyond(this.instrument.id, side, NO_PRICE);
    for (let i = 0; slot !== 0; ) {
      const ticks = depth.ticksShown(slot);
      while (i < count && isBetter(side, price[i] / units, ticks)) i++;
      if (i === count || price[i] / units !== ticks) found.push(ticks);
      slot = depth.firstBeyond(this.instrument.id, side, ticks);
    }
    return found;
  }

  private setSide(side: Side, { count, price, lots, units }: RecordedLevels): void {
    for (let i = 0; i < count; i++) this.setLevel(side, price[i] / units, lots[i]);
  }

  /** It stands in no book of ours. It stood before ours at its price, but not before a better one. */
  private fillBetter(side: Side, ticks: number, lots: number): void {
    this.aggress(opposite(side), side === Side.Buy ? ticks + 1 : ticks - 1, lots, 0);
    this.letIn();
  }

  protected override leaveOut(account: number, order: Waiting): void {
    if (account === this.accounts.orders) this.aside.put(order);
  }

  /** Those that cross the market no longer. */
  private letIn(): void {
    if (this.aside.isEmpty) return;
    const fits = ({ side, ticks }: Waiting) =>
      this.better(opposite(side), side === Side.Buy ? ticks + 1 : ticks - 1).length === 0;
    for (const { side, ticks, lots, low, high } of this.aside.takeFitting(fits))
      this.enter(this.accounts.orders, side, ticks, lots, low, high);
  }

  /** @param by no more than `have`, which is all that the market has at the level in `queue` */
  private shrink(by: number, have: number): void {
    const slots = [...this.queue];
    const ours = slots.findIndex((slot) => !this.isMarkets(slot));
    const ahead = ours < 0 ? 0 : this.sum(slots.slice(0, ours));
    let fromAhead = ours < 0 ? 0 : goneAhead(this.model, ahead, have - ahead, by);
    let fromBehind = by - fromAhead;
    for (let i = slots.length - 1; i >= 0; i--) {
      if (!this.isMarkets(slots[i])) continue;
      const isAhead = i < ours;
      const lots = Math.min(this.hand.orders.openLots(slots[i]), isAhead ? fromAhead : fromBehind);
      if (isAhead) fromAhead -= lots;
      else fromBehind -= lots;
      if (lots > 0) this.reduce(slots[i], lots);
    }
    if (this.queue.length === 0) this.counts.unplaced++;
  }

  private sum(slots: readonly number[]): number {
    return slots.reduce(
      (sum, slot) => (this.isMarkets(slot) ? sum + this.hand.orders.openLots(slot) : sum),
      0,
    );
  }

  /** What it contradicts on the other side of the market is older, and goes; with ours there it trades. */
  private grow(side: Side, ticks: number, by: number): void {
    const { hand } = this;
    const last = this.queue.at(-1) ?? 0;
    if (this.crosses(side, ticks)) return this.cross(side, ticks, by);
    const isLevels = last !== 0 && accountOf(hand.orders.owner(last)) === this.accounts.levels;
    if (isLevels && hand.replace(last, ticks, hand.orders.totalLots(last) + by) === Reason.None) return;
    this.enter(this.accounts.levels, side, ticks, by, 0, 0);
  }

  private cross(side: Side, ticks: number, by: number): void {
    for (const slot of this.better(opposite(side), side === Side.Buy ? ticks + 1 : ticks - 1))
      this.reduce(slot, Number.POSITIVE_INFINITY);
    this.enter(this.accounts.levels, side, ticks, by, 0, 0);
  }
}
