/** Words of Binance's JSON for orders. */
import { Side, TimeInForce } from '../../../protocol/codes/enums.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FoundStatus } from '../../kit/orders/order-form.js';

/** Binance knows no DAY: the engine ends it. */
export const TIME_IN_FORCE: Readonly<Record<number, string>> = {
  [TimeInForce.Day]: 'GTC',
  [TimeInForce.GoodTillCancel]: 'GTC',
  [TimeInForce.ImmediateOrCancel]: 'IOC',
  [TimeInForce.FillOrKill]: 'FOK',
};

export const FOUND_STATUS: Readonly<Record<string, FoundStatus>> = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
  REJECTED: 'rejected',
};

export const sideOf = ({ terms }: ChildOrder): string => (terms.side === Side.Buy ? 'BUY' : 'SELL');
