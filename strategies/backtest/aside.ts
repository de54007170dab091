/**
 * Recorded orders that cross the recorded book (before an auction, in a halt), where the core would match them. They wait here
 * with what the recording says of them, until they fit.
 */
import type { Side } from '../../protocol/codes/enums.js';

export interface Waiting {
  readonly side: Side;
  readonly ticks: number;
  lots: number;
  readonly low: number;
  readonly high: number;
}

export class Aside {
  private readonly orders = new Map<string, Waiting>();

  get isEmpty(): boolean {
    return this.orders.size === 0;
  }

  has(low: number, high: number): boolean {
    return this.orders.has(keyOf(low, high));
  }

  put(order: Waiting): void {
    this.orders.set(keyOf(order.low, order.high), order);
  }

  /** So much less of it. False: it is not here. */
  takeOff(low: number, high: number, lots: number): boolean {
    const order = this.orders.get(keyOf(low, high));
    if (order === undefined) return false;
    order.lots -= lots;
    if (order.lots <= 0) this.orders.delete(keyOf(low, high));
    return true;
  }

  /** Those that fit, in the order in which they came; they are not here any more. */
  takeFitting(fits: (order: Waiting) => boolean): Waiting[] {
    const found = [...this.orders.values()].filter(fits);
    for (const { low, high } of found) this.orders.delete(keyOf(low, high));
    return found;
  }

  clear(): void {
    this.orders.clear();
  }
}

const keyOf = (low: number, high: number): string => `${high}:${low}`;
