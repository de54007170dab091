/** What an order has beyond the words of most orders: as a caller says it, and as the wire has it. */

import { Contingency, TriggerSource } from '../codes/enums.js';
import { type ExpireTime, expiryOf } from '../expiry.js';
import { type RouteWord, routeCode } from '../route.js';
import type { TermsFields } from '../wire/fields.js';
import {
  codeOf,
  PEGS,
  type PegWord,
  SELF_TRADE_PREVENTIONS,
  type SelfTradePreventionWord,
  TRIGGER_SOURCES,
  type TriggerSourceWord,
} from '../words.js';
import { highWord, type Id, lowWord, toId } from './ids.js';
import { type Security, toPrice, toQuantity } from './security.js';

/** Prices, distances between prices and quantities are decimal text. */
export interface OrderTerms {
  /** Stop orders: where they trigger. */
  readonly triggerPrice?: string;
  /** What they look at: last trade (unless said), best bid or offer, or the last trade of the venue of this number. */
  readonly triggerSource?: TriggerSourceWord | number;
  /** Instead of a trigger price: how far behind the best price since its entry the trigger follows. */
  readonly trailingOffset?: string;
  /** Iceberg: no more than this is displayed at a time. */
  readonly displayQuantity?: string;
  /** Less than this available at entry: it takes nothing. */
  readonly minimumQuantity?: string;
  /** Good till date; rounded up to seconds by the engine. */
  readonly expireTime?: ExpireTime;
  /** Market and stop orders: they take nothing further than this beyond the best opposite price. */
  readonly protection?: string;
  /** The price follows the best of its own side, or the middle; `price` is the worst it may get. */
  readonly peg?: PegWord;
  /** Primary peg: so far away from the market. */
  readonly pegOffset?: string;
  /** One cancels the other: client order id of the other leg, which is open. */
  readonly oco?: Id;
  /** Child of a bracket: client order id of its parent, which is open. */
  readonly bracket?: Id;
  /** What happens where it would trade with an order of its own account. */
  readonly selfTradePrevention?: SelfTradePreventionWord;
  /** The same for all accounts of the firm. */
  readonly preventWithinFirm?: boolean;
  /** It may only bring the position nearer to nothing. */
  readonly reduceOnly?: boolean;
  /** Where it is executed instead of our own book: at the venue of this number, or wherever it is best after fees. */
  readonly route?: RouteWord;
}

export const hasTrigger = ({ triggerPrice, trailingOffset }: OrderTerms): boolean =>
  triggerPrice !== undefined || trailingOffset !== undefined;

/** False: the order has none of it, and nothing was written. @throws RangeError, TypeError which argument is wrong */
export function putTerms(into: TermsFields, terms: OrderTerms, security: Security): boolean {
  const price = (name: PriceName): number => amount(name, terms[name], (text) => toPrice(security, text));
  const quantity = (name: QuantityName): number =>
    amount(name, terms[name], (text) => toQuantity(security, text));
  if (!hasAny(terms)) return false;
  into.triggerPrice = price('triggerPrice');
  into.trailingOffset = price('trailingOffset');
  into.protection = price('protection');
  into.pegOffset = price('pegOffset');
  into.displayQuantity = quantity('displayQuantity');
  into.minimumQuantity = quantity('minimumQuantity');
  if (terms.expireTime !== undefined) Object.assign(into.expires, expiryOf(terms.expireTime));
  into.peg = terms.peg === undefined ? 0 : codeOf(PEGS, terms.peg, 'peg');
  into.preventWithinFirm = terms.preventWithinFirm ?? false;
  into.reduceOnly = terms.reduceOnly ?? false;
  into.route = routeCode(terms.route);
  putSource(into, terms);
  putLink(into, terms);
  const { selfTradePrevention: mode } = terms;
  into.selfTradePrevention =
    mode === undefined ? 0 : codeOf(SELF_TRADE_PREVENTIONS, mode, 'selfTradePrevention');
  return true;
}

type PriceName = 'triggerPrice' | 'trailingOffset' | 'protection' | 'pegOffset';
type QuantityName = 'displayQuantity' | 'minimumQuantity';

/** Every name in `OrderTerms`. */
export const TERMS = {
  ...{ triggerPrice: true, triggerSource: true, trailingOffset: true, displayQuantity: true },
  ...{ minimumQuantity: true, expireTime: true, protection: true, peg: true, pegOffset: true, oco: true },
  ...{ bracket: true, selfTradePrevention: true, preventWithinFirm: true, reduceOnly: true, route: true },
} as const satisfies Record<keyof OrderTerms, true>;
const NAMES = Object.keys(TERMS) as (keyof OrderTerms)[];

const hasAny = (terms: OrderTerms): boolean =>
  NAMES.some((name) => terms[name] !== undefined && terms[name] !== false);

/** Says of which argument a complaint is. */
export function amount(name: string, text: string | undefined, convert: (text: string) => number): number {
  try {
    return text === undefined ? 0 : convert(text);
  } catch (error) {
    throw error instanceof RangeError ? new RangeError(`${name}: ${error.message}`) : error;
  }
}

function putSource(into: TermsFields, terms: OrderTerms): void {
  const source = terms.triggerSource ?? (hasTrigger(terms) ? 'last' : undefined);
  if (source === undefined) return;
  if (typeof source === 'string') {
    into.triggerSource = codeOf(TRIGGER_SOURCES, source, 'triggerSource');
    return;
  }
  if (!Number.isInteger(source) || source < 0 || source > 0xff)
    throw new RangeError(`triggerSource must be last, bid, offer or the number of a venue, not ${source}`);
  into.triggerSource = TriggerSource.Venue;
  into.triggerVenue = source;
}

function putLink(into: TermsFields, { oco, bracket }: OrderTerms): void {
  if (oco !== undefined && bracket !== undefined)
    throw new TypeError('an order is one of two (oco) or the child of another (bracket), not both');
  const linked = oco ?? bracket;
  if (linked === undefined) return;
  const id = toId(linked, oco === undefined ? 'bracket' : 'oco');
  into.contingency = oco === undefined ? Contingency.OneTriggersOther : Contingency.OneCancelsOther;
  into.linkedIdLow = lowWord(id);
  into.linkedIdHigh = highWord(id);
}
