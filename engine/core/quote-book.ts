/**
 * Which orders are sides of quotes. A side is an order like any other, marked `QuoteSide`, with its quote's id where others
 * have their client order id; a quote is there as long as one of its sides is, and needs no memory of its own. Found by owner,
 * id and side: the links stand where an order has those of its client id, which a side has not. Listed by session in the
 * order in which they came: the links stand in its terms, which a side has not either.
 */
import { byteA } from '../../protocol/records/layout.js';
import { Ord, type OrderPool, OrderSize } from '../book/order-pool.js';
import type { OrderTerms } from '../book/order-terms.js';
import { SlotLists } from '../book/slot-lists.js';
import { mixId, powerOfTwoFrom } from '../risk/id-hash.js';

/** Sides that share a chain when every order of the pool is one. */
const CROWD = 4;

export class QuoteBook {
  /** First side of each chain; 0 = none. */
  private readonly chains: Int32Array;
  private readonly mask: number;
  private readonly lists: SlotLists;

  constructor(
    private readonly orders: OrderPool,
    terms: OrderTerms,
    private readonly sessions: number,
  ) {
    this.chains = new Int32Array(powerOfTwoFrom(orders.capacity / CROWD));
    this.mask = this.chains.length - 1;
    this.lists = new SlotLists(terms, sessions);
  }

  /** Slot of this side of the quote, or 0. */
  find(owner: number, low: number, high: number, side: number): number {
    let slot = this.chains[this.chain(owner, low, high)];
    while (slot !== 0 && !this.is(slot, owner, low, high, side)) slot = this.orders.chained(slot);
    return slot;
  }

  /** The side that came first of those that the session has; 0 = it has none. */
  first(session: number): number {
    return this.lists.first(session);
  }

  /** The order carries owner, id and mark already. */
  enter(slot: number): void {
    const { orders, chains } = this;
    const chain = this.chainOf(slot);
    orders.setChained(slot, chains[chain]);
    chains[chain] = slot;
    this.lists.append(orders.session(slot), slot);
  }

  /** Takes out a side that is there. */
  leave(slot: number): void {
    const { orders, chains } = this;
    this.lists.remove(orders.session(slot), slot);
    const chain = this.chainOf(slot);
    let before = chains[chain];
    if (before === slot) {
      chains[chain] = orders.chained(slot);
      return;
    }
    while (orders.chained(before) !== slot) before = orders.chained(before);
    orders.setChained(before, orders.chained(slot));
  }

  /** All of them, session by session: for image and state hash. `enter` in this order restores them. */
  slots(): Int32Array {
    const slots: number[] = [];
    for (let session = 0; session < this.sessions; session++)
      for (let slot = this.lists.first(session); slot !== 0; slot = this.lists.after(slot)) slots.push(slot);
    return Int32Array.from(slots);
  }

  private is(slot: number, owner: number, low: number, high: number, side: number): boolean {
    const { i32 } = this.orders;
    const at = slot << OrderSize.Shift;
    return (
      i32[at | Ord.ClientIdLow] === low &&
      i32[at | Ord.ClientIdHigh] === high &&
      i32[at | Ord.Owner] === owner &&
      byteA(i32[at | Ord.Head]) === side
    );
  }

  private chainOf(slot: number): number {
    const { orders } = this;
    return this.chain(orders.owner(slot), orders.clientIdLow(slot), orders.clientIdHigh(slot));
  }

  private chain(owner: number, low: number, high: number): number {
    return mixId(owner, low, high) & this.mask;
  }
}
