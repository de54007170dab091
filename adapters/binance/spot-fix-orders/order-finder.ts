/** What became of an order at Binance spot: FIX has no such request, so the WebSocket API is asked, on a connection of its own. */
import type { Finder } from '../../fix-orders/fix-venue.js';
import type { Dial, Notice } from '../../kit/feed/outside.js';
import { RateBudget } from '../../kit/feed/rate-budget.js';
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import { QUERY_WEIGHT, spotTrades } from '../spot-orders/trades.js';
import { OrderQuery } from '../ws-api/order-query.js';
import { WsApi } from '../ws-api/ws-api.js';
import type { SpotOrderOptions } from './options.js';

export class SpotFinder implements Finder {
  private readonly api: WsApi;
  private readonly queries: OrderQuery;
  private readonly weight: RateBudget;
  private readonly byId = new Map<number, VenueInstrument>();

  constructor(options: SpotOrderOptions, dial: Dial, notice: Notice, desk: FormEvents) {
    // Orders go out without it; what is unknown waits until it is there.
    this.api = new WsApi('binance-spot queries', options, dial, notice, () => {});
    this.queries = new OrderQuery(this.api, desk, (id) => this.byId.get(id)!, spotTrades(this.api));
    this.weight = new RateBudget(options.weightPerMinute, 60_000);
    for (const instrument of options.instruments) this.byId.set(instrument.id, instrument);
  }

  tick(nowMs: number): number {
    return this.api.tick(nowMs);
  }

  end(): void {
    this.api.end();
  }

  find(order: ChildOrder, nowMs: number): boolean {
    if (!this.api.isLoggedOn || !this.weight.take(QUERY_WEIGHT, nowMs)) return false;
    this.queries.find(order, nowMs);
    return true;
  }
}
