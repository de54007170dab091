/** Orders as the WebSocket API writes them, in the venue's own spelling (`cummulativeQuoteQty`). */
import { formatUnits } from '../../kit/grid.js';
import type { Order, Trade } from '../../market/order.js';
import { statusOf } from '../report.js';
import { PLACES, type SpotSymbol } from './symbols.js';
import type { SpotVenue } from './venue.js';

export type Detail = 'ACK' | 'RESULT' | 'FULL';

export function placedJson(venue: SpotVenue, order: Order, detail: Detail): object {
  const symbol = venue.symbol(order.symbol);
  const ack = {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientId,
    transactTime: order.createdMs,
  };
  if (detail === 'ACK') return ack;
  const result = { ...ack, ...state(order, symbol), workingTime: order.openedMs || order.createdMs };
  if (detail === 'RESULT') return { ...result, selfTradePreventionMode: order.echo.prevention };
  const fills = order.trades.map((trade) => fillJson(venue, order, trade, symbol));
  return { ...result, fills, selfTradePreventionMode: order.echo.prevention };
}

function fillJson(venue: SpotVenue, order: Order, trade: Trade, symbol: SpotSymbol): object {
  const { units, asset } = venue.balances.commission(order, trade);
  return {
    price: symbol.priceText(trade.priceTicks),
    qty: symbol.qtyText(trade.lots),
    commission: formatUnits(units, PLACES, PLACES),
    commissionAsset: asset,
    tradeId: trade.id,
  };
}

/** `clientOrderId` is the cancel's own, `origClientOrderId` the order's. */
export function cancelledJson(venue: SpotVenue, order: Order): object {
  const symbol = venue.symbol(order.symbol);
  return {
    symbol: order.symbol,
    origClientOrderId: order.clientId,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.echo.cancelId ?? order.clientId,
    transactTime: order.updatedMs,
    ...state(order, symbol),
    selfTradePreventionMode: order.echo.prevention,
  };
}

export function queriedJson(venue: SpotVenue, order: Order): object {
  const symbol = venue.symbol(order.symbol);
  return {
    symbol: order.symbol,
    orderId: order.id,
    orderListId: -1,
    clientOrderId: order.clientId,
    ...state(order, symbol),
    stopPrice: order.trigger ? symbol.priceText(order.trigger.priceTicks) : symbol.priceText(0),
    icebergQty: symbol.qtyText(0),
    time: order.createdMs,
    updateTime: order.updatedMs,
    isWorking: order.trigger === undefined || order.isTriggered,
    workingTime: order.openedMs || order.createdMs,
    origQuoteOrderQty: order.echo.quoteOrderQty ?? '0.00000000',
    selfTradePreventionMode: order.echo.prevention,
  };
}

export function tradeJson(venue: SpotVenue, order: Order, trade: Trade): object {
  const symbol = venue.symbol(order.symbol);
  const { price, qty, commission, commissionAsset } = fillJson(venue, order, trade, symbol) as Record<
    string,
    string
  >;
  return {
    symbol: order.symbol,
    id: trade.id,
    orderId: order.id,
    orderListId: -1,
    price,
    qty,
    quoteQty: symbol.moneyText(BigInt(trade.priceTicks) * BigInt(trade.lots)),
    commission,
    commissionAsset,
    time: trade.timeMs,
    isBuyer: order.side === 'buy',
    isMaker: order === trade.maker,
    isBestMatch: true,
  };
}

function state(order: Order, symbol: SpotSymbol): object {
  return {
    price: symbol.priceText(order.priceTicks),
    origQty: symbol.qtyText(order.qtyLots),
    executedQty: symbol.qtyText(order.filledLots),
    origQuoteOrderQty: order.echo.quoteOrderQty ?? '0.000000',
    cummulativeQuoteQty: symbol.moneyText(order.filledQuote),
    status: statusOf(order),
    timeInForce: order.echo.tif,
    type: order.echo.type,
    side: order.side.toUpperCase(),
  };
}
