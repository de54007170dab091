/** What B3's refusals and ends mean, over FIX and over Binary EntryPoint alike. Its documents list no numbers of reasons: those of FIX 4.4 are assumed, and else the words of the text count. */
import { Reason } from '../../protocol/codes/reasons.js';
import { Fate, type Refusal } from '../kit/orders/refusal.js';

/** OrdRejReason. */
const REJECTED: Readonly<Record<number, Reason>> = {
  1: Reason.UnknownInstrument,
  2: Reason.MarketClosed,
  3: Reason.MaxQuantityExceeded,
};
const DUPLICATE_ORDER = 6;
/** CxlRejReason. */
const TOO_LATE = 0;
const UNKNOWN_ORDER = 1;
const WORDS: readonly (readonly [RegExp, Reason])[] = [
  [/throttle/i, Reason.OrderRateExceeded],
  [/tunnel|collar/i, Reason.PriceCollarExceeded],
  [/price/i, Reason.PriceOffTick],
  [/quantity|orderqty/i, Reason.QuantityOutOfRange],
];
/** ExecRestatementReason. */
const ENDS: Readonly<Record<number, Reason>> = {
  100: Reason.CancelOnDisconnect,
  101: Reason.CancelOnDisconnect,
  102: Reason.CancelOnDisconnect,
  103: Reason.SelfTradePrevented,
  107: Reason.SelfTradePrevented,
  202: Reason.MassCancelled,
};

/** Of a new order. @param code OrdRejReason; a repeated name may be that of an order that stands */
export function orderRefusal(code: number, text: string): Refusal {
  if (code === DUPLICATE_ORDER) return { fate: Fate.Unknown, reason: Reason.OutcomeUnknown };
  return { fate: Fate.Refused, reason: REJECTED[code] ?? inWords(text) };
}

/** Of a cancel or a replace. @param code CxlRejReason */
export function changeRefusal(code: number, text: string): Refusal {
  if (code === UNKNOWN_ORDER) return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
  if (code === TOO_LATE) return { fate: Fate.NoSuchOrder, reason: Reason.VenueRejected };
  return { fate: Fate.Refused, reason: inWords(text) };
}

/** Of a message that was not taken at all. */
export const messageRefusal = (text: string): Refusal => ({ fate: Fate.Refused, reason: inWords(text) });

/** @param code ExecRestatementReason */
export const endReason = (code: number): Reason => ENDS[code] ?? Reason.None;

const inWords = (text: string): Reason =>
  WORDS.find(([words]) => words.test(text))?.[1] ?? Reason.VenueRejected;
