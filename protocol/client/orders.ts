/** What a caller asks for, in words and decimal text, and as the wire has it. Errors say which argument is wrong. */
import { MassCancelFields, NewOrderFields, OrderRequestFields } from '../wire/fields.js';
import { type Security, toPrice, toQuantity } from './security.js';
import {
  ORD_TYPES,
  type OrdTypeWord,
  SIDES,
  type SideWord,
  TIMES_IN_FORCE,
  type TimeInForceWord,
} from './words.js';

export type Id = bigint | number | string;

export interface NewOrder {
  readonly symbol: string;
  readonly side: SideWord;
  /** Absent: limit with a price, market without. */
  readonly type?: OrdTypeWord;
  /** Absent: day for limit, ioc for market orders. */
  readonly tif?: TimeInForceWord;
  /** Decimal text, as are all prices and quantities. */
  readonly price?: string;
  readonly quantity: string;
  readonly postOnly?: boolean;
  /** Name; may be left out when the logon has one account. */
  readonly account?: string;
  /** Absent: the client gives one. Unique per account. */
  readonly clientOrderId?: Id;
}

/** Names an order: by the engine's id, or by the client order id. */
export interface OrderName {
  readonly symbol: string;
  readonly orderId?: Id;
  readonly clientOrderId?: Id;
  readonly account?: string;
}

export interface ReplaceOrder extends OrderName {
  readonly price: string;
  /** The new total, what has executed included. */
  readonly quantity: string;
}

export interface MassCancel {
  readonly symbol?: string;
  readonly side?: SideWord;
  readonly account?: string;
  /** True (unless said): only orders of this session. */
  readonly ownSession?: boolean;
}

export function newOrderFields(
  order: NewOrder,
  security: Security,
  account: number,
  id: bigint,
): NewOrderFields {
  const type = order.type ?? (order.price === undefined ? 'market' : 'limit');
  const fields = new NewOrderFields();
  fields.clientIdLow = lowWord(id);
  fields.clientIdHigh = highWord(id);
  fields.account = account;
  fields.instrument = security.instrument;
  fields.side = word(SIDES, order.side, 'side');
  fields.ordType = word(ORD_TYPES, type, 'type');
  fields.timeInForce = word(TIMES_IN_FORCE, order.tif ?? (type === 'market' ? 'ioc' : 'day'), 'tif');
  fields.postOnly = order.postOnly ?? false;
  fields.price = type === 'market' ? 0 : limitPrice(order.price, security);
  fields.quantity = toQuantity(security, order.quantity);
  return fields;
}

export function nameFields(name: OrderName, security: Security, account: number): OrderRequestFields {
  if (name.orderId === undefined && name.clientOrderId === undefined)
    throw new TypeError('name the order by orderId or clientOrderId');
  const fields = new OrderRequestFields();
  const orderId = toId(name.orderId ?? 0, 'orderId');
  const clientId = toId(name.clientOrderId ?? 0, 'clientOrderId');
  fields.orderIdLow = lowWord(orderId);
  fields.orderIdHigh = highWord(orderId);
  fields.clientIdLow = lowWord(clientId);
  fields.clientIdHigh = highWord(clientId);
  fields.account = account;
  fields.instrument = security.instrument;
  return fields;
}

export function replaceFields(
  replace: ReplaceOrder,
  security: Security,
  account: number,
): OrderRequestFields {
  const fields = nameFields(replace, security, account);
  fields.price = toPrice(security, replace.price);
  fields.quantity = toQuantity(security, replace.quantity);
  return fields;
}

export function massCancelFields(
  scope: MassCancel,
  security: Security | undefined,
  account: number,
): MassCancelFields {
  const fields = new MassCancelFields();
  fields.account = account;
  fields.instrument = security?.instrument ?? 0;
  fields.side = scope.side === undefined ? 0 : word(SIDES, scope.side, 'side');
  fields.ownSession = scope.ownSession ?? true;
  return fields;
}

/** @throws RangeError not an integer from 0 to 2^64 − 1 */
export function toId(id: Id, what: string): bigint {
  const text = String(id);
  if (!/^\d+$/.test(text) || BigInt(text) >= 1n << 64n)
    throw new RangeError(`${what} must be a whole number below 2^64, not ${text}`);
  return BigInt(text);
}

const lowWord = (id: bigint): number => Number(id & 0xffffffffn) | 0;
const highWord = (id: bigint): number => Number(id >> 32n) | 0;

function limitPrice(price: string | undefined, security: Security): number {
  if (price === undefined) throw new TypeError('a limit order needs a price');
  return toPrice(security, price);
}

function word<Words extends Record<string, number>>(words: Words, given: string, what: string): number {
  const code = Object.hasOwn(words, given) ? words[given] : undefined;
  if (code === undefined)
    throw new TypeError(`${what} must be one of ${Object.keys(words).join(', ')}, not "${given}"`);
  return code;
}
