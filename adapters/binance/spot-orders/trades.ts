/** The account's trades of one order at Binance spot, over the WebSocket API. */
import { type AskTrades, TRADES_LIMIT, type TradeRow } from '../ws-api/order-query.js';
import type { WsApi } from '../ws-api/ws-api.js';

export const spotTrades =
  (api: WsApi): AskTrades =>
  (symbol, orderId, timestamp, told) =>
    api.request('myTrades', { symbol, orderId, limit: TRADES_LIMIT, timestamp }, ({ status, result }) => {
      if (status === 200) told(result as unknown as readonly TradeRow[]);
    });

/** Of `order.status` and `myTrades` together. */
export const QUERY_WEIGHT = 24;
