/** Questions about what an order would do to a book, without doing it. */
import type { Book } from './book.js';
import { leavesOf, type Order, opposite } from './order.js';

export type Incoming = Pick<Order, 'account' | 'side' | 'kind' | 'priceTicks' | 'prevention'>;

export function crosses({ kind, side, priceTicks }: Incoming, restingTicks: number): boolean {
  if (kind === 'market') return true;
  return side === 'buy' ? restingTicks <= priceTicks : restingTicks >= priceTicks;
}

export function wouldTake(order: Incoming, book: Book): boolean {
  const { best } = book[opposite(order.side)];
  return best !== undefined && crosses(order, best.priceTicks);
}

/** What the order could trade at once, its own account left out when prevention says so. */
export function availableLots(order: Incoming, book: Book): number {
  let lots = 0;
  for (const { priceTicks, orders } of book[opposite(order.side)].levels) {
    if (!crosses(order, priceTicks)) break;
    for (const resting of orders) if (!isSelfTrade(order, resting)) lots += leavesOf(resting);
  }
  return lots;
}

export const isSelfTrade = (order: Incoming, resting: Order): boolean =>
  order.account === resting.account && order.prevention !== 'none';

/** How much of a resting order the incoming one takes: its quantity, or what its money buys. */
export function takes(order: Order, resting: Order): number {
  const there = leavesOf(resting);
  if (order.budget === undefined) return Math.min(leavesOf(order), there);
  const affordable = (order.budget - order.filledQuote) / BigInt(resting.priceTicks);
  return Math.min(Number(affordable), there);
}
