/** A futures order's parameters, checked in Binance's words: what belongs to its type, ticks and steps, bands, notional, modes. */
import type { Market } from '../../market/market.js';
import type { OrderRequest, Side } from '../../market/order.js';
import { ApiError, mandatory, notRequired, tooPrecise } from '../api-error.js';
import type { Request } from '../request.js';
import {
  BAD_CLIENT_ID,
  BAD_GOOD_TILL_DATE,
  DUPLICATE_CLIENT_ID,
  FOK_REJECTED,
  GTX_REJECTED,
  MARGIN_INSUFFICIENT,
  MARKET_AGAINST_PERCENT_PRICE,
  NOT_FOR_THIS_ENDPOINT,
  notionalTooSmall,
  PRICE_NOT_ON_TICK,
  priceTooHigh,
  priceTooLow,
  QTY_LESS_THAN_ZERO,
  QTY_NOT_ON_STEP,
  QTY_TOO_GREAT,
  REDUCE_ONLY_REJECTED,
  TOO_MANY_OPEN,
  WRONG_POSITION_SIDE,
} from './errors.js';
import type { PositionSide, Positions } from './positions.js';
import { type FuturesSymbol, MAX_NUM_ORDERS, PERCENT_DOWN, PERCENT_UP } from './symbols.js';

const CLIENT_ID = /^[.A-Z:/a-z0-9_-]{1,36}$/;
const TIFS = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok', GTX: 'gtc', GTD: 'gtd' } as const;
const PREVENTIONS = {
  NONE: 'none',
  EXPIRE_TAKER: 'taker',
  EXPIRE_MAKER: 'maker',
  EXPIRE_BOTH: 'both',
} as const;
const ALGO_TYPES = ['STOP', 'STOP_MARKET', 'TAKE_PROFIT', 'TAKE_PROFIT_MARKET', 'TRAILING_STOP_MARKET'];
const MIN_LIFE_MS = 600_000;

export interface Context {
  readonly account: string;
  readonly session: string;
  readonly newId: () => string;
  readonly market: Market;
  readonly positions: Positions;
  readonly isHedged: boolean;
  readonly nowMs: number;
  readonly markTicks: number;
}

/** @throws ApiError with what is wrong */
export function futuresOrder(request: Request, symbol: FuturesSymbol, context: Context): OrderRequest {
  const type = request.required('type');
  if (ALGO_TYPES.includes(type)) throw NOT_FOR_THIS_ENDPOINT;
  if (type !== 'LIMIT' && type !== 'MARKET') throw new ApiError(-1116, 'Invalid orderType.');
  const side = sideOf(request);
  const isLimit = type === 'LIMIT';
  const tif = isLimit ? tifOf(request) : 'GTC';
  if (!isLimit && request.has('price')) throw notRequired('price');
  const qtyLots = lotsOf(request, symbol, isLimit);
  const isReduceOnly = request.text('reduceOnly') === 'true';
  const positionSide = positionSideOf(request, context.isHedged, isReduceOnly);
  const order: OrderRequest = {
    account: context.account,
    session: context.session,
    clientId: clientIdOf(request) ?? context.newId(),
    symbol: symbol.name,
    side,
    kind: isLimit ? 'limit' : 'market',
    tif: isLimit ? TIFS[tif] : 'ioc',
    priceTicks: isLimit ? priceOf(request, symbol) : 0,
    qtyLots: isReduceOnly ? reduced(side, qtyLots, symbol, context) : qtyLots,
    postOnly: tif === 'GTX',
    prevention: tif === 'FOK' || tif === 'GTX' ? 'none' : PREVENTIONS[preventionOf(request)],
    expireMs: tif === 'GTD' ? goodTill(request, context.nowMs) : undefined,
    echo: {
      type,
      tif,
      positionSide,
      reduceOnly: String(isReduceOnly),
      prevention: preventionOf(request),
      goodTillDate: request.text('goodTillDate') ?? '0',
    },
  };
  check(order, symbol, context, isReduceOnly);
  return order;
}

/** @throws ApiError when it is missing, too precise, off the tick or out of the band around the mark price */
export function limitPrice(request: Request, symbol: FuturesSymbol, side: Side, markTicks: number): number {
  const ticks = priceOf(request, symbol);
  checkBand(symbol, side, ticks, markTicks);
  return ticks;
}

export function lotsOf(request: Request, symbol: FuturesSymbol, isLimit: boolean): number {
  const text = request.decimal('quantity') ?? missing('quantity');
  const [, fraction = ''] = text.split('.');
  if (fraction.replace(/0+$/, '').length > symbol.options.quantityPrecision) throw tooPrecise('quantity');
  const lots = symbol.qty.parse(text);
  if (Number.isNaN(lots)) throw QTY_NOT_ON_STEP;
  if (lots <= 0) throw QTY_LESS_THAN_ZERO;
  if (lots > (isLimit ? symbol.maxLots : symbol.marketMaxLots)) throw QTY_TOO_GREAT;
  return lots;
}

export function sideOf(request: Request): Side {
  const side = request.required('side');
  if (side !== 'BUY' && side !== 'SELL') throw new ApiError(-1117, 'Invalid side.');
  return side === 'BUY' ? 'buy' : 'sell';
}

function priceOf(request: Request, symbol: FuturesSymbol): number {
  const text = request.decimal('price') ?? missing('price');
  const [, fraction = ''] = text.split('.');
  if (fraction.replace(/0+$/, '').length > symbol.options.pricePrecision) throw tooPrecise('price');
  const ticks = symbol.price.parse(text);
  if (!(ticks > 0)) throw PRICE_NOT_ON_TICK;
  return ticks;
}

function tifOf(request: Request): keyof typeof TIFS {
  const tif = request.required('timeInForce');
  if (!Object.hasOwn(TIFS, tif)) throw new ApiError(-1115, 'Invalid timeInForce.');
  return tif as keyof typeof TIFS;
}

function clientIdOf(request: Request): string | undefined {
  const id = request.text('newClientOrderId');
  if (id !== undefined && !CLIENT_ID.test(id)) throw BAD_CLIENT_ID;
  return id;
}

function preventionOf(request: Request): keyof typeof PREVENTIONS {
  return (
    request.oneOf('selfTradePreventionMode', ['NONE', 'EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH']) ??
    'NONE'
  );
}

function positionSideOf(request: Request, isHedged: boolean, isReduceOnly: boolean): PositionSide {
  const side = request.oneOf('positionSide', ['BOTH', 'LONG', 'SHORT']) ?? 'BOTH';
  if ((side === 'BOTH') === isHedged) throw WRONG_POSITION_SIDE;
  if (isHedged && isReduceOnly) throw notRequired('reduceonly');
  return side;
}

function goodTill(request: Request, nowMs: number): number {
  const untilMs = Math.floor((request.int('goodTillDate') ?? 0) / 1_000) * 1_000;
  if (untilMs <= nowMs + MIN_LIFE_MS) throw BAD_GOOD_TILL_DATE;
  return untilMs;
}

/** A reduce-only order is cut to what there is to reduce. */
function reduced(
  side: Side,
  qtyLots: number,
  symbol: FuturesSymbol,
  { account, positions }: Context,
): number {
  const { lots } = positions.of(account, symbol.name, 'BOTH');
  const reducible = side === 'buy' ? -lots : lots;
  if (reducible <= 0) throw REDUCE_ONLY_REJECTED;
  return Math.min(qtyLots, reducible);
}

function check(order: OrderRequest, symbol: FuturesSymbol, context: Context, isReduceOnly: boolean): void {
  const { market, markTicks, positions, account } = context;
  if (market.phase(symbol.name) !== 'open')
    throw new ApiError(-4108, 'Symbol is on delivering or delivered or settling or closed or pre-trading.');
  if (order.kind === 'limit') checkBand(symbol, order.side, order.priceTicks, markTicks);
  else checkCounterparty(order, market, markTicks);
  const notional = BigInt(order.priceTicks || markTicks) * BigInt(order.qtyLots);
  if (!isReduceOnly && notional < symbol.minNotional) throw notionalTooSmall(symbol.options.minNotional);
  if (!isReduceOnly && !positions.covers(account, symbol, order.priceTicks || markTicks, order.qtyLots))
    throw MARGIN_INSUFFICIENT;
  if (market.open(account, symbol.name).length >= MAX_NUM_ORDERS) throw TOO_MANY_OPEN;
  const taken = market.find(account, order.clientId);
  if (taken !== undefined && taken.state !== 'done') throw DUPLICATE_CLIENT_ID;
  if (order.postOnly && market.wouldTake(order)) throw GTX_REJECTED;
  if (order.tif === 'fok' && market.availableLots(order) < order.qtyLots) throw FOK_REJECTED;
}

function checkBand(symbol: FuturesSymbol, side: Side, priceTicks: number, markTicks: number): void {
  const high = Math.floor(markTicks * PERCENT_UP);
  const low = Math.ceil(markTicks * PERCENT_DOWN);
  if (side === 'buy' && priceTicks > high) throw priceTooHigh(symbol.priceText(high));
  if (side === 'sell' && priceTicks < low) throw priceTooLow(symbol.priceText(low));
}

function checkCounterparty(order: OrderRequest, market: Market, markTicks: number): void {
  const best = market.book(order.symbol)[order.side === 'buy' ? 'sell' : 'buy'].best?.priceTicks;
  if (best === undefined) return;
  if (order.side === 'buy' ? best > markTicks * PERCENT_UP : best < markTicks * PERCENT_DOWN)
    throw MARKET_AGAINST_PERCENT_PRICE;
}

function missing(name: string): never {
  throw mandatory(name);
}
