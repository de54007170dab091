/** A new order's parameters, checked as Binance checks them: what belongs to its type, precision, filters. */
import type { Market } from '../../market/market.js';
import type { OrderRequest, Prevention, Side, Tif } from '../../market/order.js';
import { ApiError, filterFailure, mandatory, notRequired, rejected, tooPrecise } from '../api-error.js';
import type { Request } from '../request.js';
import { MAX_NUM_ORDERS, PERCENT_DOWN, PERCENT_UP, PLACES, type SpotSymbol } from './symbols.js';

export const ORDER_TYPES = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const PREVENTIONS = {
  NONE: 'none',
  EXPIRE_TAKER: 'taker',
  EXPIRE_MAKER: 'maker',
  EXPIRE_BOTH: 'both',
  DECREMENT: 'decrement',
} as const satisfies Record<string, Prevention>;

const CLIENT_ID = /^[a-zA-Z0-9-_]{1,36}$/;
const TIFS = { GTC: 'gtc', IOC: 'ioc', FOK: 'fok' } as const;
const MIN_STRATEGY_TYPE = 1_000_000;

export interface Placing {
  readonly account: string;
  readonly session: string;
  /** When the client gave none. */
  readonly newId: () => string;
}

/** @throws ApiError with what is wrong */
export function spotOrder(
  request: Request,
  symbol: SpotSymbol,
  market: Market,
  placing: Placing,
): OrderRequest {
  const type = request.oneOf('type', ORDER_TYPES) ?? missing('type');
  const side = (request.oneOf('side', ['BUY', 'SELL']) ?? missing('side')).toLowerCase() as Side;
  const isLimit = type.includes('LIMIT');
  const needsTif = isLimit && type !== 'LIMIT_MAKER';
  refuseUnsupported(request);
  const tif = request.oneOf('timeInForce', ['GTC', 'IOC', 'FOK']);
  if (needsTif && tif === undefined) throw mandatory('timeInForce');
  if (!needsTif && tif !== undefined) throw notRequired('timeInForce');
  const priceTicks = isLimit ? priceOf(request, 'price', symbol) : 0;
  if (!isLimit && request.has('price')) throw notRequired('price');
  const qtyLots = quantity(request, type, symbol);
  const draft: OrderRequest = {
    account: placing.account,
    session: placing.session,
    clientId: clientIdOf(request, 'newClientOrderId') ?? placing.newId(),
    symbol: symbol.name,
    side,
    kind: isLimit ? 'limit' : 'market',
    tif: (isLimit ? TIFS[tif ?? 'GTC'] : 'ioc') satisfies Tif,
    priceTicks,
    qtyLots: qtyLots ?? 0,
    postOnly: type === 'LIMIT_MAKER',
    prevention: PREVENTIONS[preventionOf(request)],
    trigger:
      type.includes('_LOSS') || type.includes('PROFIT') ? triggerOf(request, type, side, symbol) : undefined,
    echo: echoOf(request, type, tif ?? 'GTC'),
  };
  const order =
    qtyLots === undefined ? { ...draft, qtyLots: boughtFor(request, draft, symbol, market) } : draft;
  checkMarket(order, symbol, market);
  return order;
}

function refuseUnsupported(request: Request): void {
  if (request.has('icebergQty')) throw rejected('Iceberg orders are not supported for this symbol.');
  if (request.has('trailingDelta')) throw rejected('Trailing stop orders are not supported for this symbol.');
  if (request.has('pegPriceType')) throw rejected('Pegged orders are not supported for this symbol.');
  const strategyType = request.int('strategyType');
  if (strategyType !== undefined && strategyType < MIN_STRATEGY_TYPE)
    throw new ApiError(-1134, '`strategyType` was less than 1000000.');
}

export function preventionOf(request: Request): keyof typeof PREVENTIONS {
  const names = Object.keys(PREVENTIONS) as (keyof typeof PREVENTIONS)[];
  return request.oneOf('selfTradePreventionMode', names) ?? 'EXPIRE_MAKER';
}

/** @throws ApiError when it is there and not as ids have to be */
export function clientIdOf(request: Request, name: string): string | undefined {
  const id = request.text(name);
  if (id !== undefined && !CLIENT_ID.test(id))
    throw new ApiError(
      -1100,
      `Illegal characters found in parameter '${name}'; legal range is '^[a-zA-Z0-9-_]{1,36}$'.`,
    );
  return id;
}

/** @throws ApiError when it is missing, too precise, or not on the grid of ticks */
export function priceOf(request: Request, name: string, symbol: SpotSymbol): number {
  const text = request.decimal(name) ?? missing(name);
  checkPrecision(text, name);
  const ticks = symbol.price.parse(text);
  if (!(ticks > 0)) throw filterFailure('PRICE_FILTER');
  return ticks;
}

/** @throws ApiError when it is missing, too precise, or against the lot filter */
export function lotsOf(request: Request, name: string, symbol: SpotSymbol): number {
  const text = request.decimal(name) ?? missing(name);
  checkPrecision(text, name);
  const lots = symbol.qty.parse(text);
  if (!(lots > 0) || lots > symbol.maxLots) throw filterFailure('LOT_SIZE');
  return lots;
}

/** Of a market order for an amount of money: undefined. */
function quantity(request: Request, type: OrderType, symbol: SpotSymbol): number | undefined {
  if (type === 'MARKET' && request.has('quoteOrderQty')) {
    if (request.has('quantity')) throw notRequired('quantity');
    checkPrecision(request.decimal('quoteOrderQty')!, 'quoteOrderQty');
    return undefined;
  }
  if (type === 'MARKET' && !request.has('quantity'))
    throw new ApiError(-1102, "Param 'quantity' or 'quoteOrderQty' must be sent, but both were empty/null!");
  const qtyLots = lotsOf(request, 'quantity', symbol);
  if (type === 'MARKET' && qtyLots > symbol.marketMaxLots) throw filterFailure('MARKET_LOT_SIZE');
  return qtyLots;
}

/** Binance turns the money into a quantity at what stands on the book. */
function boughtFor(request: Request, order: OrderRequest, symbol: SpotSymbol, market: Market): number {
  const money = symbol.money.floor(request.decimal('quoteOrderQty')!) ?? 0n;
  const { lots } = market.lotsFor(order, money);
  if (lots === 0) throw rejected('Order book liquidity is less than symbol minimum quantity.');
  return lots;
}

function triggerOf(request: Request, type: OrderType, side: Side, symbol: SpotSymbol) {
  const isUp = type.startsWith('STOP') === (side === 'buy');
  return { priceTicks: priceOf(request, 'stopPrice', symbol), direction: isUp ? 'up' : 'down' } as const;
}

function checkMarket(order: OrderRequest, symbol: SpotSymbol, market: Market): void {
  const { lastTicks } = market.book(symbol.name);
  const reference = lastTicks || symbol.startTicks;
  if (market.phase(symbol.name) !== 'open') throw rejected('Market is closed.');
  if (
    order.priceTicks > reference * PERCENT_UP ||
    (order.priceTicks > 0 && order.priceTicks < reference * PERCENT_DOWN)
  )
    throw filterFailure('PERCENT_PRICE_BY_SIDE');
  const notional = BigInt(order.priceTicks || reference) * BigInt(order.qtyLots);
  if (notional < symbol.minNotional) throw filterFailure('NOTIONAL');
  if (market.open(order.account, order.symbol).length >= MAX_NUM_ORDERS)
    throw filterFailure('MAX_NUM_ORDERS');
  const taken = market.find(order.account, order.clientId);
  if (taken !== undefined && taken.state !== 'done') throw rejected('Duplicate order sent.');
  if (order.postOnly && market.wouldTake(order)) throw rejected('Order would immediately match and take.');
  if (order.trigger && lastTicks > 0 && isReached(order.trigger, lastTicks))
    throw rejected('Order would trigger immediately.');
}

const isReached = (
  { direction, priceTicks }: NonNullable<OrderRequest['trigger']>,
  lastTicks: number,
): boolean => (direction === 'up' ? lastTicks >= priceTicks : lastTicks <= priceTicks);

function echoOf(request: Request, type: OrderType, tif: string): Record<string, string> {
  const echo: Record<string, string> = { type, tif, prevention: preventionOf(request) };
  for (const name of ['strategyId', 'strategyType', 'stopPrice', 'quoteOrderQty', 'pushKey'])
    if (request.has(name)) echo[name] = request.text(name)!;
  return echo;
}

function checkPrecision(text: string, name: string): void {
  const [, fraction = ''] = text.split('.');
  if (fraction.replace(/0+$/, '').length > PLACES) throw tooPrecise(name);
}

function missing(name: string): never {
  throw mandatory(name);
}
