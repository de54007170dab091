/** The orders of an order table as the index of client order ids wants to see them. */
import { accountOf } from '../../protocol/records/layout.js';
import type { IdentifiedOrders } from '../risk/open-ids.js';
import type { OrderTable } from '../views/order-table.js';

export class TableOrders implements IdentifiedOrders {
  readonly capacity: number;
  private readonly chain: Int32Array;

  constructor(private readonly table: OrderTable) {
    this.capacity = table.life.length;
    this.chain = new Int32Array(this.capacity);
  }

  account(slot: number): number {
    return accountOf(this.table.owner(slot));
  }
  clientIdLow(slot: number): number {
    return this.table.clientIdLow(slot);
  }
  clientIdHigh(slot: number): number {
    return this.table.clientIdHigh(slot);
  }
  chained(slot: number): number {
    return this.chain[slot];
  }
  setChained(slot: number, next: number): void {
    this.chain[slot] = next;
  }
}
