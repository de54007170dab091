/**
 * One side of the file's window: the N best levels that a row shows. After each row the engine holds exactly these:
 * orders that went out of sight are cancelled, because what happens to them is not told any more, and a level that came
 * into sight is seeded with one order for all that stands there.
 *
 * A level may come into sight only because one of N was emptied. What it is nobody could know, so that one slot, the
 * deepest, is not compared, and only then: when the row before showed N levels, this one does, and the engine has N-1.
 */
import { Side } from '../../../protocol/codes/enums.js';
import { byteA } from '../../../protocol/records/layout.js';
import { LevelView } from '../../views/depth.js';
import { OrderLife } from '../../views/order-table.js';
import type { MarketBook } from '../market-book.js';
import { firstDifference, NO_DIFFERENCE, type RecordedSide } from '../recorded-side.js';
import { offTick, toTicks } from '../ticks.js';
import { SEED_ACCOUNT } from './accounts.js';
import type { BookRow } from './book-row.js';

export class WindowSide {
  /** The engine's levels, as `look` found them: the window's, and one behind. */
  readonly view: LevelView;
  /** The row's levels. */
  readonly recorded: RecordedSide;
  /** Slots that were not compared. */
  skipped = 0;
  private wasFull = false;
  private revealed = false;

  /** @param tick one tick in the file's units */
  constructor(
    private readonly market: MarketBook,
    readonly side: Side,
    private readonly row: BookRow,
    private readonly tick: number,
  ) {
    this.recorded = side === Side.Buy ? row.bids : row.asks;
    this.view = new LevelView(row.levels + 1);
  }

  /** First level where the engine has something else than the row, or NO_DIFFERENCE. */
  look(): number {
    const { recorded, view } = this;
    const levels = recorded.capacity;
    this.market.top(this.side, levels + 1, view);
    const level = firstDifference(recorded, view, this.tick, levels, false);
    const full = recorded.count === levels;
    this.revealed = full && this.wasFull && level === levels - 1 && view.count === levels - 1;
    this.wasFull = full;
    return this.revealed ? NO_DIFFERENCE : level;
  }

  /** From a book that agrees to exactly what the row shows. */
  follow(): void {
    const last = this.recorded.count - 1;
    if (this.revealed) {
      this.skipped++;
      this.seed(last);
    } else if (this.view.count > this.recorded.count) this.cancelBehind(this.ticks(last));
  }

  /** From an empty side. */
  seedAll(): void {
    this.wasFull = this.recorded.count === this.recorded.capacity;
    for (let level = 0; level < this.recorded.count; level++) this.seed(level);
  }

  /** Price of a level of the engine's, in the file's units. */
  priceOf(level: number): number {
    return this.view.priceTicks[level] * this.tick;
  }

  /** One a price: a row that names a price twice is wrong, and will be found so. */
  private seed(level: number): void {
    const ticks = this.ticks(level);
    if (this.market.engine.find(SEED_ACCOUNT, ticks, this.side) !== 0) return;
    this.market.rest(SEED_ACCOUNT, this.side, ticks, this.recorded.lots[level], ticks, this.side);
  }

  /** @throws InputError */
  private ticks(level: number): number {
    const price = this.recorded.price[level];
    const ticks = toTicks(price, this.tick);
    if (Number.isNaN(ticks)) this.row.rows.fail(`price ${price} ${offTick(this.tick)}`);
    return ticks;
  }

  private cancelBehind(worstTicks: number): void {
    const { engine } = this.market;
    const { orders } = engine;
    const end = engine.highWater;
    for (let slot = 1; slot < end; slot++) {
      if (orders.life[slot] !== OrderLife.Open || byteA(orders.head(slot)) !== this.side) continue;
      const ticks = orders.priceTicks(slot);
      const behind = this.side === Side.Buy ? ticks < worstTicks : ticks > worstTicks;
      if (behind) this.market.takeOff(slot, orders.openLots(slot));
    }
  }
}
