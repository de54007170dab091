/** How a logon of CME is signed. */
import { createHmac } from 'node:crypto';
import { Establish503, Negotiate500 } from '../messages/generated/ilink3.js';

/** Over the values that stand in the message. */
export function signatureOf(message: Negotiate500 | Establish503, secretKey: string): Buffer {
  const isNegotiate = message instanceof Negotiate500;
  const timestamp = message.bigOf(isNegotiate ? 60 : 110, true, false);
  const uuid = message.bigOf(isNegotiate ? 52 : 102, true, false);
  const values: (string | number | bigint)[] = [timestamp, uuid, message.session, message.firm];
  if (message instanceof Establish503) {
    const { tradingSystemName, tradingSystemVersion, tradingSystemVendor } = message;
    values.push(tradingSystemName, tradingSystemVersion, tradingSystemVendor);
    values.push(message.nextSeqNo, message.keepAliveInterval);
  }
  return cmeSignature(secretKey, values);
}

/** HMAC-SHA256 of the values, a line each without one behind the last; the key is base64url. CME signs its drop copy's logon in the same way. */
export function cmeSignature(secretKey: string, values: readonly (string | number | bigint)[]): Buffer {
  return createHmac('sha256', Buffer.from(secretKey, 'base64url')).update(values.join('\n')).digest();
}
