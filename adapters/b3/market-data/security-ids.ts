/** Which instrument a SecurityID of 64 bits is, found by its halves. */
import type { BlockView } from '../../../protocol/views/block-view.js';
import { NO_SLOT, OrderStore } from '../../kit/level3/order-store.js';
import type { B3Contract } from '../contract.js';
import { SECURITY_ID_AT } from './templates.js';

const HIGH = 2 ** 32;

export class SecurityIds {
  /** Slots are given in their order, the first one is 1. */
  private readonly slots: OrderStore;

  constructor(contracts: readonly B3Contract[]) {
    this.slots = new OrderStore(contracts.length);
    for (const { securityId } of contracts) this.slots.add(securityId | 0, Math.floor(securityId / HIGH) | 0);
  }

  /** @returns its place in the list; -1: none of ours */
  placeOf(low: number, high: number): number {
    const slot = this.slots.find(low, high);
    return slot === NO_SLOT ? -1 : slot - 1;
  }

  /** Of a message about one instrument. */
  placeIn(message: BlockView): number {
    return this.placeOf(message.lowOf(SECURITY_ID_AT, true), message.highOf(SECURITY_ID_AT, true));
  }
}
