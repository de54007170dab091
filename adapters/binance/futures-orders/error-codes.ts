/** What Binance's error codes mean for an order. What is not here is a definite refusal for a reason of the venue's own. */
import { Reason } from '../../../protocol/codes/reasons.js';
import { Fate, type Refusal } from '../../kit/orders/refusal.js';
import { isNoSuchOrder, isUnknownOutcome } from '../ws-api/error-codes.js';

/** An open order has this client id already: it must be ours, which came through after all. */
const DUPLICATE = -4116;

const REASONS: Readonly<Record<number, Reason>> = {
  [-1003]: Reason.OrderRateExceeded,
  [-1015]: Reason.OrderRateExceeded,
  [-1111]: Reason.QuantityOffLot,
  [-1121]: Reason.UnknownInstrument,
  [-2018]: Reason.CreditLimitExceeded,
  [-2019]: Reason.CreditLimitExceeded,
  [-2022]: Reason.ReduceOnlyWouldIncrease,
  [-2025]: Reason.OpenOrderLimitExceeded,
  [-4003]: Reason.QuantityOutOfRange,
  [-4004]: Reason.QuantityOutOfRange,
  [-4005]: Reason.MaxQuantityExceeded,
  [-4014]: Reason.PriceOffTick,
  [-4016]: Reason.PriceCollarExceeded,
  [-4024]: Reason.PriceCollarExceeded,
  [-4023]: Reason.QuantityOffLot,
  [-4131]: Reason.PriceCollarExceeded,
  [-4164]: Reason.QuantityOutOfRange,
  [-5021]: Reason.FillOrKillNotFillable,
  [-5022]: Reason.PostOnlyWouldTake,
};

export function refusalOf(code: number): Refusal {
  if (isNoSuchOrder(code)) return { fate: Fate.NoSuchOrder, reason: Reason.UnknownOrder };
  if (isUnknownOutcome(code) || code === DUPLICATE)
    return { fate: Fate.Unknown, reason: Reason.OutcomeUnknown };
  return { fate: Fate.Refused, reason: REASONS[code] ?? Reason.VenueRejected };
}
