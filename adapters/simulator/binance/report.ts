/** What is told of an order at one moment, by FIX as ExecutionReport and by the user data stream as executionReport. */
import type { Order, Why } from '../market/order.js';

export type Exec = 'NEW' | 'CANCELED' | 'REPLACED' | 'TRADE' | 'EXPIRED' | 'TRADE_PREVENTION';
export type Status = 'NEW' | 'PARTIALLY_FILLED' | 'FILLED' | 'CANCELED' | 'EXPIRED' | 'EXPIRED_IN_MATCH';

export interface Fill {
  readonly tradeId: number;
  readonly priceTicks: number;
  readonly lots: number;
  readonly isMaker: boolean;
  readonly commission: string;
  readonly asset: string;
  /** Realized, where positions are kept. */
  readonly profit?: string;
}

export interface Report {
  readonly exec: Exec;
  readonly status: Status;
  readonly order: Order;
  readonly execId: number;
  readonly timeMs: number;
  /** Of the request: for a cancel the cancel's own, not the order's. */
  readonly clientId: string;
  readonly origClientId: string;
  readonly priceTicks: number;
  readonly qtyLots: number;
  readonly leavesLots: number;
  readonly filledLots: number;
  readonly filledQuote: bigint;
  readonly fill?: Fill;
  readonly isWorking: boolean;
}

const STATUS_OF_END: Partial<Record<Why, Status>> = {
  filled: 'FILLED',
  ioc: 'EXPIRED',
  fok: 'EXPIRED',
  noLiquidity: 'EXPIRED',
  expired: 'EXPIRED',
  dayEnd: 'EXPIRED',
  selfTrade: 'EXPIRED_IN_MATCH',
};

export function statusOf(order: Order): Status {
  if (order.state === 'done') return STATUS_OF_END[order.why!] ?? 'CANCELED';
  if (order.filledLots === 0) return 'NEW';
  return order.filledLots >= order.qtyLots ? 'FILLED' : 'PARTIALLY_FILLED';
}

export function execOfEnd(why: Why): Exec {
  if (why === 'selfTrade') return 'TRADE_PREVENTION';
  return STATUS_OF_END[why] === 'EXPIRED' ? 'EXPIRED' : 'CANCELED';
}

/** For faults that name one. */
export const KIND_OF_EXEC: Readonly<Record<Exec, string>> = {
  NEW: 'ack',
  TRADE: 'fill',
  CANCELED: 'cancelled',
  REPLACED: 'replaced',
  EXPIRED: 'expired',
  TRADE_PREVENTION: 'expired',
};
