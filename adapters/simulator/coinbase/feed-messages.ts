/** What the feed says of each event of the market: `full` messages, which are numbered, and `l2update`, which is not. */
import type { LevelChange, MarketEvent } from '../market/event.js';
import { leavesOf, type Order, type Trade } from '../market/order.js';
import { uuidOf } from './order-ids.js';
import type { Product } from './products.js';

export interface Draft {
  readonly product: string;
  readonly type: string;
  /** Without type, sequence, product and time. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly time: string;
  readonly isNumbered: boolean;
  /** Whose orders it is about, for the `user` channel. */
  readonly accounts: readonly string[];
}

export interface FeedMessage extends Draft {
  readonly sequence: number;
}

/** ISO with microseconds, as the feed has it. */
export const feedTime = (timeMs: number): string => `${new Date(timeMs).toISOString().slice(0, -1)}000Z`;

/** The message as the `full` channel sends it. */
export const fullMessage = ({ type, product, sequence, time, fields }: FeedMessage): object => ({
  type,
  time,
  product_id: product,
  sequence,
  ...fields,
});

export class FeedWriter {
  /** Orders that a replace has taken off their place, with what stood there: told when they are back. */
  private readonly moving = new Map<number, { readonly lots: number; readonly priceTicks: number }>();

  constructor(private readonly products: ReadonlyMap<string, Product>) {}

  write(event: MarketEvent, nowMs: number): Draft[] {
    const time = feedTime(nowMs);
    switch (event.type) {
      case 'accepted':
        return [this.draft(event.order, 'received', this.received(event.order), time)];
      case 'opened':
        return [this.opened(event.order, time)];
      case 'trade':
        return [this.match(event.trade, time)];
      case 'done':
        return [this.done(event.order, time)];
      case 'replaced':
        return this.replaced(event, time);
      case 'decremented':
        return event.order.state === 'open' ? [this.decremented(event.order, event.lots, time)] : [];
      case 'levels':
        return [this.levels(event.symbol, event.changes, time)];
      default:
        return [];
    }
  }

  private received(order: Order) {
    const product = this.products.get(order.symbol)!;
    const { echo } = order;
    return {
      order_id: uuidOf(order.id),
      ...(echo.funds === undefined ? { size: product.sizeText(order.qtyLots) } : { funds: echo.funds }),
      ...(order.kind === 'limit' ? { price: product.priceText(order.priceTicks) } : {}),
      side: order.side,
      order_type: order.kind,
      client_oid: order.clientId,
    };
  }

  private opened(order: Order, time: string): Draft {
    const moved = this.moving.get(order.id);
    this.moving.delete(order.id);
    if (moved) return this.changed(order, moved.lots, moved.priceTicks, time);
    const product = this.products.get(order.symbol)!;
    const fields = {
      order_id: uuidOf(order.id),
      price: product.priceText(order.priceTicks),
      remaining_size: product.sizeText(leavesOf(order)),
      side: order.side,
    };
    return this.draft(order, 'open', fields, time);
  }

  private match({ id, maker, taker, symbol, lots, priceTicks }: Trade, time: string): Draft {
    const product = this.products.get(symbol)!;
    const fields = {
      trade_id: id,
      maker_order_id: uuidOf(maker.id),
      taker_order_id: uuidOf(taker.id),
      size: product.sizeText(lots),
      price: product.priceText(priceTicks),
      side: maker.side,
    };
    return { ...this.draft(maker, 'match', fields, time), accounts: [maker.account, taker.account] };
  }

  private done(order: Order, time: string): Draft {
    this.moving.delete(order.id);
    const product = this.products.get(order.symbol)!;
    const fields = {
      ...(order.kind === 'limit' ? { price: product.priceText(order.priceTicks) } : {}),
      order_id: uuidOf(order.id),
      reason: order.why === 'filled' ? 'filled' : 'canceled',
      side: order.side,
      ...(order.kind === 'limit'
        ? { remaining_size: product.sizeText(order.qtyLots - order.filledLots) }
        : {}),
    };
    return this.draft(order, 'done', fields, time);
  }

  private replaced(event: Extract<MarketEvent, { type: 'replaced' }>, time: string): Draft[] {
    const { order, oldLeavesLots, oldPriceTicks, hasKeptPriority } = event;
    if (hasKeptPriority && order.state === 'open')
      return [this.changed(order, oldLeavesLots, oldPriceTicks, time)];
    if (order.state !== 'held') this.moving.set(order.id, { lots: oldLeavesLots, priceTicks: oldPriceTicks });
    return [];
  }

  private changed(order: Order, oldLots: number, oldTicks: number, time: string): Draft {
    const product = this.products.get(order.symbol)!;
    const fields = {
      reason: 'modify_order',
      order_id: uuidOf(order.id),
      side: order.side,
      old_size: product.sizeText(oldLots),
      new_size: product.sizeText(leavesOf(order)),
      old_price: product.priceText(oldTicks),
      new_price: product.priceText(order.priceTicks),
    };
    return this.draft(order, 'change', fields, time);
  }

  private decremented(order: Order, lots: number, time: string): Draft {
    const product = this.products.get(order.symbol)!;
    const fields = {
      reason: 'STP',
      order_id: uuidOf(order.id),
      side: order.side,
      old_size: product.sizeText(leavesOf(order) + lots),
      new_size: product.sizeText(leavesOf(order)),
      price: product.priceText(order.priceTicks),
    };
    return this.draft(order, 'change', fields, time);
  }

  private levels(symbol: string, changes: readonly LevelChange[], time: string): Draft {
    const product = this.products.get(symbol)!;
    const rows = changes.map(({ side, priceTicks, lots }) => [
      side,
      product.priceText(priceTicks),
      product.sizeText(lots),
    ]);
    return {
      product: symbol,
      type: 'l2update',
      fields: { changes: rows },
      time,
      isNumbered: false,
      accounts: [],
    };
  }

  private draft({ symbol, account }: Order, type: string, fields: Draft['fields'], time: string): Draft {
    return { product: symbol, type, fields, time, isNumbered: true, accounts: [account] };
  }
}
