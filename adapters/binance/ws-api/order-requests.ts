/** Requests about orders over the WebSocket API, each with the order's names, and what their answers and queries say to the desk. */
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import type { Refusal } from '../../kit/orders/refusal.js';
import { unitsText } from '../../kit/units.js';
import { OrderAnswers } from './order-answers.js';
import { type AskTrades, OrderQuery } from './order-query.js';
import { sideOf } from './order-words.js';
import type { Params } from './signing.js';
import type { WsApi } from './ws-api.js';

export interface OrderRequestOptions {
  readonly instruments: readonly VenueInstrument[];
  readonly recvWindowMs: number;
}

export class OrderRequests {
  /** Of this turn. */
  nowMs = 0;
  private readonly byId = new Map<number, VenueInstrument>();
  private readonly queries: OrderQuery;
  private readonly answers: OrderAnswers;

  constructor(
    private readonly api: WsApi,
    desk: FormEvents,
    private readonly options: OrderRequestOptions,
    refusalOf: (code: number, text: string) => Refusal,
    askTrades: AskTrades,
  ) {
    for (const instrument of options.instruments) this.byId.set(instrument.id, instrument);
    this.queries = new OrderQuery(api, desk, (id) => this.byId.get(id)!, askTrades);
    this.answers = new OrderAnswers(desk, refusalOf, (order) => this.find(order));
  }

  instrumentOf({ terms }: ChildOrder): VenueInstrument {
    return this.byId.get(terms.instrument)!;
  }

  /** @param more what the product adds: type, price, time in force */
  place(order: ChildOrder, more: Params): void {
    const { symbol, qty } = this.instrumentOf(order);
    const params = {
      symbol,
      side: sideOf(order),
      quantity: unitsText(order.totalLots, qty),
      newClientOrderId: order.clientId,
      ...this.window(),
      ...more,
    };
    this.api.request('order.place', params, (answer) => this.answers.placed(order, answer));
  }

  cancel(order: ChildOrder): void {
    this.api.request('order.cancel', this.named(order), (answer) => this.answers.cancelled(order, answer));
  }

  /** @param more what the order is to become */
  replace(method: string, order: ChildOrder, more: Params): void {
    const params = { ...this.named(order), ...more };
    this.api.request(method, params, (answer) => this.answers.replaced(order, answer));
  }

  find(order: ChildOrder): void {
    this.queries.find(order, this.nowMs);
  }

  private named(order: ChildOrder): Params {
    const { symbol } = this.instrumentOf(order);
    return { symbol, origClientOrderId: order.clientId, ...this.window() };
  }

  private window(): Params {
    return { recvWindow: this.options.recvWindowMs, timestamp: this.nowMs };
  }
}
