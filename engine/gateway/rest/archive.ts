/**
 * What this door remembers of its orders: how they ended, because the order table gives their rows to others, and which order
 * came under which of the callers' own keys. Bounded: the oldest are forgotten; the journal and Redis have them all.
 */
import { uint64Text } from '../../../protocol/uint64.js';
import type { OrderView } from '../../views/order-view.js';

export class OrderArchive {
  private readonly byId = new Map<string, OrderView>();
  private readonly byName = new Map<string, string>();

  constructor(private readonly capacity: number) {}

  ended(order: OrderView): void {
    this.put(this.byId, uint64Text(order.slot, order.generation), order);
  }

  find(id: string): OrderView | undefined {
    return this.byId.get(id);
  }

  /** An order of this client order id was accepted. */
  accepted(clientIdLow: number, clientIdHigh: number, slot: number, generation: number): void {
    this.put(this.byName, uint64Text(clientIdLow, clientIdHigh), uint64Text(slot, generation));
  }

  /** Its id. */
  named(clientIdLow: number, clientIdHigh: number): string | undefined {
    return this.byName.get(uint64Text(clientIdLow, clientIdHigh));
  }

  /** What was remembered before the first of this one's. */
  putBefore(older: OrderArchive): void {
    this.addBehind(older.byId, this.byId);
    this.addBehind(older.byName, this.byName);
  }

  /** `newer` = `older`, then `newer`. */
  private addBehind<T>(older: ReadonlyMap<string, T>, newer: Map<string, T>): void {
    const own = [...newer];
    newer.clear();
    for (const [key, value] of [...older, ...own]) this.put(newer, key, value);
  }

  private put<T>(map: Map<string, T>, key: string, value: T): void {
    map.delete(key);
    map.set(key, value);
    if (map.size > this.capacity) map.delete(map.keys().next().value!);
  }
}
