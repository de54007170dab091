/** The engine's own book, straight out of the core, and what a client has made of market data, both as text. */

import { sideIndex } from '../../engine/book/rank.js';
import type { Core } from '../../engine/core/core.js';
import { displayedLots } from '../../engine/core/test-displayed.js';
import type { BookLevel } from '../../protocol/client/book.js';
import type { Subscription } from '../../protocol/client/index.js';
import type { BookOrder } from '../../protocol/client/order-book.js';
import { priceText, quantityText, type Security } from '../../protocol/client/security.js';
import { Side } from '../../protocol/codes/enums.js';
import { formatFixed, parseFixed } from '../../protocol/fixed.js';
import type { Instrument } from '../../protocol/instrument.js';

/** As the engine announces it. */
export function securityOf(instrument: Instrument): Security {
  const { id, symbol, priceScale, quantityScale, tick, lot } = instrument;
  const price = (ticks: number) => formatFixed(ticks * tick, priceScale);
  return {
    ...{ instrument: id, symbol, priceScale, quantityScale },
    ...{
      tick: price(1),
      minPrice: price(instrument.minPriceTicks),
      maxPrice: price(instrument.maxPriceTicks),
    },
    lot: formatFixed(lot, quantityScale),
    maxQuantity: formatFixed(lot * instrument.maxQtyLots, quantityScale),
  };
}

export interface Books {
  readonly bids: readonly string[];
  readonly asks: readonly string[];
}

const orderLine = ({ orderId, price, quantity }: BookOrder): string => `${orderId}: ${quantity} @ ${price}`;
const levelLine = ({ price, quantity, orders }: BookLevel): string => `${quantity} in ${orders} @ ${price}`;

/** Every displayed order in priority order, and of each what is displayed. */
export const engineOrders = (core: Core, instrument: Instrument): Books => ({
  bids: ordersOf(core, instrument, Side.Buy).map(orderLine),
  asks: ordersOf(core, instrument, Side.Sell).map(orderLine),
});

export const engineLevels = (core: Core, instrument: Instrument, levels: number): Books => ({
  bids: levelsOf(core, instrument, Side.Buy).slice(0, levels).map(levelLine),
  asks: levelsOf(core, instrument, Side.Sell).slice(0, levels).map(levelLine),
});

/** Best bid and offer, and the price of the last trade. */
export function engineTop(core: Core, instrument: Instrument): readonly (string | undefined)[] {
  const [bid] = engineLevels(core, instrument, 1).bids;
  const [ask] = engineLevels(core, instrument, 1).asks;
  const { instruments } = core.state;
  const traded = instruments.hasTraded(instrument.id);
  const last = traded ? instruments.lastTicks(instrument.id) * instrument.tick : undefined;
  return [bid, ask, last === undefined ? undefined : formatFixed(last, instrument.priceScale)];
}

export const clientOrders = ({ orderBook }: Subscription): Books => ({
  bids: orderBook.bids().map(orderLine),
  asks: orderBook.asks().map(orderLine),
});

export const clientLevels = ({ book }: Subscription): Books => ({
  bids: book.bids().map(levelLine),
  asks: book.asks().map(levelLine),
});

export function clientTop({ top }: Subscription): readonly (string | undefined)[] {
  return [top.bid && levelLine(top.bid), top.ask && levelLine(top.ask), top.last?.price];
}

function ordersOf(core: Core, instrument: Instrument, side: Side): BookOrder[] {
  const { state } = core;
  const security = securityOf(instrument);
  const found: BookOrder[] = [];
  state.book.walk(sideIndex(instrument.id, side), (slot) => {
    const lots = displayedLots(core, slot);
    if (lots === 0) return;
    found.push({
      orderId: (BigInt(state.orders.generation(slot)) << 32n) | BigInt(slot),
      price: priceText(security, state.orders.priceTicks(slot) * instrument.tick),
      quantity: quantityText(security, lots * instrument.lot),
    });
  });
  return found;
}

function levelsOf(core: Core, instrument: Instrument, side: Side): BookLevel[] {
  const { quantityScale } = instrument;
  const levels = new Map<string, { sum: number; orders: number }>();
  for (const { price, quantity } of ordersOf(core, instrument, side)) {
    const { sum, orders } = levels.get(price) ?? { sum: 0, orders: 0 };
    levels.set(price, { sum: sum + parseFixed(quantity, quantityScale), orders: orders + 1 });
  }
  return [...levels].map(([price, { sum, orders }]) => ({
    price,
    quantity: formatFixed(sum, quantityScale),
    orders,
  }));
}
