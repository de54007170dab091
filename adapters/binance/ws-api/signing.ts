/** Ed25519 signatures of Binance requests. */
import { type KeyObject, sign } from 'node:crypto';

export type Params = Readonly<Record<string, string | number | boolean>>;

/** WebSocket API: `name=value` by name, joined by `&`. */
export function signedParams(params: Params, key: KeyObject): Params {
  const payload = Object.keys(params)
    .sort()
    .map((name) => `${name}=${params[name]}`)
    .join('&');
  return { ...params, signature: signature(payload, key) };
}

/** REST: as they are sent, the signature last. */
export function signedQuery(params: Params, key: KeyObject): string {
  const query = Object.entries(params)
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return `${query}&signature=${encodeURIComponent(signature(query, key))}`;
}

const signature = (payload: string, key: KeyObject): string =>
  sign(null, Buffer.from(payload), key).toString('base64');
