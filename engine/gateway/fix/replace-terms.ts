/**
 * Whether an OrderCancelReplaceRequest says of an order what it is not: only price and quantity can be replaced. What it does not say
 * stays as it is.
 */

import type { FixMessage } from '../../../protocol/fix/codec/message.js';
import type { Instrument } from '../../../protocol/instrument.js';
import { CommandFlag, PREVENTION_MASK, PREVENTION_SHIFT } from '../../../protocol/records/command.js';
import type { NewOrderFields } from '../../../protocol/wire/fields.js';
import { Field } from './fields.js';
import type { Details } from './order-details.js';

/** @param said by the message, as a new order would be read */
export function saysOtherTerms(
  message: FixMessage,
  said: NewOrderFields,
  details: Details,
  { tick, lot }: Instrument,
): boolean {
  const { terms } = said;
  const { flags } = details;
  const isOther = (is: number, was: number, ...tags: readonly Field[]): boolean =>
    is !== was && tags.some((tag) => message.find(tag) >= 0);
  const prevention = (flags & PREVENTION_MASK) >> PREVENTION_SHIFT;
  return (
    isOther(instructions(said), instructionsOf(details), Field.ExecInst) ||
    isOther(terms.peg, details.peg, Field.PegPriceType) ||
    isOther(terms.triggerPrice, details.triggerTicks * tick, Field.StopPx, Field.TriggerPrice) ||
    isOther(
      terms.triggerSource + terms.triggerVenue,
      details.source,
      Field.TriggerPriceType,
      Field.TriggerSource,
    ) ||
    isOther(terms.trailingOffset + terms.pegOffset, details.offsetTicks * tick, Field.PegOffsetValue) ||
    isOther(terms.displayQuantity, details.displayLots * lot, Field.DisplayQty, Field.MaxFloor) ||
    isOther(terms.minimumQuantity, details.minQtyLots * lot, Field.MinQty) ||
    isOther(expiry(said), details.expireSeconds, Field.ExpireTime, Field.ExpireDate) ||
    isOther(terms.route, details.route, Field.ExDestination) ||
    isOther(terms.protection, details.protectionTicks * tick, Field.Protection) ||
    isOther(terms.selfTradePrevention, prevention, Field.SelfTradePrevention) ||
    isOther(
      Number(terms.preventWithinFirm),
      bit(flags, CommandFlag.PreventWithinFirm),
      Field.PreventWithinFirm,
    ) ||
    isOther(terms.contingency, details.contingency, Field.Contingency) ||
    isOther(terms.linkedIdLow, details.linkedIdLow, Field.LinkedClOrdID) ||
    isOther(terms.linkedIdHigh, details.linkedIdHigh, Field.LinkedClOrdID)
  );
}

const bit = (flags: number, flag: CommandFlag): number => Number((flags & flag) !== 0);

/** What ExecInst says, as bits of the flags and the peg above them. */
const instructions = ({ postOnly, terms }: NewOrderFields): number =>
  (postOnly ? CommandFlag.PostOnly : 0) | (terms.reduceOnly ? CommandFlag.ReduceOnly : 0) | (terms.peg << 8);

const instructionsOf = ({ flags, peg }: Details): number =>
  (flags & (CommandFlag.PostOnly | CommandFlag.ReduceOnly)) | (peg << 8);

/** As the order has it: rounded up to seconds. */
const expiry = ({ terms: { expires } }: NewOrderFields): number =>
  expires.seconds + (expires.nanos > 0 ? 1 : 0);
