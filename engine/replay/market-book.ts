/**
 * One recorded book in the engine, by what recordings say of it: an order has come to rest, so much of it was taken off,
 * it was hit by an aggressor. Orders are entered post-only, because what the recording shows resting has not traded.
 *
 * Recorded books may be crossed (halts, auctions, crossed venues), where continuous matching would trade. An order that
 * the engine refuses for that reason is entered beside: in an instrument of the same book that holds this side alone.
 * Depth is read from both. Cancels, changes and fills go where the order is.
 */
import { Scope, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import type { Instrument } from '../../protocol/instrument.js';
import { CommandFlag } from '../../protocol/records/command.js';
import { accountOf, byteA } from '../../protocol/records/layout.js';
import { LevelView, NO_PRICE } from '../views/depth.js';
import type { EngineUnderTest } from './engine-under-test.js';
import { EngineRefusal } from './market-hand.js';
import { TICKS_MAX } from './ticks.js';

/** The book itself, and one beside it for each side. */
export const INSTRUMENTS_PER_BOOK = 3;

/** What a wrong fill took from an order. */
interface GivenBack {
  readonly account: number;
  readonly side: Side;
  readonly priceTicks: number;
  readonly low: number;
  readonly high: number;
  readonly lots: number;
}

export class MarketBook {
  /** Orders that rest where they cross the other side. */
  crossing = 0;
  private missed: readonly GivenBack[] = [];
  private readonly instrument: number;
  private readonly beside: LevelView;
  private readonly merged: LevelView;

  /**
   * @param number of the book in the engine, from 1
   * @param levels the most that `top` is asked for
   */
  constructor(
    readonly engine: EngineUnderTest,
    number: number,
    symbol: string,
    levels: number,
  ) {
    this.instrument = (number - 1) * INSTRUMENTS_PER_BOOK + 1;
    this.beside = new LevelView(levels);
    this.merged = new LevelView(levels);
    for (let i = 0; i < INSTRUMENTS_PER_BOOK; i++)
      engine.defineInstrument(anyPrice(this.instrument + i, symbol));
  }

  /** Comes to rest behind all that rests at its price. @throws EngineRefusal */
  rest(account: number, side: Side, priceTicks: number, lots: number, idLow: number, idHigh: number): void {
    let reason = this.enter(this.instrument, account, side, priceTicks, lots, idLow, idHigh);
    if (reason === Reason.PostOnlyWouldTake) {
      this.crossing++;
      reason = this.enter(this.besideOf(side), account, side, priceTicks, lots, idLow, idHigh);
    }
    if (reason !== Reason.None) throw new EngineRefusal(reason);
  }

  /** So much less of it, in place; no less than nothing. */
  takeOff(slot: number, lots: number): void {
    const { engine } = this;
    const { orders } = engine;
    const reason =
      lots < orders.openLots(slot)
        ? engine.replace(slot, orders.priceTicks(slot), orders.totalLots(slot) - lots)
        : engine.cancel(slot);
    if (reason !== Reason.None) throw new EngineRefusal(reason);
  }

  /** New price and open quantity, with the priority that the engine leaves it. @throws EngineRefusal */
  change(slot: number, priceTicks: number, openLots: number): void {
    const { orders } = this.engine;
    if (priceTicks === orders.priceTicks(slot) && openLots === orders.openLots(slot)) return;
    const reason = this.engine.replace(slot, priceTicks, orders.executedLots(slot) + openLots);
    if (reason === Reason.PostOnlyWouldTake) this.moveBeside(slot, priceTicks, openLots);
    else if (reason !== Reason.None) throw new EngineRefusal(reason);
  }

  /**
   * What the aggressor must have sent: an order for so much at the price, immediate or cancel. True when the engine fills
   * the very order with all of it; otherwise whoever it filled gets its quantity back, so that the levels stay those of
   * the recording (but stands last at its price, where the order was reduced).
   */
  hit(slot: number, priceTicks: number, lots: number): boolean {
    const { engine } = this;
    const { orders } = engine;
    const side = byteA(orders.head(slot)) === Side.Buy ? Side.Sell : Side.Buy;
    const account = accountOf(orders.owner(slot));
    const instrument = orders.instrument(slot);
    const tif = TimeInForce.ImmediateOrCancel;
    const reason = engine.enter(instrument, account, side, priceTicks, lots, 0, 0, tif);
    if (reason !== Reason.None) throw new EngineRefusal(reason);
    const { makerSlots, makerLots } = engine;
    if (makerSlots.length === 1 && makerSlots[0] === slot && makerLots[0] === lots) return true;
    this.giveBack();
    return false;
  }

  /** Whom the engine filled instead, the last time that `hit` said no. */
  lastMiss(): string {
    const filled = this.missed.map(({ low, high, lots }) => `order ${idText(low, high)} with ${lots}`);
    return filled.length === 0 ? 'filled nobody' : `filled ${filled.join(', ')}`;
  }

  bestTicks(side: Side): number {
    const { depth } = this.engine;
    const main = depth.bestTicks(this.instrument, side);
    const beside = depth.bestTicks(this.besideOf(side), side);
    if (main === NO_PRICE || beside === NO_PRICE) return main === NO_PRICE ? beside : main;
    return side === Side.Buy ? Math.max(main, beside) : Math.min(main, beside);
  }

  /** The best `max` levels of a side into `view`. */
  top(side: Side, max: number, view: LevelView): void {
    const { depth } = this.engine;
    depth.top(this.instrument, side, max, view);
    const beside = this.besideOf(side);
    if (depth.bestTicks(beside, side) === NO_PRICE) return;
    depth.top(beside, side, max, this.beside);
    merge(side, view, this.beside, this.merged, max);
  }

  /** Everything that the account has in its books ends. */
  clear(account: number): void {
    const reason = this.engine.massCancel(Scope.Account, account);
    if (reason !== Reason.None) throw new EngineRefusal(reason);
  }

  private enter(
    instrument: number,
    account: number,
    side: Side,
    priceTicks: number,
    lots: number,
    idLow: number,
    idHigh: number,
  ): Reason {
    const tif = TimeInForce.GoodTillCancel;
    const flags = CommandFlag.PostOnly;
    return this.engine.enter(instrument, account, side, priceTicks, lots, idLow, idHigh, tif, flags);
  }

  private besideOf(side: Side): number {
    return this.instrument + side;
  }

  private moveBeside(slot: number, priceTicks: number, openLots: number): void {
    const { orders } = this.engine;
    const account = accountOf(orders.owner(slot));
    const side = byteA(orders.head(slot));
    const low = orders.clientIdLow(slot);
    const high = orders.clientIdHigh(slot);
    this.takeOff(slot, orders.openLots(slot));
    this.rest(account, side, priceTicks, openLots, low, high);
  }

  private giveBack(): void {
    const { orders, makerSlots, makerLots } = this.engine;
    // All of it first: entering one order again may take the slot of the next.
    this.missed = makerSlots.map((slot, i) => ({
      account: accountOf(orders.owner(slot)),
      side: byteA(orders.head(slot)),
      priceTicks: orders.priceTicks(slot),
      low: orders.clientIdLow(slot),
      high: orders.clientIdHigh(slot),
      lots: makerLots[i],
    }));
    for (const { account, side, priceTicks, low, high, lots } of this.missed) {
      const slot = this.engine.find(account, low, high);
      if (slot === 0) this.rest(account, side, priceTicks, lots, low, high);
      else this.change(slot, priceTicks, orders.openLots(slot) + lots);
    }
  }
}

const idText = (low: number, high: number): string => String((BigInt(high >>> 0) << 32n) | BigInt(low >>> 0));

/** No bound of the instrument's own: the recording's venue has checked its orders. */
function anyPrice(id: number, symbol: string): Instrument {
  return {
    id,
    symbol,
    priceScale: 0,
    quantityScale: 0,
    tick: 1,
    lot: 1,
    minPriceTicks: -TICKS_MAX,
    maxPriceTicks: TICKS_MAX,
    maxQtyLots: Number.MAX_SAFE_INTEGER,
    maxNotional: Number.MAX_SAFE_INTEGER,
    referenceTicks: 0,
    marketMarginPercent: 0,
  };
}

/** Adds the levels of `other` to those of `view`, by way of `scratch`. */
function merge(side: Side, view: LevelView, other: LevelView, scratch: LevelView, max: number): void {
  const better = (a: number, b: number) => (side === Side.Buy ? a > b : a < b);
  let i = 0;
  let k = 0;
  let count = 0;
  while (count < max && (i < view.count || k < other.count)) {
    const fromView =
      k === other.count || (i < view.count && !better(other.priceTicks[k], view.priceTicks[i]));
    const fromOther =
      i === view.count || (k < other.count && !better(view.priceTicks[i], other.priceTicks[k]));
    scratch.priceTicks[count] = fromView ? view.priceTicks[i] : other.priceTicks[k];
    scratch.lots[count] = (fromView ? view.lots[i] : 0) + (fromOther ? other.lots[k] : 0);
    scratch.orders[count++] = (fromView ? view.orders[i] : 0) + (fromOther ? other.orders[k] : 0);
    if (fromView) i++;
    if (fromOther) k++;
  }
  scratch.count = count;
  view.count = count;
  view.priceTicks.set(scratch.priceTicks);
  view.lots.set(scratch.lots);
  view.orders.set(scratch.orders);
}
