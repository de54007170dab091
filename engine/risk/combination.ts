import { OrdType, Side, TimeInForce } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CommandFlag } from '../../protocol/records/command.js';

/** An attribute that is not understood must not be ignored. The upper half of the word belongs to the outcome. */
const UNKNOWN_FLAGS = 0xffff & ~(CommandFlag.PostOnly | CommandFlag.CancelOnDisconnect);

/** Side, type and time in force are ones there are, and make sense together: what must trade at once cannot be post-only. */
export function checkCombination(side: number, ordType: number, timeInForce: number, flags: number): Reason {
  if (side !== Side.Buy && side !== Side.Sell) return Reason.FieldOutOfRange;
  if (ordType !== OrdType.Limit && ordType !== OrdType.Market) return Reason.FieldOutOfRange;
  if (!isTimeInForce(timeInForce)) return Reason.FieldOutOfRange;
  if ((flags & UNKNOWN_FLAGS) !== 0) return Reason.FieldOutOfRange;
  if ((flags & CommandFlag.PostOnly) === 0) return Reason.None;
  const rests = ordType === OrdType.Limit && isResting(timeInForce);
  return rests ? Reason.None : Reason.InvalidCombination;
}

const isResting = (timeInForce: number): boolean =>
  timeInForce === TimeInForce.Day || timeInForce === TimeInForce.GoodTillCancel;

const isTimeInForce = (timeInForce: number): boolean =>
  isResting(timeInForce) ||
  timeInForce === TimeInForce.AtOpen ||
  timeInForce === TimeInForce.AtClose ||
  timeInForce === TimeInForce.GoodForAuction ||
  timeInForce === TimeInForce.ImmediateOrCancel ||
  timeInForce === TimeInForce.FillOrKill;
