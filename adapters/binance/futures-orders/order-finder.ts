/** What became of an order: `order.status`, and where it has executed more than we know, the account's trades of that order. */
import { Liquidity } from '../../../protocol/codes/enums.js';
import type { Call } from '../../kit/feed/outside.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents, Found, FoundFill, FoundStatus } from '../../kit/orders/order-form.js';
import { unitsOf } from '../../kit/units.js';
import { signedQuery } from '../ws-api/signing.js';
import type { WsApi } from '../ws-api/ws-api.js';
import { isNoSuchOrder } from './error-codes.js';
import type { FuturesOrderOptions } from './options.js';

const STATUS: Readonly<Record<string, FoundStatus>> = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
  REJECTED: 'rejected',
};
/** The venue gives so many trades at a time at most. */
const TRADES_LIMIT = 1_000;

interface TradeRow {
  readonly id: number;
  readonly orderId: number;
  readonly price: string;
  readonly qty: string;
  readonly maker: boolean;
}

export class OrderFinder {
  constructor(
    private readonly options: FuturesOrderOptions,
    private readonly api: WsApi,
    private readonly call: Call,
    private readonly desk: FormEvents,
    private readonly instrumentOf: (id: number) => VenueInstrument,
  ) {}

  /** Tells the desk; when there is no answer, nothing. */
  find(order: ChildOrder, nowMs: number): void {
    const { symbol, price, qty } = this.instrumentOf(order.terms.instrument);
    const params = { symbol, origClientOrderId: order.clientId, timestamp: nowMs };
    this.api.request('order.status', params, ({ status, code, result }) => {
      if (isNoSuchOrder(code)) return this.desk.notFound(order);
      const found = STATUS[String(result.status)];
      if (status !== 200 || found === undefined) return;
      const all: Found = {
        status: found,
        venueId: String(result.orderId),
        cumLots: unitsOf(String(result.executedQty), qty),
        fills: [],
        priceTicks: unitsOf(String(result.price), price),
        totalLots: unitsOf(String(result.origQty), qty),
      };
      if (all.cumLots === order.executedLots) this.desk.stands(order, all);
      else this.trades(order, all, nowMs);
    });
  }

  private trades(order: ChildOrder, found: Found, nowMs: number): void {
    const { venueId } = found;
    const instrument = this.instrumentOf(order.terms.instrument);
    const { restUrl, apiKey, privateKey } = this.options;
    const params = { symbol: instrument.symbol, orderId: venueId, limit: TRADES_LIMIT, timestamp: nowMs };
    const url = `${restUrl}/fapi/v1/userTrades?${signedQuery(params, privateKey)}`;
    this.call({ method: 'GET', url, headers: { 'X-MBX-APIKEY': apiKey } }, (answered, body) => {
      const fills = answered === 200 ? fillsOf(body, venueId, instrument) : undefined;
      if (fills !== undefined) this.desk.stands(order, { ...found, fills });
    });
  }
}

function fillsOf(
  body: Uint8Array | undefined,
  venueId: string,
  { price, qty }: VenueInstrument,
): FoundFill[] | undefined {
  try {
    const rows = JSON.parse(Buffer.from(body ?? []).toString()) as readonly TradeRow[];
    return rows
      .filter(({ orderId }) => String(orderId) === venueId)
      .map((row) => ({
        lots: unitsOf(row.qty, qty),
        priceTicks: unitsOf(row.price, price),
        liquidity: row.maker ? Liquidity.Maker : Liquidity.Taker,
        executionId: String(row.id),
      }));
  } catch {
    return undefined;
  }
}
