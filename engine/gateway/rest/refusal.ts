/** Why a request gets no as its answer: the reason, a sentence, and the HTTP status that says whose matter it is. */
import { REASON_TEXT, Reason, reasonName } from '../../../protocol/codes/reasons.js';
import type { EngineAddress } from '../../../protocol/wire/elsewhere.js';

export class Refusal extends Error {
  constructor(
    readonly reason: Reason,
    message: string = REASON_TEXT[reason],
    readonly status: number = statusOf(reason),
    /** Of the order that it is about, where there is one. */
    readonly orderId?: string,
    /** Where to go instead. */
    readonly place?: EngineAddress,
  ) {
    super(message);
  }

  /** `success` and `message` are what callers have always got; the rest is for programs. */
  get body(): string {
    const { reason, message, orderId, place } = this;
    const state = this.status === STATUS_UNKNOWN ? { state: 'unknown' } : {};
    const order = orderId === undefined ? {} : { order_id: orderId };
    return JSON.stringify({
      success: false,
      message,
      reason: reasonName(reason),
      code: reason,
      ...order,
      ...state,
      ...place,
    });
  }
}

/** Nobody has said yes or no in time. */
export const STATUS_UNKNOWN = 504;
/** Nothing to act on any more. */
export const STATUS_OVER = 409;

const STATUSES: Readonly<Partial<Record<Reason, number>>> = {
  [Reason.MalformedBody]: 400,
  [Reason.UnknownKey]: 401,
  [Reason.AccountNotEntitled]: 403,
  [Reason.OriginNotAllowed]: 403,
  [Reason.OperatorOnly]: 403,
  [Reason.UnknownPath]: 404,
  [Reason.UnknownExchange]: 404,
  [Reason.UnknownInstrument]: 404,
  [Reason.UnknownAccount]: 404,
  [Reason.UnknownOrder]: 404,
  [Reason.UnknownAlgo]: 404,
  [Reason.UnknownStrategy]: 404,
  [Reason.NotYourOrder]: 404,
  [Reason.MethodNotAllowed]: 405,
  [Reason.DuplicateClientOrderId]: 409,
  [Reason.NoFreeStrategy]: 409,
  [Reason.CancelPending]: 409,
  [Reason.ReplacePending]: 409,
  [Reason.BodyTooLarge]: 413,
  [Reason.WrongContentType]: 415,
  [Reason.InstrumentElsewhere]: 421,
  [Reason.OrderRateExceeded]: 429,
  [Reason.CancelRateExceeded]: 429,
  [Reason.Overloaded]: 503,
  [Reason.EngineStarting]: 503,
  [Reason.EngineStopping]: 503,
  [Reason.OutcomeUnknown]: STATUS_UNKNOWN,
};

/** What a venue, or the way to it, has refused is 400, as callers know it; the caller's own mistakes are 404, 409, 422. */
function statusOf(reason: Reason): number {
  if (reason >= Reason.UnknownVenue && reason <= Reason.NotKnownAtVenue && reason !== Reason.NotRoutable)
    return 400;
  return STATUSES[reason] ?? 422;
}
