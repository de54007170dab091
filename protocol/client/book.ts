/** A book of price levels, kept from a snapshot and its increments. */
import type { BookFields, LevelList } from '../wire/fields.js';
import { priceText, quantityText, type Security } from './security.js';

export interface BookLevel {
  readonly price: string;
  readonly quantity: string;
  readonly orders: number;
}

interface Level {
  price: number;
  quantity: number;
  orders: number;
}

export class BookView {
  private readonly bidLevels: Level[] = [];
  private readonly askLevels: Level[] = [];

  constructor(readonly security: Security) {}

  /** Best first. */
  bids(levels = Number.POSITIVE_INFINITY): BookLevel[] {
    return this.texts(this.bidLevels, levels);
  }

  asks(levels = Number.POSITIVE_INFINITY): BookLevel[] {
    return this.texts(this.askLevels, levels);
  }

  reset({ bids, asks }: BookFields): void {
    fill(this.bidLevels, bids);
    fill(this.askLevels, asks);
  }

  apply({ bids, asks }: BookFields): void {
    for (let i = 0; i < bids.count; i++) change(this.bidLevels, levelOf(bids, i), descending);
    for (let i = 0; i < asks.count; i++) change(this.askLevels, levelOf(asks, i), ascending);
  }

  private texts(from: readonly Level[], levels: number): BookLevel[] {
    return from.slice(0, levels).map(({ price, quantity, orders }) => ({
      price: priceText(this.security, price),
      quantity: quantityText(this.security, quantity),
      orders,
    }));
  }
}

const descending = (level: Level, price: number): boolean => level.price <= price;
const ascending = (level: Level, price: number): boolean => level.price >= price;

function fill(into: Level[], from: LevelList): void {
  into.length = 0;
  for (let i = 0; i < from.count; i++) into.push(levelOf(from, i));
}

/** @param reached true from the level on at which `price` stands or would stand */
function change(levels: Level[], level: Level, reached: (level: Level, price: number) => boolean): void {
  const found = levels.findIndex((other) => reached(other, level.price));
  const index = found < 0 ? levels.length : found;
  const present = levels[index]?.price === level.price ? 1 : 0;
  if (level.quantity === 0) levels.splice(index, present);
  else levels.splice(index, present, level);
}

const levelOf = (list: LevelList, index: number): Level => ({
  price: list.price[index],
  quantity: list.quantity[index],
  orders: list.orders[index],
});
