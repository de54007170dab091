/** The methods of the futures WebSocket API. */
import type { Order } from '../../market/order.js';
import type { Params } from '../accounts.js';
import type { Call, Methods } from '../ws-api.js';
import { accountStatus, balances, positionRisk } from './account-json.js';
import { orderJson, queriedJson } from './order-json.js';
import type { FuturesVenue } from './venue.js';

const asker = ({ account, session }: Call) => ({ account: account.name, session });

export function futuresMethods(venue: FuturesVenue): Methods {
  const json = (order: Order | undefined) => order && orderJson(order, venue.symbol(order.symbol));
  return {
    'order.place': {
      weight: 0,
      auth: 'signed',
      isOrder: true,
      run: (call) => placedJson(venue, venue.place(asker(call), call.params), call.params),
    },
    'order.modify': {
      weight: 0,
      auth: 'signed',
      isOrder: true,
      run: (call) => {
        const answer = json(venue.modify(asker(call), call.params));
        return answer && { ...answer, modifyId: Number(call.params.modifyId ?? 0) };
      },
    },
    'order.cancel': {
      weight: 1,
      auth: 'signed',
      isOrder: true,
      run: (call) => json(venue.cancel(asker(call), call.params)),
    },
    'order.status': {
      weight: 1,
      auth: 'signed',
      run: ({ account, params }) => {
        const order = venue.find(account.name, params);
        return queriedJson(order, venue.symbol(order.symbol));
      },
    },
    'v2/account.position': {
      weight: 5,
      auth: 'signed',
      run: ({ account, params }) => positionRisk(venue, account.name, params.symbol),
    },
    'v2/account.status': {
      weight: 5,
      auth: 'signed',
      run: ({ account }) => accountStatus(venue, account.name),
    },
    'v2/account.balance': { weight: 5, auth: 'signed', run: ({ account }) => balances(venue, account.name) },
    'userDataStream.start': {
      weight: 1,
      auth: 'key',
      run: ({ account }) => ({ listenKey: venue.listenKeys.start(account.name) }),
    },
    'userDataStream.ping': {
      weight: 1,
      auth: 'key',
      run: ({ account }) => ({ listenKey: venue.listenKeys.extend(account.name) }),
    },
    'userDataStream.stop': {
      weight: 1,
      auth: 'key',
      run: ({ account }) => {
        venue.listenKeys.stop(account.name);
        return {};
      },
    },
  };
}

/** ACK, which is what one gets unless one asks for RESULT, knows of no fill. */
export function placedJson(venue: FuturesVenue, order: Order | undefined, params: Params): unknown {
  if (order === undefined) return undefined;
  const symbol = venue.symbol(order.symbol);
  const isResult = params.newOrderRespType === 'RESULT';
  return orderJson(order, symbol, isResult ? undefined : { status: 'NEW', filledLots: 0 });
}
