/**
 * The control port of a simulator: faults over HTTP, for people and for tests in other processes.
 *
 *     GET /           what there is        GET /faults      what is armed
 *     POST /faults    {"do": "lose", …}    DELETE /faults   none any more
 *     GET /state      sessions, open orders, phases
 */
import { FAULTS, type Fault } from '../kit/fault.js';
import { leavesOf } from '../market/order.js';
import type { FixVenue, RestAnswer, RestRequest } from './venue.js';

export function control(venue: FixVenue, { method, path, body }: RestRequest): RestAnswer {
  if (path === '/' && method === 'GET') return ok({ faults: FAULTS, paths: ['/faults', '/state'] });
  if (path === '/state' && method === 'GET') return ok(state(venue));
  if (path !== '/faults') return { status: 404, body: { error: `no ${path} here: / tells what there is` } };
  if (method === 'GET') return ok(venue.faults.list());
  if (method === 'DELETE') {
    venue.faults.clear();
    return ok([]);
  }
  return method === 'POST' ? inject(venue, body) : { status: 405, body: { error: 'GET, POST or DELETE' } };
}

function inject({ faults }: FixVenue, body: string): RestAnswer {
  try {
    return ok({ done: faults.inject(JSON.parse(body) as Fault) });
  } catch (error) {
    return { status: 400, body: { error: (error as Error).message } };
  }
}

function state({ faults, market, agenda }: FixVenue) {
  return {
    nowMs: agenda.nowMs,
    sessions: faults.sessions,
    phases: Object.fromEntries(market.symbols.map((symbol) => [symbol, market.phase(symbol)])),
    orders: market
      .open()
      .filter((order) => order.clientId !== '')
      .map((order) => ({
        id: order.id,
        account: order.account,
        session: order.session,
        clientId: order.clientId,
        symbol: order.symbol,
        side: order.side,
        priceTicks: order.priceTicks,
        qtyLots: order.qtyLots,
        leavesLots: leavesOf(order),
        state: order.state,
      })),
  };
}

const ok = (body: unknown): RestAnswer => ({ status: 200, body });
