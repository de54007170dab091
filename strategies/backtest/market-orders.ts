/**
 * The recorded market's orders in the core's book of one instrument: entered, taken off, and executed by the core. What others had
 * in the book stands there as orders of two accounts: those that the recording names one by one, and one or more for each price
 * level that it tells of as a sum. So the core's own queue says where an order of ours stands.
 */
import type { MarketHand } from '../../engine/replay/market-hand.js';
import { NO_PRICE } from '../../engine/views/depth.js';
import { Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Instrument } from '../../protocol/instrument.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { accountOf, sessionOf } from '../../protocol/records/layout.js';

import type { Waiting } from './aside.js';

const WORD = 2 ** 32;

export interface MarketAccounts {
  readonly session: number;
  /** Of orders that the recording names, and of what it tells as sums of levels. */
  readonly orders: number;
  readonly levels: number;
}

/** What went otherwise than recorded; all of it is counted, and told. */
export class MarketCounts {
  trades = 0;
  /** Fills of the recording whose order stood behind another one of the market. */
  displaced = 0;
  /** Orders that were recorded where they cross the market's own other side, and stood aside for a time. */
  crossed = 0;
  /** Executions, cancels and changes of orders that the recording has not told of. */
  unknown = 0;
  /** Trades that the book of their time does not fit. */
  unplaced = 0;
  /** What the core did not take. */
  refused = 0;
  lastRefusal: Reason = Reason.None;
}

/** An order, or a part of one, that is to stand again as it stood. */
interface Kept {
  readonly account: number;
  readonly ticks: number;
  readonly lots: number;
  readonly low: number;
  readonly high: number;
}

export class MarketOrders {
  readonly counts = new MarketCounts();
  /** Orders of a level, in the order of the queue. */
  protected readonly queue: number[] = [];
  private lastId = 0;

  constructor(
    protected readonly hand: MarketHand,
    readonly instrument: Instrument,
    protected readonly accounts: MarketAccounts,
  ) {}

  /** Best price with the market's and our own orders, or NO_PRICE. */
  bestTicks(side: Side): number {
    return this.hand.depth.bestTicks(this.instrument.id, side);
  }

  /** Fills `queue` with the orders of a level and returns how much of it is the market's. */
  protected lookAt(side: Side, ticks: number): number {
    const { depth, orders } = this.hand;
    const { queue } = this;
    queue.length = 0;
    let slot = depth.firstBeyond(this.instrument.id, side, side === Side.Buy ? ticks + 1 : ticks - 1);
    if (slot === 0 || depth.ticksShown(slot) !== ticks) return 0;
    let lots = 0;
    for (; slot !== 0; slot = depth.nextInLevel(slot)) {
      queue.push(slot);
      if (this.isMarkets(slot)) lots += orders.openLots(slot);
    }
    return lots;
  }

  protected isMarkets(slot: number): boolean {
    return sessionOf(this.hand.orders.owner(slot)) === this.accounts.session;
  }

  protected crosses(side: Side, ticks: number): boolean {
    const best = this.bestTicks(opposite(side));
    return best !== NO_PRICE && (side === Side.Buy ? best <= ticks : best >= ticks);
  }

  /** The market's orders of a side at prices better than this. */
  protected better(side: Side, ticks: number): number[] {
    const { depth } = this.hand;
    const found: number[] = [];
    let slot = depth.firstBeyond(this.instrument.id, side, NO_PRICE);
    while (slot !== 0 && isBetter(side, depth.ticksShown(slot), ticks)) {
      const at = depth.ticksShown(slot);
      for (; slot !== 0; slot = depth.nextInLevel(slot)) if (this.isMarkets(slot)) found.push(slot);
      slot = depth.firstBeyond(this.instrument.id, side, at);
    }
    return found;
  }

  /** Rests; what it would take first is ours, or a book that was recorded crossed. Returns its slot, 0 = none. */
  protected enter(
    account: number,
    side: Side,
    ticks: number,
    lots: number,
    low: number,
    high: number,
  ): number {
    if (this.crosses(side, ticks)) {
      const left = lots - this.aggress(side, ticks, lots, 0);
      if (left === 0) return 0;
      if (!this.crosses(side, ticks)) return this.enter(account, side, ticks, left, low, high);
      this.counts.crossed++;
      this.leaveOut(account, { side, ticks, lots: left, low, high });
      return 0;
    }
    const most = this.mostLots(ticks);
    for (let left = lots; left > most; left -= most)
      this.enter(this.accounts.levels, side, ticks, most, 0, 0);
    const rest = lots % most || most;
    const [idLow, idHigh] = account === this.accounts.levels ? this.freshId() : [low, high];
    const reason = this.hand.enter(
      ...([this.instrument.id, account, side, ticks, Math.min(lots, rest), idLow, idHigh] as const),
      TimeInForce.GoodTillCancel,
      CommandFlag.PostOnly,
    );
    if (reason !== Reason.None) this.refuse(reason);
    return reason === Reason.None ? this.hand.find(account, idLow, idHigh) : 0;
  }

  /** It crosses the market's own other side. */
  protected leaveOut(_account: number, _order: Waiting): void {}

  /** What one order may have at this price. */
  private mostLots(ticks: number): number {
    const { maxQtyLots, maxNotional } = this.instrument;
    return Math.max(1, Math.min(maxQtyLots, Math.floor(maxNotional / Math.max(1, Math.abs(ticks)))));
  }

  private freshId(): readonly [number, number] {
    this.lastId++;
    return [this.lastId | 0, Math.floor(this.lastId / WORD) + 1];
  }

  /**
   * An aggressor's order. The market's orders that it hits get back what they lost, but for the one that was recorded. Returns
   * how much that one lost; without one, how much ours did.
   */
  protected aggress(side: Side, ticks: number, lots: number, recorded: number): number {
    const { makerSlots, makerLots } = this.takeWith(side, ticks, lots);
    let taken = 0;
    let ours = 0;
    const others: Kept[] = [];
    for (const [i, slot] of makerSlots.entries()) {
      if (slot === recorded) taken += makerLots[i];
      else if (!this.isMarkets(slot)) ours += makerLots[i];
      else others.push(this.keep(slot, makerLots[i]));
    }
    if (recorded !== 0 && others.length > 0) this.counts.displaced++;
    for (const other of others) this.giveBack(opposite(side), other);
    return recorded === 0 ? ours : taken;
  }

  private giveBack(side: Side, { account, ticks, lots, low, high }: Kept): void {
    const slot = this.hand.find(account, low, high);
    if (slot === 0) this.enter(account, side, ticks, lots, low, high);
    else this.accept(this.hand.replace(slot, ticks, this.hand.orders.totalLots(slot) + lots));
  }

  protected takeWith(side: Side, ticks: number, lots: number): MarketHand {
    const { hand, instrument, accounts } = this;
    const tif = TimeInForce.ImmediateOrCancel;
    const most = this.mostLots(ticks);
    this.accept(hand.enter(instrument.id, accounts.orders, side, ticks, Math.min(lots, most), 0, 0, tif));
    return hand;
  }

  protected reduce(slot: number, lots: number): void {
    if (lots <= 0) return;
    const { hand } = this;
    const { orders } = hand;
    const open = orders.openLots(slot);
    if (open === 0) return;
    if (lots >= open) this.accept(hand.cancel(slot));
    else this.accept(hand.replace(slot, orders.priceTicks(slot), orders.totalLots(slot) - lots));
  }

  /** Takes an order out, to be put back. */
  protected pull(slot: number): Kept {
    const kept = this.keep(slot, this.hand.orders.openLots(slot));
    this.reduce(slot, Number.POSITIVE_INFINITY);
    return kept;
  }

  private keep(slot: number, lots: number): Kept {
    const { orders } = this.hand;
    return {
      ...{ account: accountOf(orders.owner(slot)), ticks: orders.priceTicks(slot), lots },
      ...{ low: orders.clientIdLow(slot), high: orders.clientIdHigh(slot) },
    };
  }

  private accept(reason: Reason): void {
    if (reason !== Reason.None) this.refuse(reason);
  }

  private refuse(reason: Reason): void {
    this.counts.refused++;
    this.counts.lastRefusal = reason;
  }
}

export const opposite = (side: Side): Side => (side === Side.Buy ? Side.Sell : Side.Buy);

export const isBetter = (side: Side, a: number, b: number): boolean => (side === Side.Buy ? a > b : a < b);
