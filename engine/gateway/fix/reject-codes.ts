/**
 * The engine's reasons as FIX has them: OrdRejReason(103) of a rejected order and CxlRejReason(102) of a rejected cancel or replace.
 * The one table; `docs/fix.md` shows it, and a test holds the two against each other. Text(58) always has the reason's own words.
 */
import { Reason } from '../../../protocol/codes/reasons.js';
import type { Dialect } from './dialect.js';

export const enum OrdRej {
  BrokerOption = 0,
  UnknownSymbol = 1,
  ExchangeClosed = 2,
  ExceedsLimit = 3,
  TooLate = 4,
  UnknownOrder = 5,
  DuplicateOrder = 6,
  /** FIX 4.4. */
  UnsupportedCharacteristic = 11,
  IncorrectQuantity = 13,
  UnknownAccount = 15,
  /** FIX 5.0. */
  PriceExceedsBand = 16,
  Other = 99,
}

export const enum CxlRej {
  TooLate = 0,
  UnknownOrder = 1,
  BrokerOption = 2,
  /** FIX 4.4. */
  DuplicateClOrdID = 6,
  Other = 99,
}

/** What is not here is Other. */
export const ORD_REJ_REASONS: Readonly<Partial<Record<Reason, OrdRej>>> = {
  [Reason.AccountNotEntitled]: OrdRej.UnknownAccount,
  [Reason.UnknownAccount]: OrdRej.UnknownAccount,
  [Reason.AccountDisabled]: OrdRej.UnknownAccount,
  [Reason.UnknownInstrument]: OrdRej.UnknownSymbol,
  [Reason.InstrumentElsewhere]: OrdRej.UnknownSymbol,
  [Reason.NotListedAtVenue]: OrdRej.UnknownSymbol,
  [Reason.VenueDown]: OrdRej.ExchangeClosed,
  [Reason.InstrumentClosed]: OrdRej.ExchangeClosed,
  [Reason.InstrumentHalted]: OrdRej.ExchangeClosed,
  [Reason.MarketClosed]: OrdRej.ExchangeClosed,
  [Reason.NotInAuction]: OrdRej.ExchangeClosed,
  [Reason.AuctionNotAhead]: OrdRej.TooLate,
  [Reason.DuplicateClientOrderId]: OrdRej.DuplicateOrder,
  [Reason.QuantityOffLot]: OrdRej.IncorrectQuantity,
  [Reason.QuantityOutOfRange]: OrdRej.IncorrectQuantity,
  [Reason.MaxQuantityExceeded]: OrdRej.ExceedsLimit,
  [Reason.MaxNotionalExceeded]: OrdRej.ExceedsLimit,
  [Reason.PositionLimitExceeded]: OrdRej.ExceedsLimit,
  [Reason.ExposureLimitExceeded]: OrdRej.ExceedsLimit,
  [Reason.CreditLimitExceeded]: OrdRej.ExceedsLimit,
  [Reason.OrderRateExceeded]: OrdRej.ExceedsLimit,
  [Reason.CancelRateExceeded]: OrdRej.ExceedsLimit,
  [Reason.OpenOrderLimitExceeded]: OrdRej.ExceedsLimit,
  [Reason.ExecutionThrottled]: OrdRej.ExceedsLimit,
  [Reason.TooManyOpenOrders]: OrdRej.ExceedsLimit,
  [Reason.TooManyPositions]: OrdRej.ExceedsLimit,
  [Reason.PriceOutOfRange]: OrdRej.PriceExceedsBand,
  [Reason.PriceCollarExceeded]: OrdRej.PriceExceedsBand,
  [Reason.PriceOutsideStaticBand]: OrdRej.PriceExceedsBand,
  [Reason.PriceBeyondDynamicBand]: OrdRej.PriceExceedsBand,
  [Reason.InvalidCombination]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidTrigger]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidDisplayQuantity]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidMinimumQuantity]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidPeg]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidExpiry]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidProtection]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidLink]: OrdRej.UnsupportedCharacteristic,
  [Reason.NotRoutable]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidSelfTradePrevention]: OrdRej.UnsupportedCharacteristic,
  [Reason.InvalidShortSale]: OrdRej.UnsupportedCharacteristic,
  [Reason.UnknownOrder]: OrdRej.UnknownOrder,
};

/** What is not here is Other. */
export const CXL_REJ_REASONS: Readonly<Partial<Record<Reason, CxlRej>>> = {
  [Reason.UnknownOrder]: CxlRej.UnknownOrder,
  [Reason.NotYourOrder]: CxlRej.UnknownOrder,
  [Reason.DuplicateClientOrderId]: CxlRej.DuplicateClOrdID,
  [Reason.CancelRefusedByVenue]: CxlRej.TooLate,
};

/** Codes that a version does not have yet read as its "broker / exchange option". */
export function ordRejReason(reason: Reason, { is42, is50 }: Dialect): number {
  const code = ORD_REJ_REASONS[reason] ?? OrdRej.Other;
  if (is42) return code <= OrdRej.DuplicateOrder ? code : OrdRej.BrokerOption;
  return code === OrdRej.PriceExceedsBand && !is50 ? OrdRej.Other : code;
}

export function cxlRejReason(reason: Reason, { is42 }: Dialect): number {
  const code = CXL_REJ_REASONS[reason] ?? CxlRej.Other;
  return is42 && code > CxlRej.BrokerOption ? CxlRej.BrokerOption : code;
}
