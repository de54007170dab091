/** Signatures of Coinbase Exchange: HMAC-SHA256 with the secret, of a Logon's header and of REST requests. */
import { createHmac } from 'node:crypto';

export interface Credentials {
  readonly apiKey: string;
  readonly secret: string;
  readonly passphrase: string;
}

/** @param sendingTime as it stands in the message, with exactly three decimals */
export const logonSignature = (
  { apiKey, secret, passphrase }: Credentials,
  sendingTime: string,
  msgSeqNum: number,
  targetCompId: string,
): string =>
  signature(secret, [sendingTime, 'A', String(msgSeqNum), apiKey, targetCompId, passphrase].join('\x01'));

/** @param target path and query */
export function signedHeaders(
  { apiKey, secret, passphrase }: Credentials,
  method: string,
  target: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = (nowMs / 1_000).toFixed(3);
  return {
    'CB-ACCESS-KEY': apiKey,
    'CB-ACCESS-SIGN': signature(secret, `${timestamp}${method}${target}`),
    'CB-ACCESS-TIMESTAMP': timestamp,
    'CB-ACCESS-PASSPHRASE': passphrase,
  };
}

/** Of the feed's subscribe message. */
export function signedSubscription(
  { apiKey: key, secret, passphrase }: Credentials,
  nowSeconds: number,
): Record<string, string> {
  const timestamp = String(nowSeconds);
  return { key, passphrase, timestamp, signature: signature(secret, `${timestamp}GET/users/self/verify`) };
}

const signature = (secret: string, text: string): string =>
  createHmac('sha256', Buffer.from(secret, 'base64')).update(text).digest('base64');
