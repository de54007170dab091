/** REST of the exchange as far as an adapter needs it: products, books, own orders; and the exchange rates of api.coinbase.com. */
import { createHmac } from 'node:crypto';
import { formatUnits } from '../kit/grid.js';
import type { Order, Trade } from '../market/order.js';
import type { RestAnswer, RestRequest } from '../shell/venue.js';
import { feedTime } from './feed-messages.js';
import { idOf, uuidOf } from './order-ids.js';
import type { Product } from './products.js';
import type { CoinbaseVenue } from './venue.js';

const LEVEL2_ROWS = 50;

export function coinbaseRest(venue: CoinbaseVenue, request: RestRequest): RestAnswer {
  const [, first, second, third] = request.path.split('/');
  if (request.path === '/time')
    return ok({ iso: feedTime(venue.agenda.nowMs), epoch: venue.agenda.nowMs / 1_000 });
  if (request.path === '/v2/exchange-rates') return rates(venue, new URLSearchParams(request.query));
  if (first === 'orders') return orders(venue, request, second);
  if (first === 'fills') return fills(venue, request);
  if (first !== 'products') return notFound();
  if (second === undefined)
    return ok([...venue.products.values()].map((each) => each.described(venue.isHalted(each.id))));
  const product = venue.products.get(second);
  if (product === undefined) return notFound();
  if (third === undefined) return ok(product.described(venue.isHalted(product.id)));
  return third === 'book'
    ? book(venue, product, new URLSearchParams(request.query).get('level') ?? '1')
    : notFound();
}

function book(venue: CoinbaseVenue, product: Product, level: string): RestAnswer {
  const side = level === '3' ? level3 : level2;
  const rows = level === '1' ? 1 : level === '2' ? LEVEL2_ROWS : Number.POSITIVE_INFINITY;
  return ok({
    bids: side(venue, product, 'buy', rows),
    asks: side(venue, product, 'sell', rows),
    sequence: venue.sequence(product.id),
    auction_mode: false,
    auction: null,
    time: feedTime(venue.agenda.nowMs),
  });
}

const level2 = (venue: CoinbaseVenue, product: Product, side: 'buy' | 'sell', rows: number): unknown[] =>
  venue.market
    .book(product.id)
    .depth(side, rows)
    .map(({ priceTicks, lots }) => [
      product.priceText(priceTicks),
      product.sizeText(lots),
      venue.market.book(product.id)[side].at(priceTicks)!.orders.length,
    ]);

const level3 = (venue: CoinbaseVenue, product: Product, side: 'buy' | 'sell'): unknown[] =>
  venue.market
    .book(product.id)
    .orders(side)
    .map((order) => [
      product.priceText(order.priceTicks),
      product.sizeText(order.qtyLots - order.filledLots),
      uuidOf(order.id),
    ]);

/** What one unit of the currency is worth: only US dollars are kept. */
function rates(venue: CoinbaseVenue, query: URLSearchParams): RestAnswer {
  const currency = query.get('currency') ?? 'USD';
  if (currency !== 'USD')
    return { status: 400, body: { errors: [{ id: 'invalid_request', message: 'Currency is invalid' }] } };
  return ok({ data: { currency, rates: { ...venue.rates } } });
}

function orders(venue: CoinbaseVenue, request: RestRequest, id: string | undefined): RestAnswer {
  const profile = signer(venue, request);
  if (profile === undefined) return { status: 401, body: { message: 'invalid signature' } };
  if (id === undefined) return listed(venue, profile, new URLSearchParams(request.query));
  const order = id.startsWith('client:')
    ? venue.market.find(profile, id.slice('client:'.length))
    : venue.market.order(idOf(id));
  if (order?.account !== profile) return { status: 404, body: { message: 'order not found' } };
  if (request.method !== 'DELETE') return ok(orderJson(venue, order));
  return venue.market.cancel(order)
    ? ok(uuidOf(order.id))
    : { status: 400, body: { message: 'Order already done' } };
}

/** The open ones, unless all are asked for. */
function listed(venue: CoinbaseVenue, profile: string, query: URLSearchParams): RestAnswer {
  const { market } = venue;
  const all = query.get('status') === 'all' ? market.all(profile).reverse() : market.open(profile);
  const product = query.get('product_id');
  const wanted = all.filter(({ symbol }) => product === null || symbol === product);
  return ok(wanted.map((order) => orderJson(venue, order)));
}

/** Of one order, the newest first. */
function fills(venue: CoinbaseVenue, request: RestRequest): RestAnswer {
  const profile = signer(venue, request);
  if (profile === undefined) return { status: 401, body: { message: 'invalid signature' } };
  const order = venue.market.order(idOf(new URLSearchParams(request.query).get('order_id') ?? ''));
  if (order?.account !== profile) return ok([]);
  return ok([...order.trades].reverse().map((trade) => fillJson(venue, order, trade)));
}

function fillJson(venue: CoinbaseVenue, order: Order, trade: Trade): object {
  const product = venue.products.get(order.symbol)!;
  return {
    trade_id: trade.id,
    product_id: order.symbol,
    order_id: uuidOf(order.id),
    price: product.priceText(trade.priceTicks),
    size: product.sizeText(trade.lots),
    side: order.side,
    liquidity: trade.maker === order ? 'M' : 'T',
    created_at: feedTime(trade.timeMs),
    settled: true,
  };
}

function signer(
  venue: CoinbaseVenue,
  { headers, method, path, query, body }: RestRequest,
): string | undefined {
  const key = venue.key(String(headers['cb-access-key']));
  const target = query === '' ? path : `${path}?${query}`;
  const text = `${headers['cb-access-timestamp']}${method}${target}${body}`;
  const expected =
    key && createHmac('sha256', Buffer.from(key.secret, 'base64')).update(text).digest('base64');
  const isGood =
    key && headers['cb-access-sign'] === expected && headers['cb-access-passphrase'] === key.passphrase;
  return isGood ? key.profile : undefined;
}

function orderJson(venue: CoinbaseVenue, order: Order): object {
  const product = venue.products.get(order.symbol)!;
  const { scale } = product.money;
  return {
    id: uuidOf(order.id),
    client_oid: order.clientId,
    product_id: order.symbol,
    profile_id: order.account,
    side: order.side,
    type: order.kind,
    time_in_force: order.tif.toUpperCase(),
    post_only: order.postOnly ?? false,
    price: product.priceText(order.priceTicks),
    size: product.sizeText(order.qtyLots),
    filled_size: product.sizeText(order.filledLots),
    executed_value: formatUnits(product.money.units(order.filledQuote), scale, scale),
    created_at: feedTime(order.createdMs),
    status: order.state === 'done' ? 'done' : 'open',
    ...(order.state === 'done' ? { done_reason: order.why === 'filled' ? 'filled' : 'canceled' } : {}),
    settled: order.state === 'done',
  };
}

const ok = (body: unknown): RestAnswer => ({ status: 200, body });
const notFound = (): RestAnswer => ({ status: 404, body: { message: 'NotFound' } });
