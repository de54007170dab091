/** The orders of one venue by all their names: slot in the core, client order id, the venue's own id. Those that are over are kept a while. */
import { BySlot } from './by-slot.js';
import type { ChildOrder } from './child-order.js';
import { Recent } from './recent.js';

/** Whose late executions still find their account. */
const MOST_ENDED = 1 << 12;

export class ChildOrders {
  private readonly bySlot = new BySlot<ChildOrder>();
  private readonly byClientId = new Map<string, ChildOrder>();
  private readonly byVenueId = new Map<string, ChildOrder>();
  private readonly ended = new Recent<string, ChildOrder>(MOST_ENDED);

  add(order: ChildOrder): void {
    this.bySlot.set(order.terms.slot, order);
    this.byClientId.set(order.clientId, order);
  }

  /** What the venue calls it. */
  name(order: ChildOrder, venueId: string): void {
    order.venueId = venueId;
    this.byVenueId.set(venueId, order);
  }

  /** @returns the order that is over now */
  end(slot: number): ChildOrder | undefined {
    const order = this.bySlot.get(slot);
    if (order === undefined) return undefined;
    this.bySlot.delete(slot);
    this.byClientId.delete(order.clientId);
    this.byVenueId.delete(order.venueId);
    this.ended.set(order.clientId, order);
    return order;
  }

  at(slot: number): ChildOrder | undefined {
    return this.bySlot.get(slot);
  }

  find(clientId: string): ChildOrder | undefined {
    return this.byClientId.get(clientId);
  }

  findByVenueId(venueId: string): ChildOrder | undefined {
    return this.byVenueId.get(venueId);
  }

  findEnded(clientId: string): ChildOrder | undefined {
    return this.ended.get(clientId);
  }

  isOpen(order: ChildOrder): boolean {
    return this.bySlot.get(order.terms.slot) === order;
  }

  [Symbol.iterator](): IterableIterator<ChildOrder> {
    return this.byClientId.values();
  }
}
