/**
 * What of an open order the public may see: the one place that says so. Every table that is shown to
 * somebody (levels, queues) asks here when an order comes to rest or is changed.
 */
import { isForAuction, OrdType } from '../../protocol/codes/enums.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import type { OrderTable } from './order-table.js';

/** 0 = nothing. Market orders and orders for a certain auction count in its indicative price and are not displayed. */
export function displayedLots(orders: OrderTable, slot: number): number {
  const head = orders.head[slot];
  const hidden = byteB(head) === OrdType.Market || isForAuction(byteC(head));
  return hidden ? 0 : orders.openLots(slot);
}
