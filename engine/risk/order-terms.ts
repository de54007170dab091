/**
 * What an order's terms must be, given its type and time in force: each attribute is there where it is needed, and
 * nowhere else. Said by a reason code of its own, because who sends such an order has to know which field to mend.
 */

import * as enums from '../../protocol/codes/enums.js';
import { Contingency, OrdType, Peg, TimeInForce, TriggerSource } from '../../protocol/codes/enums.js';
import { Reason } from '../../protocol/codes/reasons.js';
import { CmdDouble, CommandFlag } from '../../protocol/records/command.js';
import type { CommandRecord } from '../../protocol/records/command-record.js';
import * as layout from '../../protocol/records/layout.js';
import { Terms, TermsDouble } from '../../protocol/records/order-terms.js';
import { VENUES } from '../../protocol/records/routing.js';
import * as combination from './combination.js';

// Constants of the module: see "Imports" in docs/decisions/hot-path.md.
const { isForAuction, isStop } = enums;
const { byteA, byteB, byteC } = layout;
const { rests } = combination;
const { None } = Reason;

/** Venues whose prices can be a trigger. */
export const TRIGGER_VENUES = VENUES;

export interface TermsRecord {
  readonly i32: Int32Array;
  readonly f64: Float64Array;
}

/** Nothing that an order without terms lacks. */
export function checkTypeWithoutTerms(ordType: number, timeInForce: number): Reason {
  if (isStop(ordType)) return Reason.InvalidTrigger;
  if (ordType === OrdType.Pegged) return Reason.InvalidPeg;
  return timeInForce === TimeInForce.GoodTillDate ? Reason.InvalidExpiry : None;
}

/** @param command the NewOrder, whose combination of type, time in force and flags has been checked */
export function checkTerms(command: CommandRecord, terms: TermsRecord): Reason {
  const { ordType, timeInForce, flags } = command;
  const qtyLots = command.f64[CmdDouble.QtyLots];
  return (
    checkTrigger(ordType, timeInForce, flags, terms.i32) ||
    checkDisplay(ordType, timeInForce, qtyLots, terms.f64[TermsDouble.DisplayLots]) ||
    checkMinimum(ordType, timeInForce, flags, qtyLots, terms.f64[TermsDouble.MinQtyLots]) ||
    checkPeg(ordType, timeInForce, flags, terms.i32) ||
    checkExpiry(timeInForce, terms.i32) ||
    checkProtection(ordType, timeInForce, terms.i32) ||
    checkLink(ordType, timeInForce, terms.i32)
  );
}

function checkTrigger(ordType: number, timeInForce: number, flags: number, terms: Int32Array): Reason {
  const source = byteA(terms[Terms.Head]);
  if (!isStop(ordType)) {
    const none = source === TriggerSource.None && terms[Terms.TriggerTicks] === 0;
    return none ? None : Reason.InvalidTrigger;
  }
  if (timeInForce === TimeInForce.FillOrKill || (flags & CommandFlag.PostOnly) !== 0)
    return Reason.InvalidCombination;
  const trails = terms[Terms.OffsetTicks] !== 0;
  if (!isSource(source) || terms[Terms.OffsetTicks] < 0) return Reason.InvalidTrigger;
  return trails && terms[Terms.TriggerTicks] !== 0 ? Reason.InvalidTrigger : None;
}

function checkDisplay(ordType: number, timeInForce: number, qtyLots: number, display: number): Reason {
  if (display === 0) return None;
  const shows =
    ordType === OrdType.Limit || ordType === OrdType.StopLimit || ordType === OrdType.MarketToLimit;
  const whole = display > 0 && display < qtyLots && Math.floor(display) === display;
  return shows && whole && rests(timeInForce) ? None : Reason.InvalidDisplayQuantity;
}

function checkMinimum(
  ordType: number,
  timeInForce: number,
  flags: number,
  qtyLots: number,
  minimum: number,
): Reason {
  if (minimum === 0) return None;
  const whole = minimum > 0 && minimum <= qtyLots && Math.floor(minimum) === minimum;
  const takes =
    (ordType === OrdType.Limit || ordType === OrdType.Market) &&
    timeInForce !== TimeInForce.FillOrKill &&
    !isForAuction(timeInForce) &&
    (flags & CommandFlag.PostOnly) === 0;
  return takes && whole ? None : Reason.InvalidMinimumQuantity;
}

function checkPeg(ordType: number, timeInForce: number, flags: number, terms: Int32Array): Reason {
  const peg = byteB(terms[Terms.Head]);
  const offset = terms[Terms.OffsetTicks];
  if (ordType !== OrdType.Pegged) {
    const none = peg === Peg.None && (offset === 0 || isStop(ordType));
    return none ? None : Reason.InvalidPeg;
  }
  if (!rests(timeInForce) || (flags & CommandFlag.PostOnly) !== 0) return Reason.InvalidCombination;
  if (peg === Peg.Primary) return offset >= 0 ? None : Reason.InvalidPeg;
  return peg === Peg.Midpoint && offset === 0 ? None : Reason.InvalidPeg;
}

function checkExpiry(timeInForce: number, terms: Int32Array): Reason {
  const needed = timeInForce === TimeInForce.GoodTillDate;
  return needed === (terms[Terms.ExpireSeconds] !== 0) ? None : Reason.InvalidExpiry;
}

/** An auction has one price for all, and nothing to protect from. */
function checkProtection(ordType: number, timeInForce: number, terms: Int32Array): Reason {
  const protection = terms[Terms.ProtectionTicks];
  if (protection === 0) return None;
  const market = ordType === OrdType.Market || ordType === OrdType.Stop;
  return market && !isForAuction(timeInForce) && protection > 0 ? None : Reason.InvalidProtection;
}

function checkLink(ordType: number, timeInForce: number, terms: Int32Array): Reason {
  const contingency = byteC(terms[Terms.Head]);
  const named = (terms[Terms.LinkedClientIdLow] | terms[Terms.LinkedClientIdHigh]) !== 0;
  if (contingency === Contingency.None) return named ? Reason.InvalidLink : None;
  if (contingency > Contingency.OneTriggersOther || !named) return Reason.InvalidLink;
  const stays = ordType === OrdType.Limit || isStop(ordType);
  return stays && rests(timeInForce) ? None : Reason.InvalidLink;
}

const isSource = (source: number): boolean =>
  (source >= TriggerSource.LastTrade && source <= TriggerSource.BestOffer) ||
  (source >= TriggerSource.Venue && source < TriggerSource.Venue + TRIGGER_VENUES);
