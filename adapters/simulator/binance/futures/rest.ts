/** REST of USD-M, and what COIN-M streams need of theirs. */
import { invalid, mandatory } from '../api-error.js';
import { Request } from '../request.js';
import type { RestCall, RestRoute, RestRoutes } from '../rest.js';
import type { StreamHub } from '../stream-hub.js';
import { balances, positionRisk, userTrades } from './account-json.js';
import { depthJson } from './formats.js';
import { placedJson } from './methods.js';
import { orderJson, queriedJson } from './order-json.js';
import type { Product } from './symbols.js';
import type { FuturesVenue } from './venue.js';

const DEPTH_LIMITS = [5, 10, 20, 50, 100, 500, 1_000];
const DEFAULT_LIMIT = 500;

const open = (weight: number, run: RestRoute['run']): RestRoute => ({ weight, auth: 'none', run });
const keyed = (weight: number, run: RestRoute['run']): RestRoute => ({ weight, auth: 'key', run });
const signed = (weight: number, run: RestRoute['run']): RestRoute => ({ weight, auth: 'signed', run });
const asker = ({ account }: RestCall) => ({ account: account.name, session: 'rest' });

export function futuresRoutes(venue: FuturesVenue, um: StreamHub, cm: StreamHub): RestRoutes {
  return {
    ...publicRoutes(venue, um, '/fapi/v1', 'um'),
    ...publicRoutes(venue, cm, '/dapi/v1', 'cm'),
    ...orderRoutes(venue),
    ...accountRoutes(venue),
  };
}

function publicRoutes(venue: FuturesVenue, hub: StreamHub, at: string, product: Product): RestRoutes {
  return {
    [`GET ${at}/ping`]: open(1, () => ({})),
    [`GET ${at}/time`]: open(1, () => ({ serverTime: venue.agenda.nowMs })),
    [`GET ${at}/exchangeInfo`]: open(1, () => exchangeInfo(venue, product)),
    [`GET ${at}/depth`]: open(20, ({ params }) => {
      const request = new Request(params);
      const symbol = venue.symbol(request.required('symbol'));
      const limit = request.int('limit') ?? DEFAULT_LIMIT;
      if (symbol.options.product !== product || !DEPTH_LIMITS.includes(limit)) throw invalid('limit');
      return depthJson(venue, symbol, limit, hub.lastUpdateId(symbol.name));
    }),
  };
}

function exchangeInfo(venue: FuturesVenue, product: Product): unknown {
  const symbols = [...venue.symbols.values()].filter(({ options }) => options.product === product);
  return {
    timezone: 'UTC',
    serverTime: venue.agenda.nowMs,
    futuresType: product === 'um' ? 'U_MARGINED' : 'COIN_MARGINED',
    rateLimits: venue.limits.described(),
    exchangeFilters: [],
    assets: [],
    symbols: symbols.map((symbol) => symbol.described(venue.stateOf(symbol.name))),
  };
}

function orderRoutes(venue: FuturesVenue): RestRoutes {
  const found = ({ account, params }: RestCall): unknown => {
    const order = venue.find(account.name, params);
    return queriedJson(order, venue.symbol(order.symbol));
  };
  return {
    'POST /fapi/v1/order': signed(0, (call) =>
      placedJson(venue, venue.place(asker(call), call.params), call.params),
    ),
    'GET /fapi/v1/order': signed(1, found),
    'DELETE /fapi/v1/order': signed(1, (call) => {
      const order = venue.cancel(asker(call), call.params);
      return order && orderJson(order, venue.symbol(order.symbol));
    }),
    'DELETE /fapi/v1/allOpenOrders': signed(1, (call) => {
      venue.cancelAll(asker(call), call.params);
      return { code: 200, msg: 'The operation of cancel all open order is done.' };
    }),
    'GET /fapi/v1/openOrders': signed(1, ({ account, params }) =>
      venue.market
        .open(account.name, params.symbol as string | undefined)
        .map((order) => queriedJson(order, venue.symbol(order.symbol))),
    ),
    'POST /fapi/v1/countdownCancelAll': signed(10, ({ account, params }) =>
      venue.countdown(account.name, params),
    ),
  };
}

function accountRoutes(venue: FuturesVenue): RestRoutes {
  const risk = signed(5, ({ account, params }) => positionRisk(venue, account.name, params.symbol));
  return {
    'POST /fapi/v1/listenKey': keyed(1, ({ account }) => ({
      listenKey: venue.listenKeys.start(account.name),
    })),
    'PUT /fapi/v1/listenKey': keyed(1, ({ account }) => ({
      listenKey: venue.listenKeys.extend(account.name),
    })),
    'DELETE /fapi/v1/listenKey': keyed(1, ({ account }) => venue.listenKeys.stop(account.name)),
    'GET /fapi/v1/positionSide/dual': signed(30, ({ account }) => ({
      dualSidePosition: venue.isHedged(account.name),
    })),
    'POST /fapi/v1/positionSide/dual': signed(1, ({ account, params }) => {
      const wanted = new Request(params).oneOf('dualSidePosition', ['true', 'false']);
      if (wanted === undefined) throw mandatory('dualSidePosition');
      venue.setHedged(account.name, wanted === 'true');
      return { code: 200, msg: 'success' };
    }),
    'GET /fapi/v3/positionRisk': risk,
    'GET /fapi/v2/positionRisk': risk,
    'GET /fapi/v2/balance': signed(5, ({ account }) => balances(venue, account.name)),
    'GET /fapi/v3/balance': signed(5, ({ account }) => balances(venue, account.name)),
    'GET /fapi/v1/userTrades': signed(5, ({ account, params }) => {
      const request = new Request(params);
      const { name } = venue.symbol(request.required('symbol'));
      return userTrades(
        venue,
        account.name,
        name,
        request.int('fromId') ?? 0,
        request.int('limit') ?? DEFAULT_LIMIT,
      );
    }),
  };
}
