/** What Binance's error codes mean for a spot order. What is not here is a definite refusal for a reason of the venue's own. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Fate, type Refusal } from '../../kit/orders/refusal.js';
import { isNoSuchOrder, isUnknownOutcome } from '../ws-api/error-codes.js';

/** FIX says so with the code of a failed filter, an amendment with −2038. */
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
  if (isNoSuchOrder(code) || UNKNOWN_ORDER.test(text))
    return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
  if (isUnknownOutcome(code) || DUPLICATE.test(text))
    return { fate: Fate.Unknown, reason: Reason.OutcomeUnknown };
  const reason = REASONS[code] ?? WORDS.find(([words]) => words.test(text))?.[1] ?? Reason.VenueRejected;
  return { fate: Fate.Refused, reason };
}
