/** Level 1 as people read it. */
import type { BookTopFields } from '../wire/market-data-fields.js';
import type { BookLevel } from './book.js';
import { priceText, quantityText, type Security } from './security.js';

export interface BookTop {
  readonly bid: BookLevel | undefined;
  readonly ask: BookLevel | undefined;
  /** The last trade since the engine started. */
  readonly last: { readonly price: string; readonly quantity: string } | undefined;
}

export const EMPTY_TOP: BookTop = { bid: undefined, ask: undefined, last: undefined };

export function topOf(security: Security, fields: BookTopFields): BookTop {
  const trade = (price: number, quantity: number) =>
    quantity === 0
      ? undefined
      : { price: priceText(security, price), quantity: quantityText(security, quantity) };
  const level = (price: number, quantity: number, orders: number): BookLevel | undefined => {
    const found = trade(price, quantity);
    return found && { ...found, orders };
  };
  return {
    bid: level(fields.bidPrice, fields.bidQuantity, fields.bidOrders),
    ask: level(fields.askPrice, fields.askQuantity, fields.askOrders),
    last: trade(fields.lastPrice, fields.lastQuantity),
  };
}
