/** What a caller asks for, in words and decimal text, and as the wire has it. Errors say which argument is wrong. */
import { hasPrice } from '../codes/enums.js';
import { MassCancelFields, NewOrderFields, OrderRequestFields } from '../wire/fields.js';
import {
  codeOf,
  impliedOrdType,
  ORD_TYPES,
  type OrdTypeWord,
  onlyThese,
  SIDES,
  type SideWord,
  TIMES_IN_FORCE,
  type TimeInForceWord,
} from '../words.js';
import { highWord, type Id, lowWord, toId } from './ids.js';
import { amount, hasTrigger, type OrderTerms, putTerms, TERMS } from './order-terms.js';
import { type Security, toPrice, toQuantity } from './security.js';

export interface NewOrder extends OrderTerms {
  readonly symbol: string;
  readonly side: SideWord;
  /** Absent: what price, trigger and peg make of it; without any of them, market. */
  readonly type?: OrdTypeWord;
  /** Absent: gtd with an expireTime, ioc for market orders, else day. */
  readonly tif?: TimeInForceWord;
  /** Of limit, stopLimit and pegged orders. Decimal text, as are all prices and quantities. */
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
  /** The new one, also where it stays; "0" for a stop, which has none. May be left out when the total is 0. */
  readonly price?: string;
  /** The new total, what has executed included. What has executed, or less, ends the order. */
  readonly quantity: string;
}

export interface MassCancel {
  readonly symbol?: string;
  /** Short sales are sells. */
  readonly side?: 'buy' | 'sell';
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
  onlyThese(order, ORDER_NAMES, 'an order');
  const type = typeOf(order);
  const fields = new NewOrderFields();
  fields.clientIdLow = lowWord(id);
  fields.clientIdHigh = highWord(id);
  fields.account = account;
  fields.instrument = security.instrument;
  fields.side = codeOf(SIDES, order.side, 'side');
  fields.ordType = codeOf(ORD_TYPES, type, 'type');
  fields.timeInForce = codeOf(TIMES_IN_FORCE, order.tif ?? impliedTif(order, type), 'tif');
  fields.postOnly = order.postOnly ?? false;
  fields.price = priceOf(order, type, security);
  fields.quantity = quantityOf(order, security);
  fields.extended = putTerms(fields.terms, order, security);
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
  checkReplaced(replace);
  const fields = nameFields(replace, security, account);
  fields.quantity = quantityOf(replace, security);
  if (replace.price === undefined && fields.quantity !== 0)
    throw new TypeError('a replace needs a price, also where it stays ("0" for a stop, which has none)');
  fields.price = amount('price', replace.price, (text) => toPrice(security, text));
  return fields;
}

export function massCancelFields(
  scope: MassCancel,
  security: Security | undefined,
  account: number,
): MassCancelFields {
  onlyThese(scope, SCOPE_NAMES, 'a mass cancel');
  const fields = new MassCancelFields();
  fields.account = account;
  fields.instrument = security?.instrument ?? 0;
  fields.side = scope.side === undefined ? 0 : codeOf(BOOK_SIDES, scope.side, 'side');
  fields.ownSession = scope.ownSession ?? true;
  return fields;
}

const ORDER_NAMES = {
  ...TERMS,
  ...{ symbol: true, side: true, type: true, tif: true, price: true, quantity: true },
  ...{ postOnly: true, account: true, clientOrderId: true },
} as const satisfies Record<keyof NewOrder, true>;
const SCOPE_NAMES = {
  ...{ symbol: true, side: true, account: true, ownSession: true },
} as const satisfies Record<keyof MassCancel, true>;

const BOOK_SIDES = { buy: SIDES.buy, sell: SIDES.sell } as const;

/** What else a caller may have at hand of the order does no harm. @throws TypeError it asks for what no replace can do */
function checkReplaced(replace: ReplaceOrder): void {
  for (const name in replace)
    if (Object.hasOwn(TERMS, name) || name === 'postOnly' || name === 'tif')
      throw new TypeError(`a replace gives price and quantity; ${name} stays as it is`);
}

/** @throws TypeError the type lacks what makes it one */
function typeOf(order: NewOrder): OrdTypeWord {
  const { price, peg } = order;
  const trigger = hasTrigger(order);
  const type = order.type ?? impliedOrdType({ price: price !== undefined, trigger, peg: peg !== undefined });
  if ((type === 'stop' || type === 'stopLimit') && !trigger)
    throw new TypeError('a stop order needs a triggerPrice or a trailingOffset');
  if (type === 'pegged' && peg === undefined) throw new TypeError('a pegged order needs a peg');
  return type;
}

function impliedTif({ expireTime }: NewOrder, type: OrdTypeWord): TimeInForceWord {
  if (expireTime !== undefined) return 'gtd';
  return type === 'market' ? 'ioc' : 'day';
}

function priceOf({ price }: NewOrder, type: OrdTypeWord, security: Security): number {
  const priced = hasPrice(codeOf(ORD_TYPES, type, 'type'));
  if (priced && price === undefined) throw new TypeError(`a ${type} order needs a price`);
  if (!priced && price !== undefined) throw new TypeError(`a ${type} order has no price`);
  return amount('price', price, (text) => toPrice(security, text));
}

const quantityOf = ({ quantity }: { quantity: string }, security: Security): number =>
  amount('quantity', quantity, (text) => toQuantity(security, text));
