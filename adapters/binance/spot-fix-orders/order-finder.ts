/** What became of an order at Binance spot: `order.status` of the WebSocket API, and `myTrades` where it has executed more than we know. */
import { Liquidity } from '../../../protocol/codes/enums.js';
import type { Finder } from '../../fix-orders/fix-venue.js';
import type { Dial, Notice } from '../../kit/feed/outside.js';
import { TokenBucket } from '../../kit/feed/token-bucket.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents, Found, FoundFill, FoundStatus } from '../../kit/orders/order-form.js';
import { unitsOf } from '../../kit/units.js';
import { WsApi } from '../ws-api/ws-api.js';
import { isNoSuchOrder } from './error-codes.js';
import type { SpotOrderOptions } from './options.js';

const STATUS: Readonly<Record<string, FoundStatus>> = {
  NEW: 'open',
  PARTIALLY_FILLED: 'open',
  FILLED: 'filled',
  CANCELED: 'cancelled',
  EXPIRED: 'expired',
  EXPIRED_IN_MATCH: 'expired',
  REJECTED: 'rejected',
};
/** Of `order.status` and `myTrades` together. */
const WEIGHT = 24;
const TRADES_LIMIT = 1_000;

interface TradeRow {
  readonly id: number;
  readonly orderId: number;
  readonly price: string;
  readonly qty: string;
  readonly isMaker: boolean;
}

export class SpotFinder implements Finder {
  private readonly api: WsApi;
  private readonly weight: TokenBucket;
  private readonly byId = new Map<number, VenueInstrument>();

  constructor(
    options: SpotOrderOptions,
    dial: Dial,
    notice: Notice,
    private readonly desk: FormEvents,
  ) {
    // Orders go out without it; what is unknown waits until it is there.
    this.api = new WsApi('binance-spot queries', options, dial, notice, () => {});
    this.weight = new TokenBucket(options.weightPerMinute, 60_000);
    for (const instrument of options.instruments) this.byId.set(instrument.id, instrument);
  }

  tick(nowMs: number): number {
    return this.api.tick(nowMs);
  }

  end(): void {
    this.api.end();
  }

  find(order: ChildOrder, nowMs: number): boolean {
    if (!this.api.isLoggedOn || !this.weight.take(WEIGHT, nowMs)) return false;
    const { symbol, price, qty } = this.byId.get(order.terms.instrument)!;
    const params = { symbol, origClientOrderId: order.clientId, timestamp: nowMs };
    this.api.request('order.status', params, ({ status, code, result }) => {
      if (isNoSuchOrder(code)) return this.desk.notFound(order);
      const found = STATUS[String(result.status)];
      if (status !== 200 || found === undefined) return;
      this.stands(order, nowMs, {
        status: found,
        venueId: String(result.orderId),
        cumLots: unitsOf(String(result.executedQty), qty),
        fills: [],
        priceTicks: unitsOf(String(result.price), price) || order.priceTicks,
        totalLots: unitsOf(String(result.origQty), qty),
      });
    });
    return true;
  }

  private stands(order: ChildOrder, nowMs: number, found: Found): void {
    if (found.cumLots === order.executedLots) return this.desk.stands(order, found);
    const instrument = this.byId.get(order.terms.instrument)!;
    const params = {
      symbol: instrument.symbol,
      orderId: found.venueId,
      limit: TRADES_LIMIT,
      timestamp: nowMs,
    };
    this.api.request('myTrades', params, ({ status, result }) => {
      if (status !== 200) return;
      const fills = fillsOf(result as unknown as readonly TradeRow[], found.venueId, instrument);
      this.desk.stands(order, { ...found, fills });
    });
  }
}

const fillsOf = (rows: readonly TradeRow[], venueId: string, { price, qty }: VenueInstrument): FoundFill[] =>
  rows
    .filter(({ orderId }) => String(orderId) === venueId)
    .sort((a, b) => a.id - b.id)
    .map((row) => ({
      lots: unitsOf(row.qty, qty),
      priceTicks: unitsOf(row.price, price),
      liquidity: row.isMaker ? Liquidity.Maker : Liquidity.Taker,
      executionId: `trade ${row.id}`,
    }));
