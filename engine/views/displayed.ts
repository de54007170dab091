/**
 * What of an open order the public may see, and at which price: the one place that says so. Every table that is shown to
 * somebody (levels, queues) asks here when an order comes to rest or is changed.
 */
import type { OrderTable } from './order-table.js';

/** 0 = nothing. */
export function displayedLots(orders: OrderTable, slot: number): number {
  if ((orders.waits[slot] | orders.hidden[slot]) !== 0) return 0;
  const open = orders.openLots(slot);
  return orders.displayLots[slot] > 0 ? Math.min(orders.shownLots[slot], open) : open;
}

export const displayedTicks = (orders: OrderTable, slot: number): number => orders.priceTicks[slot];
