import * as idHash from './id-hash.js';
import { powerOfTwoFrom } from './id-hash.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { mixId } = idHash;

/** The orders as far as this table goes. */
export interface IdentifiedOrders {
  readonly capacity: number;
  account(slot: number): number;
  clientIdLow(slot: number): number;
  clientIdHigh(slot: number): number;
  /** The next order of the chain; 0 = it is the last. */
  chained(slot: number): number;
  setChained(slot: number, next: number): void;
}

/** Of the smallest pages there are. */
const enum Page {
  Words = 1_024,
  Shift = 10,
  Mask = 1_023,
}

export class OpenIds {
  /** First order of each chain; 0 = none. */
  private readonly first: Int32Array;
  private readonly mask: number;

  constructor(private readonly orders: IdentifiedOrders) {
    this.first = new Int32Array(powerOfTwoFrom(2 * orders.capacity));
    this.mask = this.first.length - 1;
  }

  /** Has the system find every page of the table now; else orders wait for it, one in sixteen while the table is new. */
  prefault(): void {
    for (let word = 0; word < this.first.length; word += Page.Words) Atomics.or(this.first, word, 0);
  }

  /** Slot of the order, or 0. */
  find(account: number, low: number, high: number): number {
    let slot = this.first[this.chain(account, low, high)];
    while (slot !== 0 && !this.is(slot, account, low, high)) slot = this.orders.chained(slot);
    return slot;
  }

  /** The order carries the id already. */
  add(account: number, low: number, high: number, slot: number): void {
    const chain = this.chain(account, low, high);
    this.orders.setChained(slot, this.first[chain]);
    this.first[chain] = slot;
  }

  /** Takes out an id that is there. */
  remove(account: number, low: number, high: number): void {
    const { orders, first } = this;
    const chain = this.chain(account, low, high);
    let slot = first[chain];
    if (this.is(slot, account, low, high)) {
      first[chain] = orders.chained(slot);
      return;
    }
    let before = slot;
    for (slot = orders.chained(slot); !this.is(slot, account, low, high); slot = orders.chained(slot))
      before = slot;
    orders.setChained(before, orders.chained(slot));
  }

  private is(slot: number, account: number, low: number, high: number): boolean {
    const { orders } = this;
    return (
      orders.clientIdLow(slot) === low &&
      orders.clientIdHigh(slot) === high &&
      orders.account(slot) === account
    );
  }

  private chain(account: number, low: number, high: number): number {
    return (mixId(account, low >> Page.Shift, high) ^ (low & Page.Mask)) & this.mask;
  }
}
