/** One side of a book as a recording shows it, and where the engine's differs. Prices in the file's units. */
import type { LevelView } from '../views/depth.js';

export const NO_DIFFERENCE = -1;

export class RecordedSide {
  /** Levels there are; the rest of the columns mean nothing. */
  count = 0;
  readonly price: Float64Array;
  readonly lots: Float64Array;
  /** Orders of each level, where the recording says so. */
  readonly orders: Int32Array;

  constructor(readonly capacity: number) {
    this.price = new Float64Array(capacity);
    this.lots = new Float64Array(capacity);
    this.orders = new Int32Array(capacity);
  }

  /** The next level, from the best on; whether they are in order is for the comparison to find. */
  push(price: number, lots: number, orders: number): void {
    this.price[this.count] = price;
    this.lots[this.count] = lots;
    this.orders[this.count++] = orders;
  }
}

/**
 * First of the best `levels` in which they differ, or NO_DIFFERENCE.
 * @param tick one tick in the file's units of price
 */
export function firstDifference(
  recorded: RecordedSide,
  engine: LevelView,
  tick: number,
  levels: number,
  withOrders: boolean,
): number {
  const most = Math.min(levels, Math.max(recorded.count, engine.count));
  const both = Math.min(most, recorded.count, engine.count);
  for (let i = 0; i < both; i++) {
    if (recorded.price[i] !== engine.priceTicks[i] * tick || recorded.lots[i] !== engine.lots[i]) return i;
    if (withOrders && recorded.orders[i] !== engine.orders[i]) return i;
  }
  return both < most ? both : NO_DIFFERENCE;
}
