/** Orders as the WebSocket API and REST write them. Since the merger of USD-M and COIN-M, answers to orders have no `avgPrice` and `cumQuote`; queries still do. */
import { formatUnits, trimmed } from '../../kit/grid.js';
import type { Order } from '../../market/order.js';
import { statusOf } from '../report.js';
import type { FuturesSymbol } from './symbols.js';

export interface OrderMoment {
  readonly status: string;
  readonly filledLots: number;
}

/** @param moment of an order that is answered before anything else of it is told (ACK) */
export function orderJson(order: Order, symbol: FuturesSymbol, moment?: OrderMoment) {
  const { echo } = order;
  const filled = symbol.qtyText(moment?.filledLots ?? order.filledLots);
  return {
    orderId: order.id,
    symbol: order.symbol,
    status: moment?.status ?? statusOf(order),
    clientOrderId: order.clientId,
    price: symbol.priceText(order.priceTicks),
    origQty: symbol.qtyText(order.qtyLots),
    executedQty: filled,
    cumQty: filled,
    timeInForce: echo.tif,
    type: echo.type,
    reduceOnly: echo.reduceOnly === 'true',
    closePosition: false,
    side: order.side.toUpperCase(),
    positionSide: echo.positionSide,
    stopPrice: symbol.priceText(0),
    workingType: 'CONTRACT_PRICE',
    priceProtect: false,
    origType: echo.type,
    priceMatch: 'NONE',
    selfTradePreventionMode: echo.prevention,
    goodTillDate: Number(echo.goodTillDate),
    updateTime: order.updatedMs,
  };
}

export function queriedJson(order: Order, symbol: FuturesSymbol) {
  return {
    ...orderJson(order, symbol),
    avgPrice: averageText(order, symbol),
    cumQuote: symbol.money.format(order.filledQuote, 5),
    time: order.createdMs,
  };
}

/** Exact to eight places, then cut. */
export function averageText({ filledLots, filledQuote }: Order, symbol: FuturesSymbol): string {
  if (filledLots === 0) return '0.00';
  const units = (filledQuote * symbol.price.units(1) * 10n ** 8n) / BigInt(filledLots);
  return trimmed(formatUnits(units, symbol.price.scale + 8, 8));
}
