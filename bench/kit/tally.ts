/** What matching a flow has come to so far: trades, their quantity, a hash over every fill in order, refused cancels. */
import type { FlowResult } from './flow.js';

/** The book that is left at the end. Best prices of symbol 0. */
export type BookLeft = Pick<FlowResult, 'best_bid' | 'best_ask' | 'open' | 'open_qty'>;

const OFFSET = 2166136261 | 0;
const PRIME = 16777619;

export class FlowTally {
  trades = 0;
  qty = 0;
  hash = OFFSET;
  rejects = 0;

  fill(takerId: number, makerId: number, lots: number, priceTicks: number): void {
    this.trades++;
    this.qty += lots;
    const orders = Math.imul(Math.imul(this.hash ^ takerId, PRIME) ^ makerId, PRIME);
    this.hash = Math.imul(Math.imul(orders ^ lots, PRIME) ^ priceTicks, PRIME);
  }

  result(left: BookLeft): FlowResult {
    const { trades, qty, hash, rejects } = this;
    return { trades, qty, hash: hash >>> 0, ...left, rejects };
  }

  clear(): void {
    this.trades = 0;
    this.qty = 0;
    this.hash = OFFSET;
    this.rejects = 0;
  }
}
