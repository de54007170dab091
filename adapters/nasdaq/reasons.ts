/** What Nasdaq's reasons mean in the engine's words: of OUCH 5.0's lists, those that have one. */
import { Liquidity } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';

const REJECTS: Readonly<Record<number, Reason>> = {
  6: Reason.PriceCollarExceeded,
  7: Reason.InstrumentHalted,
  13: Reason.InvalidMinimumQuantity,
  19: Reason.QuantityOutOfRange,
  23: Reason.UnknownInstrument,
  29: Reason.PriceOffTick,
  30: Reason.MaxQuantityExceeded,
  31: Reason.MaxNotionalExceeded,
  32: Reason.ExposureLimitExceeded,
  34: Reason.InstrumentRestricted,
  35: Reason.InvalidShortSale,
  38: Reason.PriceCollarExceeded,
  39: Reason.InvalidShortSale,
  40: Reason.OrderRateExceeded,
  41: Reason.OrderRateExceeded,
  42: Reason.OrderRateExceeded,
};

export const rejectReason = (reason: number): Reason => REJECTS[reason] ?? Reason.VenueRejected;

export const rejectText = (reason: number): string => `reason 0x${reason.toString(16).padStart(2, '0')}`;

export interface Ending {
  readonly how: 'cancelled' | 'expired';
  readonly reason: Reason;
}

const CANCELLED: Ending = { how: 'cancelled', reason: Reason.None };
/** By the letter of Canceled. */
const ENDINGS: Readonly<Record<string, Ending>> = {
  E: { how: 'expired', reason: Reason.None },
  T: { how: 'expired', reason: Reason.None },
  F: { how: 'cancelled', reason: Reason.PostOnlyWouldTake },
  G: { how: 'cancelled', reason: Reason.PostOnlyWouldTake },
  H: { how: 'cancelled', reason: Reason.InstrumentHalted },
  K: { how: 'cancelled', reason: Reason.PriceCollarExceeded },
  Q: { how: 'cancelled', reason: Reason.SelfTradePrevented },
};

export const endingOf = (letter: number): Ending => ENDINGS[String.fromCharCode(letter)] ?? CANCELLED;

/** Added, not displayed; passive or added at the midpoint; post-only; those that set a new best price. */
const ADDED = 'AJNkW78';

export const liquidityOf = (flag: number): Liquidity =>
  ADDED.includes(String.fromCharCode(flag)) ? Liquidity.Maker : Liquidity.Taker;
