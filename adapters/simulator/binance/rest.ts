/** REST of Binance: a table of paths, keys and signatures, errors as `{code, msg}`. */
import type { RestAnswer, RestRequest } from '../shell/venue.js';
import type { Account, Accounts, Params } from './accounts.js';
import { ApiError } from './api-error.js';
import type { RateLimits } from './rate-limits.js';
import { parsed } from './request.js';

export interface RestCall {
  readonly params: Params;
  readonly account: Account;
}

export interface RestRoute {
  readonly weight: number;
  /** `key`: the header alone; `signed`: query and body too. */
  readonly auth: 'none' | 'key' | 'signed';
  /** @returns the body; undefined for a request that is never answered, which a fault asked for */
  readonly run: (call: RestCall) => unknown;
}

/** `GET /api/v3/time` → what is done. */
export type RestRoutes = Readonly<Record<string, RestRoute>>;

const NOBODY: Account = { name: '', apiKey: '' };

export function restAnswer(
  routes: RestRoutes,
  accounts: Accounts,
  limits: RateLimits,
  request: RestRequest,
): RestAnswer {
  const route = routes[`${request.method} ${request.path}`];
  if (route === undefined)
    return {
      status: 404,
      body: { code: -5000, msg: `Path ${request.path}, Method ${request.method} is invalid` },
    };
  try {
    limits.takeWeight(route.weight);
    const account = authenticated(route, accounts, request);
    const params = { ...parsed(request.query), ...parsed(request.body) };
    if (route.auth === 'signed') accounts.checkTime(params);
    return { status: 200, body: route.run({ params, account }) ?? {} };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, body: { code: error.code, msg: error.message } };
  }
}

function authenticated(route: RestRoute, accounts: Accounts, request: RestRequest): Account {
  const apiKey = request.headers['x-mbx-apikey'];
  if (route.auth === 'none') return NOBODY;
  if (route.auth === 'key') return accounts.known(apiKey);
  return accounts.restSignedBy(apiKey, request.query + request.body);
}
