/** Quotes and market-maker protection: what a caller asks for, as the wire has it, and what the engine answers. */
import { Body } from '../generated/pregao/wire.js';
import { QuoteFields, QuoteProtectionFields, type QuoteReportFields } from '../wire/quote-messages.js';
import { codeOf, onlyThese, SELF_TRADE_PREVENTIONS, type SelfTradePreventionWord } from '../words.js';
import { type ReasonInfo, reasonInfo } from './errors.js';
import { highWord, type Id, lowWord, toId } from './ids.js';
import { amount } from './order-terms.js';
import { type EventIdentity, uint64 } from './report.js';
import { type Security, toPrice, toQuantity } from './security.js';

const NS_PER_MS = 1e6;

/** Decimal text. The quantity is what is to be open from now on, whatever has executed. */
export interface QuoteSide {
  readonly price: string;
  readonly quantity: string;
}

/** What the session bids and offers under an id from now on. A side that is left out is taken out of the book. */
export interface Quote {
  readonly symbol: string;
  /** Of the session's choosing, above 0; its sides are reported with it as their client order id. */
  readonly quoteId: Id;
  readonly bid?: QuoteSide;
  readonly offer?: QuoteSide;
  readonly postOnly?: boolean;
  readonly selfTradePrevention?: SelfTradePreventionWord;
  readonly preventWithinFirm?: boolean;
  /** Name; may be left out when the logon has one account. */
  readonly account?: string;
}

export interface QuoteAnswer {
  readonly event: EventIdentity;
  readonly quoteId: bigint;
  readonly symbol: string;
  /** Why there is no such side now. */
  readonly bidRefused: ReasonInfo | undefined;
  readonly offerRefused: ReasonInfo | undefined;
}

/** All quotes of the session are pulled after so many executions of them within so many milliseconds. */
export interface QuoteProtection {
  /** 1 to 128; 0 = no protection. */
  readonly executions: number;
  readonly windowMs: number;
}

export interface QuoteProtectionAnswer extends QuoteProtection {
  readonly event: EventIdentity;
}

const QUOTE_NAMES = {
  ...{ symbol: true, quoteId: true, bid: true, offer: true, account: true },
  ...{ postOnly: true, selfTradePrevention: true, preventWithinFirm: true },
} as const satisfies Record<keyof Quote, true>;

/** @throws RangeError, TypeError which argument is wrong */
export function quoteFields(quote: Quote, security: Security, account: number): QuoteFields {
  onlyThese(quote, QUOTE_NAMES, 'a quote');
  const fields = new QuoteFields();
  const id = toId(quote.quoteId, 'quoteId');
  fields.quoteIdLow = lowWord(id);
  fields.quoteIdHigh = highWord(id);
  fields.account = account;
  fields.instrument = security.instrument;
  fields.bidPrice = amount('bid.price', quote.bid?.price, (text) => toPrice(security, text));
  fields.bidQuantity = amount('bid.quantity', quote.bid?.quantity, (text) => toQuantity(security, text));
  fields.offerPrice = amount('offer.price', quote.offer?.price, (text) => toPrice(security, text));
  fields.offerQuantity = amount('offer.quantity', quote.offer?.quantity, (text) =>
    toQuantity(security, text),
  );
  fields.postOnly = quote.postOnly ?? false;
  fields.preventWithinFirm = quote.preventWithinFirm ?? false;
  const { selfTradePrevention: mode } = quote;
  fields.selfTradePrevention =
    mode === undefined ? 0 : codeOf(SELF_TRADE_PREVENTIONS, mode, 'selfTradePrevention');
  return fields;
}

/** @throws RangeError */
export function protectionFields({ executions, windowMs }: QuoteProtection): QuoteProtectionFields {
  const fields = new QuoteProtectionFields();
  fields.executions = executions;
  fields.windowNs = Math.round(windowMs * NS_PER_MS);
  if (!Number.isInteger(executions) || executions < 0)
    throw new RangeError(`executions must be a whole number, 0 or more, not ${executions}`);
  if (!Number.isSafeInteger(fields.windowNs) || fields.windowNs < 0)
    throw new RangeError(`windowMs must be 0 or more, not ${windowMs}`);
  return fields;
}

/** @param type QuoteReport or QuoteProtectionReport */
export const answerOf = (
  type: Body,
  fields: QuoteReportFields,
  security: Security,
): QuoteAnswer | QuoteProtectionAnswer =>
  type === Body.QuoteReport ? quoteAnswer(fields, security) : protectionAnswer(fields);

function quoteAnswer(fields: QuoteReportFields, { symbol }: Security): QuoteAnswer {
  return {
    event: eventOf(fields),
    quoteId: uint64(fields.quoteIdLow, fields.quoteIdHigh),
    symbol,
    bidRefused: whyOf(fields.bidReason),
    offerRefused: whyOf(fields.offerReason),
  };
}

const protectionAnswer = (fields: QuoteReportFields): QuoteProtectionAnswer => ({
  event: eventOf(fields),
  executions: fields.executions,
  windowMs: fields.windowNs / NS_PER_MS,
});

export const eventOf = ({ sequence, index }: QuoteReportFields): EventIdentity => ({ sequence, index });

const whyOf = (reason: number): ReasonInfo | undefined => (reason === 0 ? undefined : reasonInfo(reason));
