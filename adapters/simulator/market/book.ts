/** One instrument's resting orders in price-time priority, and which levels a command has changed. */
import type { LevelChange } from './event.js';
import { leavesOf, type Order, type Side } from './order.js';

export interface Level {
  readonly priceTicks: number;
  /** Oldest first. */
  readonly orders: Order[];
}

export class Ladder {
  /** Best first. */
  readonly levels: Level[] = [];

  constructor(readonly side: Side) {}

  get best(): Level | undefined {
    return this.levels[0];
  }

  at(priceTicks: number): Level | undefined {
    const level = this.levels[this.placeOf(priceTicks)];
    return level?.priceTicks === priceTicks ? level : undefined;
  }

  add(order: Order): void {
    const place = this.placeOf(order.priceTicks);
    const level = this.levels[place];
    if (level?.priceTicks === order.priceTicks) level.orders.push(order);
    else this.levels.splice(place, 0, { priceTicks: order.priceTicks, orders: [order] });
  }

  remove(order: Order): void {
    const place = this.placeOf(order.priceTicks);
    const level = this.levels[place];
    level.orders.splice(level.orders.indexOf(order), 1);
    if (level.orders.length === 0) this.levels.splice(place, 1);
  }

  lotsAt(priceTicks: number): number {
    return this.at(priceTicks)?.orders.reduce((sum, order) => sum + leavesOf(order), 0) ?? 0;
  }

  /** The first level that is not better than this price. */
  private placeOf(priceTicks: number): number {
    let low = 0;
    let high = this.levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.isBetter(this.levels[middle].priceTicks, priceTicks)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private isBetter(priceTicks: number, than: number): boolean {
    return this.side === 'buy' ? priceTicks > than : priceTicks < than;
  }
}

export class Book {
  readonly buy = new Ladder('buy');
  readonly sell = new Ladder('sell');
  /** Stops that wait for their election, oldest first. */
  readonly held: Order[] = [];
  lastTicks = 0;
  private readonly touched: Record<Side, Set<number>> = { buy: new Set(), sell: new Set() };

  constructor(readonly symbol: string) {}

  add(order: Order): void {
    this[order.side].add(order);
    this.touch(order);
  }

  remove(order: Order): void {
    this[order.side].remove(order);
    this.touch(order);
  }

  touch({ side, priceTicks }: Order): void {
    this.touched[side].add(priceTicks);
  }

  /** What changed since the last call. */
  takeChanges(): LevelChange[] {
    const changes = (['buy', 'sell'] as const).flatMap((side) =>
      [...this.touched[side]].map((priceTicks) => ({
        side,
        priceTicks,
        lots: this[side].lotsAt(priceTicks),
      })),
    );
    this.touched.buy.clear();
    this.touched.sell.clear();
    return changes;
  }

  depth(side: Side, limit = Number.POSITIVE_INFINITY): LevelChange[] {
    const { levels } = this[side];
    return levels
      .slice(0, limit)
      .map(({ priceTicks }) => ({ side, priceTicks, lots: this[side].lotsAt(priceTicks) }));
  }

  orders(side: Side): Order[] {
    return this[side].levels.flatMap((level) => level.orders);
  }
}
