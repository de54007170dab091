/**
 * Which client order ids an account has used: those of its open orders, which also finds the order by its client id,
 * and the last N ended ones. Client order id 0 means that the client gave none; it is never entered.
 */
import { EndedIds } from './ended-ids.js';
import { type IdentifiedOrders, OpenIds } from './open-ids.js';

export const ENDED = -1;

export class ClientIds {
  private readonly open: OpenIds;
  private readonly ended: EndedIds;

  /** @param remembered ended ids that each account remembers */
  constructor(orders: IdentifiedOrders, accounts: number, remembered: number) {
    this.open = new OpenIds(orders);
    this.ended = new EndedIds(accounts, remembered);
  }

  /** See `OpenIds.prefault`. */
  prefault(): void {
    this.open.prefault();
  }

  /** Slot of the open order, or 0. */
  findOpen(account: number, low: number, high: number): number {
    return this.open.find(account, low, high);
  }

  /** Slot of the open order, ENDED, or 0 when the id was not used. */
  find(account: number, low: number, high: number): number {
    const slot = this.open.find(account, low, high);
    if (slot !== 0) return slot;
    return this.ended.has(account, low, high) ? ENDED : 0;
  }

  /** The order carries the id already. */
  add(account: number, low: number, high: number, slot: number): void {
    if ((low | high) !== 0) this.open.add(account, low, high, slot);
  }

  /** The order with this id ended: the id is remembered, and the account's oldest forgotten. */
  end(account: number, low: number, high: number): void {
    if ((low | high) === 0) return;
    this.open.remove(account, low, high);
    this.ended.add(account, low, high);
  }

  /** The account's ended ids, oldest first, as (low, high) pairs. */
  endedIds(account: number): Int32Array {
    return this.ended.list(account);
  }

  /** Image: what `endedIds` gave. */
  restoreEnded(account: number, ids: Int32Array): void {
    for (let i = 0; i < ids.length; i += 2) this.ended.add(account, ids[i], ids[i + 1]);
  }
}
