/**
 * What of an open order the public may see, and at which price: the one place that says so. Every table that is shown to
 * somebody (levels, queues) asks here when an order comes to rest or is changed.
 */
import { isForAuction, OrdType } from '../../protocol/codes/enums.js';
import { byteB, byteC } from '../../protocol/records/layout.js';
import type { OrderTable } from './order-table.js';

/** 0 = nothing. Market orders and orders for a certain auction count in its indicative price and are not displayed. */
export function displayedLots(orders: OrderTable, slot: number): number {
  const head = orders.head(slot);
  if (byteB(head) === OrdType.Market || isForAuction(byteC(head))) return 0;
  if (orders.isAside(slot)) return 0;
  const open = orders.openLots(slot);
  return orders.displayLots(slot) > 0 ? Math.min(orders.shownLots(slot), open) : open;
}

export const displayedTicks = (orders: OrderTable, slot: number): number => orders.priceTicks(slot);
