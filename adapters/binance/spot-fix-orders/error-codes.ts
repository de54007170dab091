/** What Binance's error codes mean for a spot order. What is not here is a definite refusal for a reason of the venue's own. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Fate, type Refusal } from '../../fix-orders/fix-venue.js';

/** Nobody knows whether the request was carried out. */
const UNKNOWN_OUTCOME: ReadonlySet<number> = new Set([-1000, -1006, -1007, -1008]);
const NO_SUCH_ORDER: ReadonlySet<number> = new Set([-2011, -2013]);
/** In an OrderCancelReject the code is the one of a failed filter, and the text tells. */
const FILTER = -1013;
const UNKNOWN_ORDER = /^Unknown order/;
/** An order with this client id is open: it must be ours, which came through after all. */
const DUPLICATE = /^Duplicate order/;

const REASONS: Readonly<Record<number, Reason>> = {
  [-1003]: Reason.OrderRateExceeded,
  [-1015]: Reason.OrderRateExceeded,
  [-1111]: Reason.QuantityOffLot,
  [-1121]: Reason.UnknownInstrument,
};
/** Of -1013 and -2010, which say in words what it was. */
const WORDS: readonly (readonly [RegExp, Reason])[] = [
  [/LOT_SIZE/, Reason.QuantityOffLot],
  [/PERCENT_PRICE/, Reason.PriceCollarExceeded],
  [/PRICE_FILTER/, Reason.PriceOffTick],
  [/NOTIONAL/, Reason.QuantityOutOfRange],
  [/MAX_NUM/, Reason.OpenOrderLimitExceeded],
  [/insufficient balance/, Reason.CreditLimitExceeded],
  [/immediately match/, Reason.PostOnlyWouldTake],
];

export function refusalOf(code: number, text: string): Refusal {
  if (isNoSuchOrder(code) || (code === FILTER && UNKNOWN_ORDER.test(text)))
    return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
  if (UNKNOWN_OUTCOME.has(code) || DUPLICATE.test(text))
    return { fate: Fate.Unknown, reason: Reason.OutcomeUnknown };
  const reason = REASONS[code] ?? WORDS.find(([words]) => words.test(text))?.[1] ?? Reason.VenueRejected;
  return { fate: Fate.Refused, reason };
}

export const isNoSuchOrder = (code: number): boolean => NO_SUCH_ORDER.has(code);
