import * as enums from '../../protocol/codes/enums.js';
import { OrdType, SelfTradePrevention, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import * as commandRecord from '../../protocol/records/command.js';
import { CommandFlag, PREVENTION_SHIFT } from '../../protocol/records/command.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { isForAuction } = enums;
const { PREVENTION_MASK } = commandRecord;
const { None } = Reason;

const SHORT = CommandFlag.SellShort | CommandFlag.SellShortExempt;
/** An attribute that is not understood must not be ignored. The upper half of the word belongs to the outcome. */
const UNKNOWN_FLAGS =
  0xffff &
  ~(
    CommandFlag.PostOnly |
    CommandFlag.CancelOnDisconnect |
    CommandFlag.Extended |
    CommandFlag.PreventWithinFirm |
    CommandFlag.ReduceOnly |
    SHORT |
    PREVENTION_MASK
  );
/** Beyond these an order needs a closer look. */
const PLAIN_FLAGS = CommandFlag.CancelOnDisconnect | CommandFlag.Extended | CommandFlag.ReduceOnly;

/** Side, type, time in force and flags are ones there are, and make sense together. What is for an auction has a price, or takes any. */
export function checkCombination(side: number, ordType: number, timeInForce: number, flags: number): Reason {
  if (side !== Side.Buy && side !== Side.Sell) return Reason.FieldOutOfRange;
  if (!isOrdType(ordType) || !isTimeInForce(timeInForce)) return Reason.FieldOutOfRange;
  if ((flags & UNKNOWN_FLAGS) !== 0) return Reason.FieldOutOfRange;
  if (ordType > OrdType.Limit && isForAuction(timeInForce)) return Reason.InvalidCombination;
  return (flags & 0xffff & ~PLAIN_FLAGS) === 0 ? None : checkFlags(side, ordType, timeInForce, flags);
}

function checkFlags(side: number, ordType: number, timeInForce: number, flags: number): Reason {
  const mode = (flags & PREVENTION_MASK) >> PREVENTION_SHIFT;
  if (mode > SelfTradePrevention.DecrementAndCancel) return Reason.InvalidSelfTradePrevention;
  if (mode === SelfTradePrevention.None && (flags & CommandFlag.PreventWithinFirm) !== 0)
    return Reason.InvalidSelfTradePrevention;
  if ((flags & SHORT) !== 0 && (side === Side.Buy || (flags & SHORT) === SHORT))
    return Reason.InvalidShortSale;
  if ((flags & CommandFlag.PostOnly) === 0) return None;
  const stays = rests(timeInForce) && !isForAuction(timeInForce);
  return ordType === OrdType.Limit && stays ? None : Reason.InvalidCombination;
}

/** What is left of it stays in the book. */
export const rests = (timeInForce: number): boolean =>
  timeInForce !== TimeInForce.ImmediateOrCancel && timeInForce !== TimeInForce.FillOrKill;

const isOrdType = (ordType: number): boolean =>
  (ordType >= OrdType.Market && ordType <= OrdType.StopLimit) ||
  ordType === OrdType.MarketToLimit ||
  ordType === OrdType.Pegged;

const isTimeInForce = (timeInForce: number): boolean =>
  (timeInForce >= TimeInForce.Day && timeInForce <= TimeInForce.FillOrKill) ||
  timeInForce === TimeInForce.GoodTillDate ||
  timeInForce === TimeInForce.AtClose ||
  timeInForce === TimeInForce.GoodForAuction;
