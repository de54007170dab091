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

export interface Bought {
  readonly lots: number;
  /** Of the money, in ticks × lots. */
  readonly left: bigint;
}

/** What this much money, in ticks × lots, buys or must be sold for, at what stands there now. */
export function lotsFor(order: Incoming, book: Book, money: bigint): Bought {
  let left = money;
  let lots = 0;
  for (const { priceTicks, orders } of book[opposite(order.side)].levels) {
    if (!crosses(order, priceTicks)) break;
    const there = orders.reduce((sum, resting) => sum + leavesOf(resting), 0);
    const taken = Math.min(there, Number(left / BigInt(priceTicks)));
    lots += taken;
    left -= BigInt(taken) * BigInt(priceTicks);
    if (taken < there) break;
  }
  return { lots, left };
}
