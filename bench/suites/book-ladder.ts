/**
 * The ceiling for a book: in place of our levels a bare array over the whole range of prices, known beforehand, one queue
 * a price and nothing else in it; the next best price is looked for step by step. Orders and matching are the same.
 */
import type { Book } from '../../engine/book/book.js';
import { Rest } from '../../engine/book/book.js';
import { Ord, type OrderPool, OrderSize, Rests } from '../../engine/book/order-pool.js';
import { NO_RANK, rankOf, Sides } from '../../engine/book/rank.js';
import type { OrderFlow } from '../kit/flow.js';

const NO_PLACE = -1;

export class LadderBook implements Book {
  private readonly range: number;
  /** Lowest rank of a buying and of a selling side. */
  private readonly lowest: readonly [number, number];
  private readonly firsts: Int32Array;
  private readonly lasts: Int32Array;
  /** Place of each side's best price within its range. */
  private readonly best: Int32Array;

  constructor(
    private readonly orders: OrderPool,
    { priceTicks, symbols }: OrderFlow,
  ) {
    const lowest = priceTicks.reduce((low, ticks) => Math.min(low, ticks));
    const highest = priceTicks.reduce((high, ticks) => Math.max(high, ticks));
    const sides = 2 * (symbols + 1);
    this.range = highest - lowest + 1;
    this.lowest = [lowest, -highest];
    this.firsts = new Int32Array(sides * this.range);
    this.lasts = new Int32Array(sides * this.range);
    this.best = new Int32Array(sides).fill(NO_PLACE);
  }

  rest(slot: number): Rest {
    const { firsts, lasts, best } = this;
    const { i32 } = this.orders;
    const at = slot << OrderSize.Shift;
    const side = this.sideOf(slot);
    const place = this.placeOf(slot, side);
    const queue = side * this.range + place;
    const last = lasts[queue];
    i32[at | Ord.Level] = queue;
    i32[at | Ord.Next] = 0;
    i32[at | Ord.Previous] = last;
    if (last === 0) firsts[queue] = slot;
    else i32[(last << OrderSize.Shift) | Ord.Next] = slot;
    lasts[queue] = slot;
    if (place > best[side]) best[side] = place;
    return Rest.Done;
  }

  after(slot: number): number {
    const { i32 } = this.orders;
    const at = slot << OrderSize.Shift;
    const side = this.sideOf(slot);
    let next = i32[at | Ord.Next];
    for (let place = this.placeOf(slot, side) - 1; next === 0 && place >= 0; place--)
      next = this.firsts[side * this.range + place];
    return next;
  }

  remove(slot: number): void {
    const { firsts, lasts } = this;
    const { i32 } = this.orders;
    const at = slot << OrderSize.Shift;
    const queue = i32[at | Ord.Level];
    const next = i32[at | Ord.Next];
    const previous = i32[at | Ord.Previous];
    if (previous === 0) firsts[queue] = next;
    else i32[(previous << OrderSize.Shift) | Ord.Next] = next;
    if (next === 0) lasts[queue] = previous;
    else i32[(next << OrderSize.Shift) | Ord.Previous] = previous;
    i32[at | Ord.Level] = Rests.Nowhere;
    if ((next | previous) === 0) this.findBest(this.sideOf(slot));
  }

  /** The queues do not know what they hold. */
  reduce(): void {}

  first(side: number, rank: number): number {
    const own = ordinary(side);
    const place = this.best[own];
    if (place === NO_PLACE || place + this.lowest[own & 1] < rank) return 0;
    return this.firsts[own * this.range + place];
  }

  bestRank(side: number): number {
    const own = ordinary(side);
    return this.best[own] === NO_PLACE ? NO_RANK : this.best[own] + this.lowest[own & 1];
  }

  offers(side: number, rank: number, lots: Float64Array, at: number): boolean {
    const { orders } = this;
    let missing = lots[at];
    this.walk(side, (slot) => {
      if (rankOf(orders.side(slot), orders.priceTicks(slot)) >= rank) missing -= orders.openLots(slot);
    });
    return missing <= 0;
  }

  nextLevel(side: number, rank: number, lots: Float64Array, at: number): number {
    const { orders } = this;
    let found = NO_RANK;
    lots[at] = 0;
    this.walk(side, (slot) => {
      const own = rankOf(orders.side(slot), orders.priceTicks(slot));
      if (own >= rank || own < found) return;
      found = own;
      lots[at] += orders.openLots(slot);
    });
    return found;
  }

  worstRank(side: number): number {
    let worst = NO_RANK;
    this.walk(side, (slot) => {
      worst = rankOf(this.orders.side(slot), this.orders.priceTicks(slot));
    });
    return worst;
  }

  walk(side: number, visit: (slot: number) => void): void {
    const { i32 } = this.orders;
    const own = ordinary(side);
    for (let place = this.best[own]; place >= 0; place--) {
      let slot = this.firsts[own * this.range + place];
      for (; slot !== 0; slot = i32[(slot << OrderSize.Shift) | Ord.Next]) visit(slot);
    }
  }

  private findBest(side: number): void {
    const { firsts, best } = this;
    const start = side * this.range;
    let place = best[side];
    while (place >= 0 && firsts[start + place] === 0) place--;
    best[side] = place;
  }

  private sideOf(slot: number): number {
    return (this.orders.instrument(slot) << 1) | (this.orders.side(slot) - 1);
  }

  private placeOf(slot: number, side: number): number {
    return rankOf(this.orders.side(slot), this.orders.priceTicks(slot)) - this.lowest[side & 1];
  }
}

/** It has no shelves but the ordinary one, so two sides an instrument. */
const ordinary = (side: number): number => ((side >> Sides.Shift) << 1) | (side & 1);
