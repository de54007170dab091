/**
 * Requests about orders over the WebSocket API, each with the order's names, and what their answers and queries say to the desk. They are
 * written as text, without an object: nothing in them has to be escaped but the symbol, which is when it is read from the configuration.
 */
import type { VenueInstrument } from '../../kit/instrument.js';
import type { ChildOrder } from '../../kit/orders/child-order.js';
import type { FormEvents } from '../../kit/orders/order-form.js';
import type { Refusal } from '../../kit/orders/refusal.js';
import { unitsText } from '../../kit/units.js';
import { OrderAnswers } from './order-answers.js';
import { type AskTrades, OrderQuery } from './order-query.js';
import { sideOf } from './order-words.js';
import type { WsApi } from './ws-api.js';

export interface OrderRequestOptions {
  readonly instruments: readonly VenueInstrument[];
  readonly recvWindowMs: number;
}

export class OrderRequests {
  /** Of this turn. */
  nowMs = 0;
  private readonly byId = new Map<number, VenueInstrument>();
  /** Fields that every request about the instrument has. */
  private readonly heads = new Map<number, string>();
  private timestamp = '';
  private timestampMs = 0;
  private readonly queries: OrderQuery;
  private readonly answers: OrderAnswers;

  constructor(
    private readonly api: WsApi,
    desk: FormEvents,
    options: OrderRequestOptions,
    refusalOf: (code: number, text: string) => Refusal,
    askTrades: AskTrades,
  ) {
    for (const instrument of options.instruments) {
      this.byId.set(instrument.id, instrument);
      const symbol = JSON.stringify(instrument.symbol);
      this.heads.set(instrument.id, `"symbol":${symbol},"recvWindow":${options.recvWindowMs}`);
    }
    this.queries = new OrderQuery(api, desk, (id) => this.byId.get(id)!, askTrades);
    this.answers = new OrderAnswers(desk, refusalOf, (order) => this.find(order));
  }

  instrumentOf({ terms }: ChildOrder): VenueInstrument {
    return this.byId.get(terms.instrument)!;
  }

  /** @param more what the product adds: type, price, time in force */
  place(order: ChildOrder, more: string): void {
    const { qty } = this.instrumentOf(order);
    const named = `"newClientOrderId":"${order.clientId}",${this.common(order)}`;
    const wanted = `"side":"${sideOf(order)}","quantity":"${unitsText(order.totalLots, qty)}"`;
    this.api.requestText('order.place', `{${named},${wanted},${more}}`, (answer) =>
      this.answers.placed(order, answer),
    );
  }

  cancel(order: ChildOrder): void {
    this.api.requestText('order.cancel', `{${this.named(order)}}`, (answer) =>
      this.answers.cancelled(order, answer),
    );
  }

  /** @param more what the order is to become */
  replace(method: string, order: ChildOrder, more: string): void {
    this.api.requestText(method, `{${this.named(order)},${more}}`, (answer) =>
      this.answers.replaced(order, answer),
    );
  }

  find(order: ChildOrder): void {
    this.queries.find(order, this.nowMs);
  }

  private named(order: ChildOrder): string {
    return `"origClientOrderId":"${order.clientId}",${this.common(order)}`;
  }

  private common({ terms }: ChildOrder): string {
    if (this.timestampMs !== this.nowMs) {
      this.timestampMs = this.nowMs;
      this.timestamp = String(this.nowMs);
    }
    return `${this.heads.get(terms.instrument)},"timestamp":${this.timestamp}`;
  }
}
