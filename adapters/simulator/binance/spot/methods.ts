/** The methods of the spot WebSocket API. */
import type { Order } from '../../market/order.js';
import { ApiError } from '../api-error.js';
import { Request } from '../request.js';
import type { StreamHub } from '../stream-hub.js';
import { type Call, DetailedError, type Method, type Methods } from '../ws-api.js';
import { depthJson, exchangeInfo } from './market-json.js';
import { cancelledJson, type Detail, placedJson, queriedJson, tradeJson } from './order-json.js';
import type { UserEvents } from './user-events.js';
import type { Asker, SpotVenue } from './venue.js';

const DEFAULT_LIMIT = 500;
const DETAILS = ['ACK', 'RESULT', 'FULL'] as const;

const asker = ({ account, session }: Call): Asker => ({ account: account.name, session });

export function spotMethods(venue: SpotVenue, hub: StreamHub, events: UserEvents): Methods {
  return {
    ...orderMethods(venue),
    ...queryMethods(venue),
    ...streamMethods(venue, events),
    ...marketMethods(venue, hub),
  };
}

function orderMethods(venue: SpotVenue): Methods {
  return {
    'order.place': order(1, (call) => {
      const placed = venue.place(asker(call), call.params);
      return placed && placedJson(venue, placed, detailOf(call));
    }),
    'order.cancel': order(1, (call) => {
      const cancelled = venue.cancel(asker(call), call.params);
      return cancelled && cancelledJson(venue, cancelled);
    }),
    'order.cancelReplace': order(1, (call) => cancelReplace(venue, call)),
    'order.amend.keepPriority': order(4, (call) => {
      const amended = venue.amend(asker(call), call.params);
      return (
        amended && {
          transactTime: venue.agenda.nowMs,
          executionId: amended.id,
          amendedOrder: { ...queriedJson(venue, amended), origClientOrderId: amended.echo.origClientId },
        }
      );
    }),
    'openOrders.cancelAll': order(1, (call) =>
      venue.cancelAll(asker(call), call.params)?.map((each) => cancelledJson(venue, each)),
    ),
  };
}

function queryMethods(venue: SpotVenue): Methods {
  return {
    'order.status': signed(4, ({ account, params }) => queriedJson(venue, venue.find(account.name, params))),
    'openOrders.status': signed(6, ({ account, params }) =>
      venue.market
        .open(account.name, params.symbol as string | undefined)
        .map((each) => queriedJson(venue, each)),
    ),
    'account.status': signed(20, ({ account }) => ({
      makerCommission: venue.options.feeBps.maker,
      takerCommission: venue.options.feeBps.taker,
      canTrade: true,
      canWithdraw: false,
      canDeposit: false,
      updateTime: venue.agenda.nowMs,
      accountType: 'SPOT',
      balances: venue.balances.all(account.name),
      permissions: ['SPOT'],
    })),
    myTrades: signed(20, ({ account, params }) => {
      const request = new Request(params);
      const { name } = venue.symbol(request.required('symbol'));
      const fromId = request.int('fromId') ?? 0;
      return venue.market
        .all(account.name)
        .filter(({ symbol }) => symbol === name)
        .flatMap((each) => each.trades.map((trade) => ({ trade, order: each })))
        .filter(({ trade }) => trade.id >= fromId)
        .sort((a, b) => a.trade.id - b.trade.id)
        .slice(0, request.int('limit') ?? DEFAULT_LIMIT)
        .map((each) => tradeJson(venue, each.order, each.trade));
    }),
  };
}

function streamMethods(venue: SpotVenue, events: UserEvents): Methods {
  const unauthorized = new ApiError(-2015, 'Invalid API-key, IP, or permissions for action.', 401);
  return {
    'userDataStream.subscribe': {
      weight: 2,
      auth: 'key',
      run: ({ peer, account }) => {
        if (!peer.isAuthenticated) throw unauthorized;
        return events.subscribe(peer, account.name);
      },
    },
    'userDataStream.subscribe.signature': signed(2, ({ peer, account }) =>
      events.subscribe(peer, account.name),
    ),
    'userDataStream.unsubscribe': {
      weight: 2,
      auth: 'none',
      run: ({ peer, params }) => events.unsubscribe(peer, new Request(params).int('subscriptionId')),
    },
    'account.rateLimits.orders': signed(40, ({ account }) =>
      venue.limits
        .usage(account.name)
        .filter((each) => (each as { rateLimitType: string }).rateLimitType === 'ORDERS'),
    ),
  };
}

function marketMethods(venue: SpotVenue, hub: StreamHub): Methods {
  return {
    time: { weight: 1, auth: 'none', run: () => ({ serverTime: venue.agenda.nowMs }) },
    exchangeInfo: { weight: 20, auth: 'none', run: ({ params }) => exchangeInfo(venue, params) },
    depth: { weight: 5, auth: 'none', run: ({ params }) => depthJson(venue, hub, params) },
  };
}

/** Not one step: each half is answered for itself. What is not attempted costs an order all the same. */
function cancelReplace(venue: SpotVenue, call: Call): object | undefined {
  const request = new Request(call.params);
  const mode = request.oneOf('cancelReplaceMode', ['STOP_ON_FAILURE', 'ALLOW_FAILURE']);
  if (mode === undefined)
    throw new ApiError(
      -1102,
      "Mandatory parameter 'cancelReplaceMode' was not sent, was empty/null, or malformed.",
    );
  const { params } = call;
  const cancelParams = {
    symbol: params.symbol,
    orderId: params.cancelOrderId,
    origClientOrderId: params.cancelOrigClientOrderId,
    newClientOrderId: params.cancelNewClientOrderId,
    cancelRestrictions: params.cancelRestrictions,
  };
  const cancel = tried(
    () => venue.cancel(asker(call), cancelParams),
    (each) => cancelledJson(venue, each),
  );
  if (cancel === undefined) return undefined;
  const isStopped = !cancel.isDone && mode === 'STOP_ON_FAILURE';
  if (isStopped) venue.limits.takeOrder(call.account.name);
  const placing = isStopped
    ? NOT_ATTEMPTED
    : tried(
        () => venue.placeNow(asker(call), request),
        (each) => placedJson(venue, each, detailOf(call)),
      )!;
  const data = {
    cancelResult: cancel.isDone ? 'SUCCESS' : 'FAILURE',
    newOrderResult: placing === NOT_ATTEMPTED ? 'NOT_ATTEMPTED' : placing.isDone ? 'SUCCESS' : 'FAILURE',
    cancelResponse: cancel.response,
    newOrderResponse: placing.response,
  };
  if (cancel.isDone && placing.isDone) return data;
  if (cancel.isDone || placing.isDone)
    throw new DetailedError(-2021, 'Order cancel-replace partially failed.', 409, data);
  throw new DetailedError(-2022, 'Order cancel-replace failed.', 400, data);
}

interface Tried {
  readonly isDone: boolean;
  readonly response: object | null;
}

const NOT_ATTEMPTED: Tried = { isDone: false, response: null };

function tried(act: () => Order | undefined, json: (order: Order) => object): Tried | undefined {
  try {
    const done = act();
    return done && { isDone: true, response: json(done) };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { isDone: false, response: { code: error.code, msg: error.message } };
  }
}

/** Market and limit orders are answered in full unless asked otherwise. */
function detailOf({ params }: Call): Detail {
  const request = new Request(params);
  const isFull = ['MARKET', 'LIMIT'].includes(request.text('type') ?? '');
  return request.oneOf('newOrderRespType', DETAILS) ?? (isFull ? 'FULL' : 'ACK');
}

const order = (weight: number, run: Method['run']): Method => ({
  weight,
  auth: 'signed',
  isOrder: true,
  run,
});
const signed = (weight: number, run: Method['run']): Method => ({ weight, auth: 'signed', run });
