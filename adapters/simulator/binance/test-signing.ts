/** Requests signed as Binance's documents say, written for the tests and by nothing else. */
import { createHmac } from 'node:crypto';
import { API_KEY } from './spot/test-spot.js';

const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';

export type Values = Readonly<Record<string, string | number | boolean | undefined>>;

/** WebSocket API: all parameters in the order of their names. */
export function signed(params: Values, timestamp: number): Record<string, unknown> {
  const all: Record<string, unknown> = { ...params, apiKey: API_KEY, timestamp };
  const payload = Object.keys(all)
    .filter((name) => all[name] !== undefined)
    .sort()
    .map((name) => `${name}=${all[name]}`)
    .join('&');
  return { ...all, signature: createHmac('sha256', SECRET).update(payload).digest('hex') };
}

/** REST: in the order given, the signature last. */
export function signedQuery(params: Values, timestamp: number): string {
  const query = Object.entries({ ...params, timestamp })
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return `${query}&signature=${createHmac('sha256', SECRET).update(query).digest('hex')}`;
}

export const keyed = { 'x-mbx-apikey': API_KEY };
