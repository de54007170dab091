/**
 * The generator's own matcher: price-time priority in the plainest way, one array of order ids per price. It shares no
 * line with the engine's books, so that its result can judge them. Slow, and that is all right.
 */
import type { BookLeft, FlowTally } from './tally.js';

export interface FlowOrder {
  readonly id: number;
  readonly side: number;
  priceTicks: number;
  openLots: number;
  /** Index in the book's list of live orders. */
  place: number;
}

export class FlowBook {
  readonly live: FlowOrder[] = [];
  private readonly levels = [new Map<number, FlowOrder[]>(), new Map<number, FlowOrder[]>()];
  /** Prices with orders, best last. */
  private readonly prices: [number[], number[]] = [[], []];

  constructor(private readonly tally: FlowTally) {}

  best(side: number): number | undefined {
    return this.prices[side].at(-1);
  }

  enter(order: FlowOrder, immediate: boolean): void {
    this.match(order);
    if (order.openLots > 0 && !immediate) this.rest(order);
  }

  cancel(order: FlowOrder): void {
    const level = this.levels[order.side].get(order.priceTicks)!;
    level.splice(level.indexOf(order), 1);
    if (level.length === 0) this.dropLevel(order.side, order.priceTicks);
    const last = this.live.pop()!;
    if (last !== order) this.live[(last.place = order.place)] = last;
    order.place = -1;
  }

  replace(order: FlowOrder, priceTicks: number): void {
    this.cancel(order);
    order.priceTicks = priceTicks;
    this.enter(order, false);
  }

  private match(taker: FlowOrder): void {
    const opposite = 1 - taker.side;
    for (
      let best = this.best(opposite);
      best !== undefined && taker.openLots > 0;
      best = this.best(opposite)
    ) {
      if (taker.side === 0 ? best > taker.priceTicks : best < taker.priceTicks) return;
      const maker = this.levels[opposite].get(best)![0];
      const lots = Math.min(taker.openLots, maker.openLots);
      taker.openLots -= lots;
      maker.openLots -= lots;
      this.tally.fill(taker.id, maker.id, lots, best);
      if (maker.openLots === 0) this.cancel(maker);
    }
  }

  private rest(order: FlowOrder): void {
    const level =
      this.levels[order.side].get(order.priceTicks) ?? this.newLevel(order.side, order.priceTicks);
    level.push(order);
    order.place = this.live.push(order) - 1;
  }

  private newLevel(side: number, priceTicks: number): FlowOrder[] {
    const level: FlowOrder[] = [];
    this.levels[side].set(priceTicks, level);
    this.prices[side].push(priceTicks);
    this.prices[side].sort((a, b) => (side === 0 ? a - b : b - a));
    return level;
  }

  private dropLevel(side: number, priceTicks: number): void {
    this.levels[side].delete(priceTicks);
    this.prices[side].splice(this.prices[side].indexOf(priceTicks), 1);
  }
}

/** What is left in the books of all symbols. */
export function booksLeft(books: readonly FlowBook[]): BookLeft {
  const live = books.flatMap((book) => book.live);
  return {
    best_bid: books[0].best(0),
    best_ask: books[0].best(1),
    open: live.length,
    open_qty: live.reduce((sum, order) => sum + order.openLots, 0),
  };
}
