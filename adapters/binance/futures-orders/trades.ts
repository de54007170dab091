/** The account's trades of one order at Binance USD-M futures: REST has them, the WebSocket API has not. */
import type { Call } from '../../kit/feed/outside.js';
import { type AskTrades, TRADES_LIMIT, type TradeRow } from '../ws-api/order-query.js';
import { signedQuery } from '../ws-api/signing.js';
import type { FuturesOrderOptions } from './options.js';

export const futuresTrades =
  ({ restUrl, apiKey, privateKey }: FuturesOrderOptions, call: Call): AskTrades =>
  (symbol, orderId, timestamp, told) => {
    const query = signedQuery({ symbol, orderId, limit: TRADES_LIMIT, timestamp }, privateKey);
    const url = `${restUrl}/fapi/v1/userTrades?${query}`;
    call({ method: 'GET', url, headers: { 'X-MBX-APIKEY': apiKey } }, (status, body) => {
      const rows = status === 200 ? rowsIn(body) : undefined;
      if (rows !== undefined) told(rows);
    });
  };

function rowsIn(body: Uint8Array | undefined): readonly TradeRow[] | undefined {
  try {
    return JSON.parse(Buffer.from(body ?? []).toString()) as readonly TradeRow[];
  } catch {
    return undefined;
  }
}
