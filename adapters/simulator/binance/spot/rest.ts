/** REST of the spot exchange: what adapters need of it before streams, and to reconcile with. */
import { Request } from '../request.js';
import type { RestCall, RestRoute, RestRoutes } from '../rest.js';
import type { StreamHub } from '../stream-hub.js';
import { depthJson, exchangeInfo } from './market-json.js';
import { cancelledJson, placedJson, queriedJson } from './order-json.js';
import type { SpotVenue } from './venue.js';

const open = (weight: number, run: RestRoute['run']): RestRoute => ({ weight, auth: 'none', run });
const signed = (weight: number, run: RestRoute['run']): RestRoute => ({ weight, auth: 'signed', run });
const asker = ({ account }: RestCall) => ({ account: account.name, session: 'rest' });

export function spotRoutes(venue: SpotVenue, hub: StreamHub): RestRoutes {
  return {
    'GET /api/v3/ping': open(1, () => ({})),
    'GET /api/v3/time': open(1, () => ({ serverTime: venue.agenda.nowMs })),
    'GET /api/v3/exchangeInfo': open(20, ({ params }) => exchangeInfo(venue, params)),
    'GET /api/v3/depth': open(5, ({ params }) => depthJson(venue, hub, params)),
    'GET /api/v3/openOrders': signed(6, ({ account, params }) =>
      venue.market
        .open(account.name, new Request(params).text('symbol'))
        .map((order) => queriedJson(venue, order)),
    ),
    'GET /api/v3/order': signed(4, ({ account, params }) =>
      queriedJson(venue, venue.find(account.name, params)),
    ),
    'POST /api/v3/order': signed(1, (call) => {
      const order = venue.place(asker(call), call.params);
      return order && placedJson(venue, order, 'FULL');
    }),
    'DELETE /api/v3/order': signed(1, (call) => {
      const order = venue.cancel(asker(call), call.params);
      return order && cancelledJson(venue, order);
    }),
  };
}
